import { beforeEach, describe, expect, it } from 'vitest'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import { nothingHeld } from '../../shared/plan/automation.ts'
import { aSnapshot, aVm, NOON_MS } from '../../test/fakes/builders.ts'
import type { GuestRequest } from './guest-requests.ts'
import type { EngineAnswer, VmNow } from './ports.ts'
import { createPowerRequests, type StopKind } from './power-requests.ts'

const { signal } = new AbortController()
const host = { id: 'h1', name: 'one' }
const up: VmNow = { id: 'v1', name: 'web', status: 'up', hostId: 'h1' }
const known = aSnapshot({ vms: [aVm({ id: 'v1', hostId: 'h1', clusterId: 'c1' })] })
const asking = (over: Partial<GuestRequest> = {}): GuestRequest => ({
  vmId: 'v1',
  vmName: 'web',
  request: 'suspend',
  because: 'Memory is out.',
  ...over,
})

type Scene = {
  allowed: readonly StopKind[]
  slaClass: string | undefined
  snapshot: ReturnType<typeof aSnapshot> | undefined
  excluded: ReadonlySet<string> | undefined
  isStopped: boolean
  vmNow: VmNow | undefined
  answer: EngineAnswer
}
const fine: Scene = {
  allowed: ['suspend', 'shutdown'],
  slaClass: 'vapor',
  snapshot: known,
  excluded: new Set(),
  isStopped: false,
  vmNow: up,
  answer: { ok: true },
}

let nowMs: number
let calls: unknown[]
let told: unknown[]
let audit: AuditEntry[]
beforeEach(() => {
  nowMs = NOON_MS
  calls = []
  told = []
  audit = []
})

function start(over: Partial<Scene> = {}) {
  const scene = { ...fine, ...over }
  const stop = { by: { id: 'u', name: 'Ana' }, atMs: 0, why: '' }
  return createPowerRequests({
    store: { appendAudit: async entry => void audit.push(entry) },
    migrations: { readVm: async () => scene.vmNow },
    power: {
      async ask(call) {
        calls.push(call)
        return scene.answer
      },
    },
    snapshots: { current: () => ({ ...(scene.snapshot && { snapshot: scene.snapshot }) }) },
    automation: {
      state: async () => ({ ...nothingHeld, ...(scene.isStopped && { stop }) }),
      excludedVms: () => scene.excluded,
      excludeTag: 'leave-alone',
    },
    allowed: scene.allowed,
    classOf: () => scene.slaClass,
    tell: async (...event) => void told.push(event),
    now: () => nowMs,
    newId: () => 'abcdef',
  })
}

describe('a stop that a policy asks for', () => {
  it.each([
    { request: 'suspend', done: 'suspended' },
    { request: 'shutdown', done: 'shut down' },
  ] as const)('$request is asked of the engine, written down and told', async ({ request, done }) => {
    expect(await start()(asking({ request }), host, signal)).toBeUndefined()
    expect(calls).toEqual([{ vmId: 'v1', request, correlationId: `ovs-abcdef-${request}` }])
    const detail = { vm: { id: 'v1', name: 'web' }, host, request, because: 'Memory is out.' }
    expect(audit).toMatchObject([{ action: 'ask_guest', subject: 'v1', detail }])
    expect(told).toEqual([[`web is being ${done}, by the host policy of one: Memory is out.`, 'c1']])
  })

  const engineVm = aSnapshot({ vms: [aVm({ id: 'v1', origin: 'managed_hosted_engine' })] })
  const refusals: { why: string; scene: Partial<Scene>; code: string }[] = [
    { why: 'nothing is allowed', scene: { allowed: [] }, code: 'not-allowed' },
    { why: 'only the other is allowed', scene: { allowed: ['shutdown'] }, code: 'not-allowed' },
    { why: 'the VM is of another class', scene: { slaClass: 'gold' }, code: 'not-vapor' },
    { why: 'the class is not known', scene: { slaClass: undefined }, code: 'not-vapor' },
    { why: 'the engine has not been read', scene: { snapshot: undefined }, code: 'not-known' },
    { why: 'it is the engine itself', scene: { snapshot: engineVm }, code: 'engine-vm' },
    { why: 'it is to be left alone', scene: { excluded: new Set(['v1']) }, code: 'excluded' },
    { why: 'who is to be left alone is not known', scene: { excluded: undefined }, code: 'not-known' },
    { why: 'all moves are stopped', scene: { isStopped: true }, code: 'stopped' },
    { why: 'it is elsewhere', scene: { vmNow: { ...up, hostId: 'h2' } }, code: 'not-there' },
    { why: 'it is not up', scene: { vmNow: { ...up, status: 'migrating' } }, code: 'not-there' },
    { why: 'it is gone', scene: { vmNow: undefined }, code: 'not-there' },
  ]
  it.each(refusals)('is refused where $why, and the engine is not asked', async ({ scene, code }) => {
    expect(await start(scene)(asking(), host, signal)).toMatchObject({ code })
    expect([calls, told, audit]).toEqual([[], [], []])
  })

  it('tells what the engine refuses as its answer, and nobody that it was done', async () => {
    const take = start({ answer: { ok: false, detail: 'VM is being backed up.' } })
    expect(await take(asking(), host, signal)).toEqual({ code: 'engine-refused', message: 'VM is being backed up.' })
    expect([told, audit.length]).toEqual([[], 1])
  })

  it.each([
    { why: 'right after', afterMs: 0, on: host, code: 'too-soon' },
    { why: 'just before ten minutes', afterMs: 599_999, on: host, code: 'too-soon' },
    { why: 'after ten minutes', afterMs: 600_000, on: host, code: undefined },
    { why: 'with the clock put back a little', afterMs: -5000, on: host, code: 'too-soon' },
    { why: 'with the clock put back an hour', afterMs: -3_600_000, on: host, code: undefined },
    { why: 'on another host', afterMs: 0, on: { id: 'h2', name: 'two' }, code: 'not-there' },
  ])('is one at a time for a host: $why', async ({ afterMs, on, code }) => {
    const take = start()
    await take(asking(), host, signal)
    nowMs += afterMs
    expect((await take(asking(), on, signal))?.code).toBe(code)
  })

  it('is one, of two asked for in one moment', async () => {
    const take = start()
    const answers = await Promise.all([take(asking(), host, signal), take(asking(), host, signal)])
    expect([answers.map(answer => answer?.code), calls.length]).toEqual([[undefined, 'too-soon'], 1])
  })
})
