import { balanceClusters } from '../broker/balance-clusters.ts'
import { discoverUnits } from '../broker/discover-units.ts'
import { createRandom } from '../demand/random.ts'
import type { Interpolation, Trace } from '../demand/trace.ts'
import { onMove } from '../machine/catch-up.ts'
import { hostSide } from '../machine/host-side.ts'
import { noMachines } from '../machine/machine.ts'
import type { Size } from '../scenarios/plan.ts'
import { scenarios as allScenarios } from '../scenarios/scenarios.ts'
import { enginePlacement } from '../scheduling/engine-placement.ts'
import { watchLoad } from '../scheduling/watch-load.ts'
import { type Populated, populate } from '../seed/populate.ts'
import { seedState } from '../seed/seed-state.ts'
import { advance } from './advance.ts'
import { addPolicy, addPolicyItem, removePolicy, removePolicyItem, removeUnit, updatePolicy } from './edit-policy.ts'
import { addEvent } from './events.ts'
import type { ExternalScheduler } from './external-scheduler.ts'
import { noFaults, worldFaults } from './faults.ts'
import { activateHost, deactivateHost } from './host-maintenance.ts'
import { hostVmCounts } from './host-vm-counts.ts'
import { cancelMigration, migrateVm } from './migrate-vm.ts'
import { migrationTargets } from './migration-targets.ts'
import { getHost, type Model, newId, POLL_MS, STEP_MS } from './model.ts'
import type { Placement } from './placement.ts'
import { poll } from './poll.ts'
import { shutdownVm, startVm, stopVm, suspendVm } from './run-vm.ts'
import { maxSchedulingBytes } from './scheduling-memory.ts'
import type { SimState } from './state.ts'
import { updateCluster } from './update-cluster.ts'
import { updateVm } from './update-vm.ts'
import type { World } from './world.ts'

export type WorldOptions = Readonly<{
  scenario: string
  /** Any integer; the same one gives the same world. */
  seed: number
  /** Instead of the scenario's own numbers; VMs alone left out grow or shrink with the hosts. */
  hosts?: number
  vms?: number
  /** CPU demand of the running VMs in order, repeated as needed; else it is generated. */
  traces?: readonly Trace[]
  interpolation?: Interpolation
  /** The simulated time at which the world begins, ms since the epoch. */
  startMs: number
  config?: Partial<SimState['config']>
  /** How the engine reaches an external scheduler. Absent: it has none, whatever the configuration says. */
  externalScheduler?: ExternalScheduler
  placement?: Placement
  /** Hears what a real engine would write to its log only. */
  warn?: (text: string) => void
}>

/** Name → one sentence, in the order to offer them. */
export const scenarios: ReadonlyMap<string, string> = new Map(
  [...allScenarios.values()].map(({ name, description }) => [name, description]),
)

/** Throws RangeError for an unknown scenario or a size that makes no sense. */
export function createWorld(options: WorldOptions): World {
  const model = createModel(options)
  return {
    state: model.state,
    now: () => model.nowMs,
    advance: simulatedMs => advance(model, simulatedMs),
    maxSchedulingBytes: hostId => maxSchedulingBytes(model, getHost(model, hostId)),
    hostVmCounts: hostId => hostVmCounts(model, hostId),

    startVm: (vmId, start, actor) => startVm(model, vmId, start, actor),
    stopVm: (vmId, actor) => stopVm(model, vmId, actor),
    shutdownVm: (vmId, actor) => shutdownVm(model, vmId, actor),
    suspendVm: vmId => suspendVm(model, vmId),
    migrateVm: (vmId, migration, actor) => migrateVm(model, vmId, { ...migration, cause: 'user' }, actor),
    cancelMigration: (vmId, actor) => cancelMigration(model, vmId, actor),
    updateVm: (vmId, change, actor) => updateVm(model, vmId, change, actor),
    migrationTargets: vmIds => migrationTargets(model, vmIds),
    activateHost: (hostId, actor) => activateHost(model, hostId, actor),
    deactivateHost: (hostId, reason, actor) => deactivateHost(model, hostId, reason, actor),

    updateCluster: (clusterId, change, actor) => updateCluster(model, clusterId, change, actor),
    addPolicy: (policy, actor) => addPolicy(model, policy, actor),
    updatePolicy: (policyId, change, actor) => updatePolicy(model, policyId, change, actor),
    removePolicy: (policyId, actor) => removePolicy(model, policyId, actor),
    addPolicyItem: (policyId, item, actor) => addPolicyItem(model, policyId, item, actor),
    removePolicyItem: (policyId, item, actor) => removePolicyItem(model, policyId, item, actor),
    removeUnit: unitId => removeUnit(model, unitId),

    discoverUnits: () => discoverUnits(model),
    addEvent: event => addEvent(model, event),
    newId: kind => newId(model, kind),
    edit: change => change(model.state),
    faults: worldFaults(model.faults),
    hostSide: hostSide(model),
  }
}

function createModel(options: WorldOptions): Model {
  const { seed, startMs } = options
  const state = seedState(seed, {
    externalSchedulerEnabled: false,
    externalSchedulerUrl: 'http://localhost:18781/',
    balancingEnabled: false,
    balancingIntervalMs: 60_000,
    ...options.config,
  })
  const { demands, traits, hostTraits, ends } = populateFrom(state, options)
  const model: Model = {
    state,
    startMs,
    nowMs: startMs,
    nextStepMs: startMs + STEP_MS,
    nextPollMs: startMs + POLL_MS,
    nextBalancingMs: startMs + state.config.balancingIntervalMs,
    demands,
    traits,
    hostTraits,
    machines: noMachines(),
    residents: residentsByHost(state),
    dueVms: new Map([...ends].map(([vmId, atMs]) => [vmId, { atMs, to: 'down' }])),
    dueHosts: new Map(),
    copies: new Map(),
    lockedVmIds: new Set(),
    decisions: new Map(),
    faults: noFaults(),
    overCommitSince: new Map(),
    placement: options.placement ?? enginePlacement,
    external: options.externalScheduler,
    lastEventMs: new Map(),
    created: new Map(),
    onBalancingDue: () => balanceClusters(model),
    onPolled: () => watchLoad(model),
    onMove: (vm, toHostId) => onMove(model, vm, toHostId),
    balancing: false,
    warn: options.warn ?? (() => undefined),
  }
  poll(model)
  watchLoad(model)
  return model
}

function populateFrom(state: SimState, options: WorldOptions): Populated {
  const scenario = allScenarios.get(options.scenario)
  if (scenario === undefined) {
    throw new RangeError(
      `no scenario is called "${options.scenario}"; there are ${[...allScenarios.keys()].join(', ')}`,
    )
  }
  const hosts = options.hosts ?? scenario.hosts
  const size = { hosts, vms: options.vms ?? Math.round((scenario.vms * hosts) / scenario.hosts) }
  checkSize(size)
  const { traces, interpolation = 'linear', seed, startMs } = options
  if (traces?.length === 0) throw new RangeError('there are no traces')
  const plan = scenario.plan(size, createRandom(seed))
  return populate(state, plan, startMs, traces && { rows: traces, interpolation })
}

const MAX_HOSTS = 2_000
const MAX_VMS = 50_000

function checkSize({ hosts, vms }: Size): void {
  const whole = (value: number, min: number, max: number) => Number.isInteger(value) && value >= min && value <= max
  if (!whole(hosts, 0, MAX_HOSTS)) throw new RangeError(`hosts must be a whole number from 0 to ${MAX_HOSTS}`)
  if (!whole(vms, 0, MAX_VMS)) throw new RangeError(`VMs must be a whole number from 0 to ${MAX_VMS}`)
}

function residentsByHost({ hosts, vms }: SimState): Map<string, Set<string>> {
  const residents = new Map([...hosts.keys()].map(id => [id, new Set<string>()]))
  for (const { id, hostId } of vms.values()) if (hostId !== undefined) residents.get(hostId)?.add(id)
  return residents
}
