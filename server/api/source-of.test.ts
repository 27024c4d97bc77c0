import { afterEach, describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import { type ApiServer, startApi } from '../../test/fakes/api-server.ts'
import { fakeAutomation } from '../../test/fakes/automation.ts'
import { anAdministrator, everywhere, fakeAuth } from '../../test/fakes/services.ts'
import type { ApiDeps } from './api-app.ts'

let api: ApiServer
afterEach(() => api.close())

async function audited(headers: Record<string, string>, over: Partial<ApiDeps> = {}): Promise<AuditEntry | undefined> {
  const auth = fakeAuth(undefined, { [anAdministrator.id]: [everywhere('migrate_vm')] })
  api = await startApi({ ...fakeAutomation(), auth, ...over })
  const { status } = await api.call('POST', '/automation/stop', { json: { why: 'backup' }, headers })
  expect(status).toBe(200)
  const { entries } = (await api.call('GET', '/history')).body as { entries: AuditEntry[] }
  return entries[0]
}

describe('where an audited change came from', () => {
  it.each([
    { why: 'the connection, when nobody stands in front', headers: {}, address: '127.0.0.1' },
    { why: 'what the web server here says', headers: { 'X-Forwarded-For': '198.51.100.7' }, address: '198.51.100.7' },
    { why: 'an IPv6 address', headers: { 'X-Forwarded-For': '2001:db8::7' }, address: '2001:db8::7' },
    {
      why: 'the last that it added, not what the client made up before that',
      headers: { 'X-Forwarded-For': '203.0.113.1, 198.51.100.7' },
      address: '198.51.100.7',
    },
    {
      why: 'the connection, for what is no address',
      headers: { 'X-Forwarded-For': '<b>eva</b>' },
      address: '127.0.0.1',
    },
  ])('is $why', async ({ headers, address }) => {
    const entry = await audited({ 'X-Request-Id': 'r-1', ...headers })
    expect(entry).toMatchObject({ action: 'stop', from: { address, requestId: 'r-1' } })
    expect(entry?.by).toEqual({ id: anAdministrator.id, name: anAdministrator.name })
  })

  it('is the connection where the web server in front is not one that is trusted', async () => {
    const entry = await audited({ 'X-Forwarded-For': '198.51.100.7' }, { trustedProxies: ['192.0.2.9'] })
    expect(entry?.from?.address).toBe('127.0.0.1')
  })

  it('has the id of the reply where the client gave none, and stands in no other reply', async () => {
    const entry = await audited({ 'X-Forwarded-For': '198.51.100.7' })
    expect(entry?.from?.requestId).toMatch(/^[0-9a-f]{32}$/)
    const { text } = await api.call('GET', '/automation')
    expect(text).toContain('backup')
    expect(text).not.toContain('198.51.100.7')
  })
})
