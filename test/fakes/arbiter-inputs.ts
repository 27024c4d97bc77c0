import { arbitrate } from '../../server/tuning/arbiter/arbitrate.ts'
import type {
  ArbiterInput,
  ArbiterState,
  ArbiterVm,
  Arbitration,
  CpuStanding,
  MemoryStanding,
  WantedChange,
} from '../../server/tuning/arbiter/arbitration.ts'
import type { ChangeSource, KnobChange } from '../../shared/plan/knob-decision.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'

export const GIB = 1_048_576

export const aLeaveReason: Reason = reason('moving', 'web is migrating.', { vm: 'web' })

/** A calm host with VMs `a` of 2 GiB and `b` of 4 GiB, at 100 s after a day's start. */
export const anArbiterInput = (over: Partial<ArbiterInput> = {}): ArbiterInput => ({
  nowMs: 86_500_000,
  host: { id: 'h', name: 'host1' },
  memory: aMemoryStanding(),
  cpu: aCpuStanding(),
  vms: [anArbiterVm({ id: 'a' }), anArbiterVm({ id: 'b', residentKiB: 4 * GIB, demandPercent: 200 })],
  changes: [],
  leaving: new Map(),
  arrived: new Map(),
  ...over,
})

export const anArbiterVm = (over: Partial<ArbiterVm> = {}): ArbiterVm => ({
  id: 'a',
  name: over.id ?? 'a',
  residentKiB: 2 * GIB,
  demandPercent: 100,
  priority: 5,
  canLeave: true,
  ...over,
})

export const aMemoryStanding = (over: Partial<MemoryStanding> = {}): MemoryStanding => ({
  availableKiB: 20 * GIB,
  reserveKiB: 10 * GIB,
  givableKiB: 0,
  ksmRuns: false,
  ...over,
})

/** Four CPUs. */
export const aCpuStanding = (over: Partial<CpuStanding> = {}): CpuStanding => ({
  demandPercent: 200,
  capacityPercent: 400,
  highestPercent: 60,
  lowestPercent: 40,
  highestAfterPercent: over.highestPercent ?? 60,
  ...over,
})

const of = (by: ChangeSource, change: KnobChange): WantedChange => ({ by, change, because: [] })
const vm = (id: string) => ({ vmId: id, vmName: id })

/** Changes as they are wanted, of the VM with that id. */
export const wanted = {
  take: (id: string, by: ChangeSource = 'memory') =>
    of(by, { knob: 'balloon', ...vm(id), fromKiB: 2 * GIB, toKiB: GIB }),
  give: (id: string) => of('memory', { knob: 'balloon', ...vm(id), fromKiB: GIB, toKiB: 2 * GIB }),
  pin: (id: string, by: ChangeSource = 'pinning') =>
    of(by, { knob: 'pins', ...vm(id), from: [{ vcpu: 0, cpuIds: [0, 1] }], to: [{ vcpu: 0, cpuIds: [1] }] }),
  cap: (id: string, by: ChangeSource = 'policy') =>
    of(by, { knob: 'cpu', ...vm(id), from: { quotaUs: 'unlimited' }, to: { quotaUs: 50_000 } }),
  uncap: (id: string) =>
    of('policy', { knob: 'cpu', ...vm(id), from: { quotaUs: 50_000 }, to: { quotaUs: 'unlimited' } }),
  limitIo: (id: string) =>
    of('policy', { knob: 'io', ...vm(id), device: 'vda', from: { readIops: 500 }, to: { readIops: 100 } }),
  startKsm: (by: ChangeSource = 'policy') => of(by, { knob: 'ksm', from: { run: 'stop' }, to: { run: 'merge' } }),
  stopKsm: () => of('policy', { knob: 'ksm', from: { run: 'merge' }, to: { run: 'stop' } }),
  migrate: (id: string) => of('policy', { knob: 'request', ...vm(id), request: 'migrate', because: 'short of memory' }),
  shutdown: (id: string) => of('policy', { knob: 'request', ...vm(id), request: 'shutdown', because: 'critical' }),
} as const

/** Rounds one after the other, each with the state that the one before left; the last is told. */
export function rounds(inputs: readonly Partial<ArbiterInput>[], state: ArbiterState = {}): Arbitration {
  let id = 0
  const newId = () => `event-${++id}`
  let last: Arbitration | undefined
  for (const input of inputs) last = arbitrate(anArbiterInput(input), last?.state ?? state, newId)
  if (last === undefined) throw new Error('There is no round.')
  return last
}

export const leaving = (...ids: readonly string[]) => new Map(ids.map(id => [id, aLeaveReason]))

/** 4 GiB less than the reserve of 10 GiB, 5 GiB less than is enough. */
export const short = (over = {}) => aMemoryStanding({ availableKiB: 6 * GIB, ...over })
/** Of one core, which the pins that are wanted would relieve. */
export const hot = (over = {}) => aCpuStanding({ highestPercent: 150, highestAfterPercent: 90, ...over })
/** VMs want more than there is. */
export const full = (over = {}) => aCpuStanding({ demandPercent: 440, highestPercent: 115, ...over })
