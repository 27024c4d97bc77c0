/** Every kind of change that a person makes is written down with where it came from, and that stands nowhere else. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import { eventually } from './eventually.ts'
import { signIn } from './sign-in.ts'
import { type EngineProcess, type ServiceProcess, startEngine, startService } from './start-pair.ts'

const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-source-'))
const storeFile = join(folder, 'store.db')
const ADDRESS = '198.51.100.7'

let engine: EngineProcess
let service: ServiceProcess
let token: string

beforeAll(async () => {
  engine = await startEngine('--seed', '7', '--start', '2026-03-02T09:00Z')
  service = await startService(engine, { 'store-file': storeFile, 'legacy-directory': '', 'units-directory': folder })
  token = await signIn(engine.origin)
}, 120_000)
afterAll(async () => {
  await engine.process.stop()
  rmSync(folder, { recursive: true })
})

let asked = 0
/** As the portal of somebody at ADDRESS, through the web server of this machine. */
async function change<T>(method: 'POST' | 'PUT', path: string, body: unknown = {}): Promise<T> {
  asked += 1
  const reply = await fetch(`${service.process.match[1]}${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      'X-Forwarded-For': ADDRESS,
      'X-Request-Id': `r${asked}`,
    },
    body: JSON.stringify(body),
  })
  const text = await reply.text()
  expect(`${method} ${path} ${reply.status} ${reply.ok ? '' : text}`).toMatch(/ 20\d $/)
  expect(text).not.toContain(ADDRESS)
  return JSON.parse(text) as T
}

describe('the audit of a running service', { timeout: 120_000 }, () => {
  it('says from where each change of a person came', async () => {
    const { api } = service
    type Listed = { recommendations: { id: string; kind?: string }[] }
    const open = await eventually('a recommendation', async () => {
      const { recommendations } = await api.get<Listed>('/recommendations?state=open')
      return recommendations.find(({ kind }) => kind !== 'host')
    })
    const { clusters } = await api.get<{ clusters: { id: string; name: string }[] }>('/clusters')
    const id = clusters.find(({ name }) => name === 'Default')?.id ?? ''
    const { hosts } = await api.get<{ hosts: { id: string; cluster: { id: string } }[] }>('/hosts')
    const hostId = hosts.find(({ cluster }) => cluster.id === id)?.id ?? ''

    await change('POST', '/automation/stop', { why: 'backup' })
    await change('POST', '/automation/resume')
    await change('PUT', `/clusters/${id}/automation`, { seenAtMs: 0, settings: null })
    await change('POST', `/recommendations/${open.id}/snooze`, { untilMs: Date.now() + 3_600_000 })
    await change('POST', `/recommendations/${open.id}/wake`)
    await change('POST', `/recommendations/${open.id}/dismiss`, { reason: 'no' })
    await change('POST', `/clusters/${id}/plans`, { objective: { kind: 'balance' } })
    const { version } = await api.get<{ version: string }>(`/clusters/${id}/policy`)
    const properties = { minimum_host_memoryMB: '600' }
    await change('PUT', `/clusters/${id}/policy`, { version, properties })
    const { policies } = await api.get<{ policies: { id: string; name: string }[] }>(`/clusters/${id}/policy`)
    await change('POST', '/policies', { fromId: policies[0]?.id, name: 'copy' })
    await change('PUT', '/policy-units/host_memory_balance/enabled', { enabled: false, reason: 'odd' })
    await change('PUT', '/policy-units/host_memory_balance/enabled', { enabled: true, reason: '' })
    const tuning = { mode: 'observe', takeOver: false, pinning: 'observe', memory: 'policy' }
    await change('PUT', `/clusters/${id}/tuning`, { seenAtMs: 0, settings: tuning })
    await change('PUT', `/hosts/${hostId}/tuning`, { seenAtMs: 0, modes: { mode: 'off' } })
    await change('PUT', `/clusters/${id}/host-policies`, { name: '50_mine', text: '(defvar mine 1)' })
    await change('POST', `/clusters/${id}/host-policies/reset`)

    const { entries } = await api.get<{ entries: AuditEntry[] }>('/history')
    const byPeople = entries.filter(({ by }) => by.name.startsWith('admin@'))
    expect(byPeople.map(({ action }) => action).toReversed()).toEqual([
      ...['stop', 'resume', 'edit_automation', 'snooze', 'wake', 'dismiss', 'plan', 'edit_policy', 'copy_policy'],
      ...['unit_disabled', 'unit_enabled', 'edit_tuning', 'edit_tuning', 'edit_host_policy', 'reset_host_policies'],
    ])
    for (const { action, from } of byPeople)
      expect([action, from]).toEqual([action, { address: ADDRESS, requestId: expect.stringMatching(/^r\d+$/) }])
    for (const { by, from } of entries) if (!byPeople.some(one => one.by === by)) expect(from).toBeUndefined()
  })

  it('keeps addresses in no other table', async () => {
    await service.process.stop() // it holds the file for itself
    const db = new DatabaseSync(storeFile, { readOnly: true })
    const tables = db
      .prepare("select name from sqlite_master where type = 'table'")
      .all()
      .map(({ name }) => String(name))
    const holding = tables.filter(name => JSON.stringify(db.prepare(`select * from "${name}"`).all()).includes(ADDRESS))
    db.close()
    expect(holding).toEqual(['audit'])
  })
})
