import type { OverCommitSince } from '../../scheduling/rules/over-commit-since.ts'
import type { Demand } from '../demand/demand.ts'
import { entityId } from '../demand/entity-id.ts'
import type { GuestTraits } from '../machine/guest-traits.ts'
import type { Machines } from '../machine/machine.ts'
import type { HostTraits } from '../scenarios/plan.ts'
import type { ExternalScheduler } from './external-scheduler.ts'
import type { FaultPlan } from './faults.ts'
import type { MigrationCopy } from './migration-copy.ts'
import type { Placement } from './placement.ts'
import type { SimHost, SimState, SimVm } from './state.ts'
import { EngineFault } from './world.ts'

/** The state and what stands behind it: the part of a world that its REST API must not see. */
export type Model = {
  readonly state: SimState
  readonly startMs: number
  nowMs: number
  /** Work is done on a grid of whole steps, however the time between is cut up. */
  nextStepMs: number
  nextPollMs: number
  nextBalancingMs: number
  readonly demands: ReadonlyMap<string, Demand>
  /** By VM id, what its scenario says of it beyond what is drawn. */
  readonly traits: ReadonlyMap<string, Partial<GuestTraits>>
  /** By host id, likewise. */
  readonly hostTraits: ReadonlyMap<string, HostTraits>
  readonly machines: Machines
  /** Ids of the VMs that occupy each host; a migrating VM occupies its source. */
  readonly residents: ReadonlyMap<string, Set<string>>
  /** What happens by itself, and when: VMs that start or stop, hosts that come up. */
  readonly dueVms: Map<string, Readonly<{ atMs: number; to: 'powering_up' | 'up' | 'down' | 'suspended' }>>
  readonly dueHosts: Map<string, number>
  /** Running migrations by VM id, in the order they were started. */
  readonly copies: Map<string, MigrationCopy>
  /** VMs that a command is deciding about right now. */
  readonly lockedVmIds: Set<string>
  /** Per cluster, the end of the decision that is being made: the engine makes one at a time. */
  readonly decisions: Map<string, Promise<unknown>>
  readonly faults: FaultPlan
  /** By host id: since when its CPU has been overloaded or idle; null: it is neither. Kept at each poll. */
  overCommitSince: OverCommitSince
  readonly placement: Placement
  readonly external: ExternalScheduler | undefined
  /** When an event with a flood limit was last written, by code. */
  readonly lastEventMs: Map<number, number>
  readonly created: Map<string, number>
  /** Starts the balancing run that is due; must not throw. */
  readonly onBalancingDue: () => void
  /** After each poll; must not throw. */
  readonly onPolled: () => void
  /** Before a VM changes its host; what is returned is called after. Must not throw. */
  readonly onMove: (vm: SimVm, toHostId: string | undefined) => () => void
  /** A balancing run waits for an answer; the next one is due only after it. */
  balancing: boolean
  /** What a real engine writes to its log and nowhere else. */
  readonly warn: (text: string) => void
}

export const STEP_MS = 1_000
/** The engine polls hosts every 3 s and keeps every fifth answer. */
export const POLL_MS = 15_000

export function newId(model: Model, kind: string): string {
  const number = model.created.get(kind) ?? 0
  model.created.set(kind, number + 1)
  return entityId(model.state.seed, `created ${kind}`, number)
}

/** Throws EngineFault 'missing'. */
export function getVm({ state }: Model, id: string): SimVm {
  const vm = state.vms.get(id)
  if (vm === undefined) throw new EngineFault('missing', ['There is no such VM.'])
  return vm
}

/** Throws EngineFault 'missing'. */
export function getHost({ state }: Model, id: string): SimHost {
  const host = state.hosts.get(id)
  if (host === undefined) throw new EngineFault('missing', ['There is no such host.'])
  return host
}

/** The VMs that occupy a host, in no particular order. */
export function* residentsOf({ state, residents }: Model, hostId: string): Iterable<SimVm> {
  for (const id of residents.get(hostId) ?? []) {
    const vm = state.vms.get(id)
    if (vm !== undefined) yield vm
  }
}

/** The one place that changes where a VM is, so that index and state cannot disagree. */
export function moveVm(model: Model, vm: SimVm, hostId: string | undefined): void {
  const { residents } = model
  const onMoved = model.onMove(vm, hostId)
  if (vm.hostId !== undefined) residents.get(vm.hostId)?.delete(vm.id)
  vm.hostId = hostId
  if (hostId !== undefined) residents.get(hostId)?.add(vm.id)
  onMoved()
}

export const vcpusOf = ({ topology }: SimVm): number => topology.sockets * topology.cores * topology.threads

/** CPUs as the operating system counts them. */
export const cpusOf = ({ cpu }: SimHost): number => cpu.sockets * cpu.cores * cpu.threads
