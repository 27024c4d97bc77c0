/** Plain values for tests: sensible defaults, every field open to an override. Fresh on each call. */
import type { Cluster } from '../../shared/model/cluster.ts'
import type { Host } from '../../shared/model/host.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { Vm } from '../../shared/model/vm.ts'
import type { HostRecommendation, MoveRecommendation, PlanRecommendation } from '../../shared/plan/recommendation.ts'
import type { Run, Step } from '../../shared/plan/run.ts'
import { reason } from '../../shared/policy/reason.ts'

/** The instant that every builder counts from: 2026-08-19 12:00 UTC. */
export const NOON_MS = Date.UTC(2026, 7, 19, 12)

const CLUSTER_ID = '00000000-0000-4000-8000-0000000000c1'
const POLICY_ID = '00000000-0000-4000-8000-0000000000a1'

export const aCluster = (over: Partial<Cluster> = {}): Cluster => ({
  id: CLUSTER_ID,
  name: 'Default',
  dataCenterId: '00000000-0000-4000-8000-0000000000d1',
  policyId: POLICY_ID,
  properties: {},
  overCommitPercent: 100,
  threadsAsCores: false,
  upgradeInProgress: false,
  ...over,
})

/** Up, 64 GiB, half of it free, quiet. `id` doubles as the name unless one is given. */
export const aHost = (over: Partial<Host> = {}): Host => ({
  id: 'host1',
  name: over.id ?? 'host1',
  clusterId: CLUSTER_ID,
  status: 'up',
  totalMiB: 65_536,
  maxSchedulingMiB: 32_768,
  cores: 16,
  threads: 32,
  activeVms: 0,
  migratingVms: 0,
  isSpm: false,
  statistics: { memoryUsedMiB: 32_768, memoryFreeMiB: 32_768, cpuPercent: 20, load5m: 1 },
  ...over,
})

/** What the engine's own rules look at besides: with it a host is fit for any VM of ordinary size. */
export const roomy = {
  cores: 8,
  threads: 16,
  scheduling: { sockets: 1, spm: 'none' },
  maxSchedulingMiB: 50_000,
  statistics: { memoryFreeMiB: 50_000, memoryUsedMiB: 1_000, cpuPercent: 5 },
} as const satisfies Partial<Host>

/** Up, on host1, 2 GiB, free to move. `id` doubles as the name unless one is given. */
export const aVm = (over: Partial<Vm> = {}): Vm => ({
  id: 'vm1',
  name: over.id ?? 'vm1',
  clusterId: CLUSTER_ID,
  status: 'up',
  hostId: 'host1',
  memoryMiB: 2048,
  vcpus: 2,
  placement: 'migratable',
  pinnedHostIds: [],
  highlyAvailable: false,
  ...over,
})

/** One cluster under the policy `balance`, two hosts, one VM. */
export const aSnapshot = (over: Partial<Snapshot> = {}): Snapshot => ({
  takenAtMs: NOON_MS,
  durationMs: 120,
  requests: 6,
  clockSkewMs: 0,
  engineVersion: '4.5.7',
  clusters: [aCluster()],
  hosts: [aHost(), aHost({ id: 'host2' })],
  vms: [aVm()],
  policies: [{ id: POLICY_ID, name: 'balance', locked: false, properties: {}, filters: [], weights: [] }],
  units: [],
  ...over,
})

/** vm1 from host1 to host2 of cluster Default, open, made at noon. */
export const aRecommendation = (over: Partial<MoveRecommendation> = {}): MoveRecommendation => ({
  kind: 'move',
  id: 'rec1',
  cluster: { id: CLUSTER_ID, name: 'Default' },
  unitId: 'host_memory_balance',
  vm: { id: 'vm1', name: 'vm1' },
  vmMemoryMiB: 2048,
  from: { id: 'host1', name: 'host1' },
  to: { id: 'host2', name: 'host2' },
  alternatives: [],
  priority: 1,
  because: reason('below-minimum', 'host1 has 300 MiB free, below 500 MiB', {
    host: 'host1',
    freeMiB: 300,
    minMiB: 500,
  }),
  effects: [
    {
      host: { id: 'host1', name: 'host1' },
      memoryTotalMiB: 65_536,
      memoryFreeBeforeMiB: 300,
      memoryFreeAfterMiB: 2348,
      memoryUsedBeforePercent: 99.5,
      memoryUsedAfterPercent: 96.4,
    },
    {
      host: { id: 'host2', name: 'host2' },
      memoryTotalMiB: 65_536,
      memoryFreeBeforeMiB: 32_768,
      memoryFreeAfterMiB: 30_720,
      memoryUsedBeforePercent: 50,
      memoryUsedAfterPercent: 53.1,
    },
  ],
  cost: { transferMiB: 2048, estimatedSeconds: 18 },
  properties: { minimum_host_memoryMB: 500, safe_selection: true },
  snapshotTakenAtMs: NOON_MS,
  state: 'open',
  createdAtMs: NOON_MS,
  updatedAtMs: NOON_MS,
  ...over,
})

/** Open, of the planner, without steps unless a plan is given. `id` plan1. */
export const aPlanRecommendation = (
  over: Partial<PlanRecommendation> & Pick<PlanRecommendation, 'plan'>,
): PlanRecommendation => ({
  kind: 'plan',
  id: 'plan1',
  cluster: { id: CLUSTER_ID, name: 'Default' },
  unitId: 'planner',
  priority: 3,
  because: reason('plan-of-balance', 'It is better so.'),
  properties: {},
  snapshotTakenAtMs: NOON_MS,
  state: 'open',
  createdAtMs: NOON_MS,
  updatedAtMs: NOON_MS,
  ...over,
})

export const aStep = (over: Partial<Step> = {}): Step => ({
  index: 0,
  vm: { id: 'vm1', name: 'vm1' },
  from: { id: 'host1', name: 'host1' },
  to: { id: 'host2', name: 'host2' },
  after: [],
  isParking: false,
  state: 'waiting',
  progressPercent: 0,
  correlationId: 'ovirt-scheduler-run1-0',
  ...over,
})

/** One waiting step for recommendation rec1, asked for by admin@internal at noon. */
export const aRun = (over: Partial<Run> = {}): Run => ({
  id: 'run1',
  cluster: { id: CLUSTER_ID, name: 'Default' },
  recommendationId: 'rec1',
  state: 'waiting',
  requestedBy: { id: 'user-admin', name: 'admin@internal' },
  steps: [aStep()],
  createdAtMs: NOON_MS,
  updatedAtMs: NOON_MS,
  ...over,
})

/** host2 of cluster Default goes to rest, asked for by the default scheduler's timer; open, made at noon. */
export const aHostRecommendation = (over: Partial<HostRecommendation> = {}): HostRecommendation => ({
  kind: 'host',
  id: 'rec-host',
  cluster: { id: CLUSTER_ID, name: 'Default' },
  unitId: 'default',
  asked: 'onTimerInvoked',
  host: { id: 'host2', name: 'host2' },
  action: 'maintenance',
  priority: 5,
  because: reason('spare-host-rests', 'host2 is empty and goes into maintenance.', { host: 'host2' }),
  properties: { HostsInReserve: 0 },
  snapshotTakenAtMs: NOON_MS,
  state: 'open',
  createdAtMs: NOON_MS,
  updatedAtMs: NOON_MS,
  ...over,
})
