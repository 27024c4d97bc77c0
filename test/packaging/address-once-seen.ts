import { expect } from 'vitest'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import type { HttpsAsk, HttpsReply } from './ask-https.ts'

type Ask = (path: string, ask?: HttpsAsk) => Promise<HttpsReply>

/** What the audit has as the address of a client that connects from `from` and claims to be another. Stops automation for it. */
export async function addressOnceSeen(
  ask: Ask,
  { from, claims }: Readonly<{ from: string; claims: string }>,
): Promise<string | undefined> {
  const headers = { 'X-Forwarded-For': claims, 'Content-Type': 'application/json' }
  const body = JSON.stringify({ why: 'backup' })
  const stopped = await ask('/automation/stop', { method: 'POST', headers, body, from })
  expect(stopped.status, stopped.text).toBe(200)
  const { entries } = JSON.parse((await ask('/history')).text) as { entries: AuditEntry[] }
  return entries.find(({ action }) => action === 'stop')?.from?.address
}
