import type { HostSide } from '../machine/host-side.ts'
import type { SimEvent, SimJob, SimPolicy, SimState, SimVm } from './state.ts'

/** Who asks, and under which correlation id. */
export type Actor = Readonly<{ userId: string | undefined; correlationId: string }>

/**
 * The engine declined. `kind` decides the HTTP status as the real engine does: invalid 400, forbidden 403,
 * missing 404, conflict 409, failed 500. `messages` become the fault's detail, `[a, b]`.
 */
export class EngineFault extends Error {
  readonly kind: 'invalid' | 'forbidden' | 'missing' | 'conflict' | 'failed'
  readonly reason: string
  readonly messages: readonly string[]
  constructor(kind: EngineFault['kind'], messages: readonly string[], reason = 'Operation Failed') {
    super(`${reason}: ${messages.join(', ')}`)
    this.name = 'EngineFault'
    this.kind = kind
    this.reason = reason
    this.messages = messages
  }
}

export type ClusterChange = Readonly<{
  name?: string
  description?: string
  policyId?: string
  properties?: Readonly<Record<string, string>>
  overCommitPercent?: number
  threadsAsCores?: boolean
  upgradeInProgress?: boolean
}>

/** A running simulated engine. Reading `state` is free; everything that changes it is a method. */
export type World = {
  readonly state: SimState
  /** Simulated ms since the epoch. Advances only by `advance`. */
  now(): number
  /** Moves the world on by simulated milliseconds: demand, migrations, polls, timers. Same seed, same calls, same world. */
  advance(simulatedMs: number): void
  /** Bytes the engine would still schedule on the host (max_scheduling_memory). */
  maxSchedulingBytes(hostId: string): number
  hostVmCounts(hostId: string): { active: number; migrating: number; total: number }

  startVm(vmId: string, options: Readonly<{ hostIds?: readonly string[] }>, actor: Actor): Promise<void>
  stopVm(vmId: string, actor: Actor): void
  shutdownVm(vmId: string, actor: Actor): void
  suspendVm(vmId: string): void
  /** Resolves when the migration has started; refuses with EngineFault 'conflict' as the engine's table says. */
  migrateVm(vmId: string, options: Readonly<{ hostId?: string; force?: boolean }>, actor: Actor): Promise<SimJob>
  cancelMigration(vmId: string, actor: Actor): void
  updateVm(
    vmId: string,
    change: Readonly<Partial<Pick<SimVm, 'name' | 'placement' | 'pinnedHostIds' | 'memoryBytes' | 'guaranteedBytes'>>>,
    actor: Actor,
  ): void
  /** Hosts the engine's own scheduler would accept as destination of all these VMs. */
  migrationTargets(vmIds: readonly string[]): string[]
  activateHost(hostId: string, actor: Actor): void
  /** Into maintenance: its VMs are migrated away. */
  deactivateHost(hostId: string, reason: string | undefined, actor: Actor): void

  updateCluster(clusterId: string, change: ClusterChange, actor: Actor): void
  addPolicy(
    policy: Readonly<{ name: string; description?: string; properties?: Record<string, string>; locked?: boolean }>,
    actor: Actor,
  ): SimPolicy
  updatePolicy(
    policyId: string,
    change: Readonly<{ name?: string; description?: string; properties?: Record<string, string> }>,
    actor: Actor,
  ): void
  removePolicy(policyId: string, actor: Actor): void
  addPolicyItem(
    policyId: string,
    item: Readonly<{ unitId: string; as: 'filter' | 'weight' | 'balance'; position?: number; factor?: number }>,
    actor: Actor,
  ): void
  removePolicyItem(
    policyId: string,
    item: Readonly<{ unitId: string; as: 'filter' | 'weight' | 'balance' }>,
    actor: Actor,
  ): void
  removeUnit(unitId: string, actor: Actor): void

  /**
   * What an engine does once, at its start: external units are disabled, and the external scheduler, if one is
   * configured, is asked which it offers. Never rejects; a failure becomes an event.
   */
  discoverUnits(): Promise<void>

  /** Appends an event; used by the world itself and by POST /events. */
  addEvent(event: Omit<SimEvent, 'index' | 'atMs'> & { atMs?: number }): SimEvent
  /** A fresh id, the same in every run with the same seed and calls. */
  newId(kind: string): string
  /** Anything else the REST API may create or remove (tags, labels, groups, jobs) is edited through this. */
  edit<T>(change: (state: SimState) => T): T

  /** The hosts themselves, as something that does not ask the engine meets them. */
  readonly hostSide: HostSide
  /** Faults for tests and demos. */
  readonly faults: WorldFaults
}

export type WorldFaults = {
  /** The next n migrations fail half way. */
  failNextMigrations(count: number): void
  /** Migrations of this VM or to this host are refused with this text. */
  refuseMigrations(match: Readonly<{ vmId?: string; hostId?: string }>, message: string): void
  /** A filter of this engine that nobody else knows rejects this VM, or any, on this host, or on any. */
  addRule(rule: Readonly<{ name: string; vmId?: string; hostId?: string }>, message: string): void
  clear(): void
}
