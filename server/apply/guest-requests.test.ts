import { beforeEach, describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import type { AutomationMode } from '../../shared/plan/automation.ts'
import { aSnapshot, aVm, NOON_MS } from '../../test/fakes/builders.ts'
import { aLog } from '../../test/fakes/log.ts'
import { createGuestRequests, type GuestRequest } from './guest-requests.ts'
import type { VmNow } from './ports.ts'

const { signal } = new AbortController()
const host = { id: 'h1', name: 'one' }
const cluster = { id: 'c1', name: 'Default' }
const askingHost = { ...host, cluster }
const asking = (over: Partial<GuestRequest> = {}): GuestRequest => ({
  vmId: 'v1',
  vmName: 'web',
  request: 'migrate',
  because: 'Memory runs short.',
  ...over,
})

let nowMs: number
let audit: AuditEntry[]
let wanted: number
let mode: AutomationMode
let vmNow: VmNow | undefined | 'silent'
let write: (entry: AuditEntry) => Promise<void>
beforeEach(() => {
  nowMs = NOON_MS
  audit = []
  wanted = 0
  mode = 'recommend'
  vmNow = { id: 'v1', name: 'web', status: 'up', hostId: 'h1' }
  write = async entry => void audit.push(entry)
})

const start = () =>
  createGuestRequests({
    store: { appendAudit: entry => write(entry) },
    migrations: {
      async readVm() {
        if (vmNow === 'silent') throw new Error('no answer')
        return vmNow
      },
    },
    stop: async ({ request }) => ({ code: 'stopped', message: request }),
    modeOf: ({ id }) => (id === cluster.id ? mode : 'off'),
    onWanted: () => {
      wanted += 1
    },
    now: () => nowMs,
    newId: () => 'a1',
    log: aLog().log,
  })

const seen = (hostId: string | undefined, takenAtMs = nowMs) =>
  aSnapshot({ takenAtMs, vms: hostId === undefined ? [] : [aVm({ id: 'v1', hostId })] })

describe('a wish that a VM leave its host', () => {
  it('stands, is written down by the service, and has the engine read', async () => {
    const requests = start()
    expect(await requests.take(asking(), askingHost, signal)).toBeUndefined()
    const vm = { id: 'v1', name: 'web' }
    expect(requests.wantedAway(seen('h1'))).toEqual([{ vm, host, because: 'Memory runs short.' }])
    expect(wanted).toBe(1)
    expect(audit).toMatchObject([
      { action: 'ask_guest', subject: 'v1', detail: { vm, host, request: 'migrate', because: 'Memory runs short.' } },
    ])
  })

  const refusals: { why: string; now: typeof vmNow; code: string }[] = [
    { why: 'is elsewhere', now: { id: 'v1', name: 'web', status: 'up', hostId: 'h2' }, code: 'not-there' },
    { why: 'leaves already', now: { id: 'v1', name: 'web', status: 'migrating', hostId: 'h1' }, code: 'not-there' },
    { why: 'is gone', now: undefined, code: 'not-there' },
    { why: 'cannot be looked at', now: 'silent', code: 'not-taken' },
  ]
  it.each(refusals)('is refused where the VM $why', async ({ now, code }) => {
    vmNow = now
    const requests = start()
    expect(await requests.take(asking(), askingHost, signal)).toMatchObject({ code })
    expect([requests.wantedAway(seen('h1')), audit, wanted]).toEqual([[], [], 0])
  })

  it('is refused where nobody advises, with what to set', async () => {
    mode = 'off'
    const requests = start()
    const message = expect.stringMatching(/^Default is set to "off".* recommend, approve or automatic/)
    expect(await requests.take(asking(), askingHost, signal)).toEqual({ code: 'cluster-not-advised', message })
    expect([requests.wantedAway(seen('h1')), audit, wanted]).toEqual([[], [], 0])
    expect(requests.cannotAsk(askingHost.cluster)?.code).toBe('cluster-not-advised')
    mode = 'recommend'
    expect(requests.cannotAsk(askingHost.cluster)).toBeUndefined()
  })

  it('does not stand when it could not be written down', async () => {
    write = async () => Promise.reject(new Error('disk full'))
    const requests = start()
    expect(await requests.take(asking(), askingHost, signal)).toMatchObject({ code: 'not-taken' })
    expect(requests.wantedAway(seen('h1'))).toEqual([])
  })

  it.each([
    { why: 'after ten minutes', afterMs: 600_000, at: 'h1', takenMs: 0, stands: true },
    { why: 'a moment later', afterMs: 600_001, at: 'h1', takenMs: 0, stands: false },
    { why: 'when the clock was put back', afterMs: -1, at: 'h1', takenMs: 0, stands: false },
    { why: 'when a newer read shows the VM elsewhere', afterMs: 1000, at: 'h2', takenMs: 1, stands: false },
    { why: 'when a newer read does not show it', afterMs: 1000, at: undefined, takenMs: 1, stands: false },
    { why: 'when an older read does', afterMs: 1000, at: 'h2', takenMs: -1, stands: true },
  ])('$why: stands $stands', async ({ afterMs, at, takenMs, stands }) => {
    const requests = start()
    await requests.take(asking(), askingHost, signal)
    nowMs += afterMs
    expect(requests.wantedAway(seen(at, NOON_MS + takenMs))).toHaveLength(stands ? 1 : 0)
  })
})

it.each(['suspend', 'shutdown'] as const)(
  '%s is for another to answer, whatever the mode, and wants nobody away',
  async request => {
    mode = 'off'
    const requests = start()
    expect(await requests.take(asking({ request }), askingHost, signal)).toEqual({ code: 'stopped', message: request })
    expect(requests.wantedAway(seen('h1'))).toEqual([])
  },
)
