import { mibToBytes } from '../../../shared/measure/memory.ts'
import type { Demand } from '../demand/demand.ts'
import { entityId } from '../demand/entity-id.ts'
import { hash32, hashToUnit } from '../demand/random.ts'
import type { Interpolation, Trace } from '../demand/trace.ts'
import type { GuestTraits } from '../machine/guest-traits.ts'
import type { ClusterPlan, HostTraits, VmPlan } from '../scenarios/plan.ts'
import type { SimHost, SimState, SimVm } from '../world/state.ts'
import { seedHost } from './seed-host.ts'
import { seedRules } from './seed-rules.ts'
import { byId } from './seed-state.ts'
import { seedPermissions } from './users.ts'

/** By VM id, and by host id. `ends`: when a VM shuts itself down. */
export type Populated = Readonly<{
  demands: Map<string, Demand>
  traits: Map<string, Partial<GuestTraits>>
  ends: Map<string, number>
  hostTraits: Map<string, HostTraits>
}>

export type Traces = Readonly<{ rows: readonly Trace[]; interpolation: Interpolation }>

const HOUR_MS = 3_600_000
const NO_STATISTICS = { cpuPercentOfCore: 0, memoryUsedPercent: 0, networkPercent: 0 }

/**
 * Turns the plan into rows of the state, all running as if they had been for days. Returns what each VM wants and is like; running
 * VMs take the traces in order, and start over when there are more VMs than traces.
 */
export function populate(
  state: SimState,
  plan: readonly ClusterPlan[],
  startMs: number,
  traces: Traces | undefined,
): Populated {
  const demands = new Map<string, Demand>()
  const traits = new Map<string, Partial<GuestTraits>>()
  const ends = new Map<string, number>()
  const hostTraits = new Map<string, HostTraits>()
  const [dataCenter] = state.dataCenters.values()
  for (const clusterPlan of plan) {
    const clusterId = entityId(state.seed, 'cluster', state.clusters.size)
    const policy = state.policies.get(clusterPlan.policyId)
    state.clusters.set(clusterId, {
      id: clusterId,
      name: clusterPlan.name,
      description: clusterPlan.description,
      dataCenterId: dataCenter?.id ?? '',
      policyId: clusterPlan.policyId,
      properties: { ...policy?.properties, ...clusterPlan.properties },
      overCommitPercent: clusterPlan.overCommitPercent,
      threadsAsCores: false,
      ballooning: true,
      ksm: clusterPlan.ksm ?? false,
      ksmMergeAcrossNodes: true,
      haReservation: false,
      onError: 'migrate',
      upgradeInProgress: false,
    })
    for (const { name, model, vms, traits: ofHost } of clusterPlan.hosts) {
      const host = seedHost(state, { name, model, clusterId, startMs })
      state.hosts.set(host.id, host)
      hostTraits.set(host.id, ofHost)
      for (const vmPlan of vms) addVm(vmPlan, clusterId, host)
    }
    for (const vmPlan of clusterPlan.down) addVm(vmPlan, clusterId, undefined)
    seedRules(state, clusterId, clusterPlan)
  }
  const defaultCluster = [...state.clusters.values()].find(({ name }) => name === 'Default')
  state.permissions = byId(seedPermissions(state.seed, defaultCluster?.id))
  return { demands, traits, ends, hostTraits }

  function addVm(vmPlan: VmPlan, clusterId: string, host: SimHost | undefined): void {
    const number = state.vms.size
    const vm = seedVm(state.seed, number, vmPlan, clusterId, host, startMs)
    state.vms.set(vm.id, vm)
    const trace = traces?.rows[demands.size % traces.rows.length]
    const cpu =
      trace === undefined || host === undefined
        ? vmPlan.demand.cpu
        : ({ kind: 'trace', trace, interpolation: traces?.interpolation ?? 'linear', startMs } as const)
    demands.set(vm.id, { ...vmPlan.demand, cpu, seed: hash32(state.seed, number) })
    if (vmPlan.traits !== undefined) traits.set(vm.id, vmPlan.traits)
    if (vmPlan.endsAfterMs !== undefined && host !== undefined) ends.set(vm.id, startMs + vmPlan.endsAfterMs)
  }
}

/** By the names that engines give them. */
const osTypes = ['rhel_9x64', 'rhel_8x64', 'windows_2022', 'other_linux'] as const

function seedVm(
  seed: number,
  number: number,
  plan: VmPlan,
  clusterId: string,
  host: SimHost | undefined,
  startMs: number,
): SimVm {
  const memoryBytes = mibToBytes(plan.memoryMiB)
  const upForMs = Math.round((1 + 700 * hashToUnit(seed, number, 7)) * HOUR_MS)
  return {
    id: entityId(seed, 'vm', number),
    name: plan.name,
    clusterId,
    status: host === undefined ? 'down' : 'up',
    hostId: host?.id,
    memoryBytes,
    guaranteedBytes: memoryBytes / 2,
    maxMemoryBytes: memoryBytes * 4,
    ballooning: true,
    topology: { sockets: plan.vcpus, cores: 1, threads: 1 },
    placement: plan.placement,
    pinnedHostIds: plan.placement === 'pinned' && host !== undefined ? [host.id] : [],
    highAvailability: { enabled: plan.highlyAvailable, priority: plan.highlyAvailable ? 50 : 1 },
    origin: plan.origin,
    kind: plan.kind,
    osType: osTypes[Math.floor(hashToUnit(seed, number, 11) * osTypes.length)] ?? 'other_linux',
    tagIds: [],
    startedAtMs: host === undefined ? undefined : startMs - upForMs,
    stoppedAtMs: host === undefined ? startMs - upForMs : undefined,
    migration: undefined,
    measured: { ...NO_STATISTICS, cpuHistory: [], memoryHistory: [] },
    load: { wantedCpuPercent: 0, gotCpuPercent: 0, guestBytes: 0 },
  }
}
