/** Plans for a cluster of a snapshot, made as the service makes them, the same each time. */
import { indexSnapshot } from '../../server/model/indexed-snapshot.ts'
import { defaultPlanOptions } from '../../server/planner/objective/plan-input.ts'
import { type PlanRequest, planCluster } from '../../server/planning/plan-cluster.ts'
import type { PlanQuestion } from '../../server/planning/plan-question.ts'
import { clusterScene } from '../../server/scheduling/from-snapshot/cluster-scene.ts'
import type { AffinityGroup } from '../../shared/model/affinity-group.ts'
import type { Host } from '../../shared/model/host.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { Vm } from '../../shared/model/vm.ts'
import type { Plan } from '../../shared/plan/plan.ts'
import { aCluster, aHost, aSnapshot } from './builders.ts'

/** The search is over when it has been asked so often whether it is. */
export const progressInLooks = (looks: number): (() => number) => {
  let asked = looks === 0 ? 1 : 0
  return () => Math.min(1, asked++ / Math.max(looks, Number.MIN_VALUE))
}

/** A snapshot of these hosts and VMs, under the engine's default policy, with no affinity group unless some are given. */
export const aPlannedSnapshot = (
  hosts: readonly Host[],
  vms: readonly Vm[],
  affinityGroups: readonly AffinityGroup[] = [],
): Snapshot => aSnapshot({ hosts, vms, affinityGroups, policies: [] })

export const aPlanRequest = (over: Partial<PlanRequest> = {}): PlanRequest => ({
  objective: { kind: 'balance' },
  level: 3,
  options: defaultPlanOptions,
  hostsInReserve: 0,
  limits: { total: 8, perHost: 2 },
  costOf: ({ memoryMiB }) => ({ seconds: Math.ceil(memoryMiB / 1000), transferMiB: memoryMiB, downtimeMs: 0 }),
  onUnknown: 'keep',
  excluded: new Map(),
  ...over,
})

export const sceneOf = (snapshot: Snapshot) => clusterScene(indexSnapshot(snapshot), aCluster())

type PlanOf = Readonly<{ looks?: number; onBetter?: (plan: Plan) => void }>

export function planOf(snapshot: Snapshot, over: Partial<PlanRequest> = {}, { looks, onBetter }: PlanOf = {}): Plan {
  const request = aPlanRequest(over)
  // Annealing goes on to the end and tries thousands of moves between two looks; the others ask before each move.
  const enough = looks ?? (request.objective.kind === 'balance' ? 40 : 2000)
  return planCluster(sceneOf(snapshot), request, progressInLooks(enough), onBetter)
}

/** 64 GiB and 10 threads; what the VMs on it use is `usedMiB`, and the engine would promise `roomMiB` more. */
export const aUsedHost = (id: string, usedMiB: number, over: Partial<Host> = {}): Host =>
  aHost({
    id,
    totalMiB: 65_536,
    maxSchedulingMiB: 65_536 - usedMiB,
    cores: 10,
    threads: 10,
    scheduling: { sockets: 1, spm: 'none' },
    statistics: {
      memoryUsedMiB: usedMiB,
      memoryFreeMiB: 65_536 - usedMiB,
      cpuPercent: usedMiB / 1000,
      swapTotalMiB: 0,
      swapUsedMiB: 0,
    },
    ...over,
  })

export const aGroup = (over: Partial<AffinityGroup> = {}): AffinityGroup => ({
  id: 'group1',
  name: over.id ?? 'group1',
  clusterId: aCluster().id,
  priority: 1,
  vmIds: [],
  hostIds: [],
  vmRule: { enabled: false, positive: true, enforcing: true },
  hostRule: { enabled: false, positive: true, enforcing: true },
  ...over,
})

/** Each step as "vm from>to", a "p" for parking. */
export const shortSteps = ({ steps }: Plan): readonly string[] =>
  steps.map(({ vm, from, to, isParking }) => `${vm.id} ${from.id}>${to.id}${isParking ? 'p' : ''}`)

/** Where every VM runs once the steps are done. */
export const placesAfter = ({ vms }: Snapshot, { steps }: Plan): Readonly<Record<string, string>> =>
  Object.fromEntries([
    ...vms.flatMap(({ id, hostId }) => (hostId === undefined ? [] : [[id, hostId] as const])),
    ...steps.map(({ vm, to }) => [vm.id, to.id] as const),
  ])

/** What is asked of the planning thread: a balance for at most a second. */
export const aPlanQuestion = (over: Partial<PlanQuestion> & Pick<PlanQuestion, 'snapshot'>): PlanQuestion => ({
  clusterId: aCluster().id,
  objective: { kind: 'balance' },
  level: 3,
  options: defaultPlanOptions,
  hostsInReserve: 0,
  limits: { total: 8, perHost: 2 },
  onUnknown: 'keep',
  watched: new Map(),
  excluded: new Map(),
  refusals: [],
  mibPerSecond: 1000,
  seconds: 1,
  ...over,
})
