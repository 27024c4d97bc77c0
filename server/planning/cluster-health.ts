import type { ClusterHealth, HealthCost } from '../../shared/api/cluster-health.ts'
import { clamp } from '../../shared/measure/statistics.ts'
import type { Cluster } from '../../shared/model/cluster.ts'
import type { Host } from '../../shared/model/host.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'
import type { IndexedSnapshot } from '../model/indexed-snapshot.ts'
import { clusterScore, headroomOf, memoryUsedPercent } from '../planner/cluster-score.ts'
import { clusterScene } from '../scheduling/from-snapshot/cluster-scene.ts'
import { brokenHostRules, brokenVmRules } from '../scheduling/rules/broken-affinity.ts'

/** A VM that breaks a binding rule where it runs loses so many points; one on a full host as many as its host. */
const RULE_POINTS = 60
const MOST_VMS = 5

/** The score of a cluster and of its VMs, with the reasons that cost most points. */
export function clusterHealth(index: IndexedSnapshot, cluster: Cluster): ClusterHealth {
  const up = index.hostsOf(cluster.id).filter(({ status }) => status === 'up')
  const { score } = clusterScore(up)
  return {
    cluster: { id: cluster.id, name: cluster.name },
    ...(score !== undefined && { score }),
    costs: worstFirst([...evennessCosts(up), ...up.flatMap(headroomCosts)]),
    vms: vmHealth(index, cluster, up),
    snapshotTakenAtMs: index.snapshot.takenAtMs,
  }
}

const worstFirst = (costs: readonly HealthCost[]): HealthCost[] =>
  costs.filter(({ points }) => points >= 1).toSorted((a, b) => b.points - a.points)

function evennessCosts(hosts: readonly Host[]): HealthCost[] {
  const { imbalance } = clusterScore(hosts)
  return [
    { what: 'memory', deviation: imbalance.memoryPercent ?? 0 },
    { what: 'CPU', deviation: imbalance.cpuPercent ?? 0 },
  ].map(({ what, deviation }) => ({
    points: Math.round(2 * deviation),
    because: reason('uneven', `Use of ${what} differs between hosts: ${deviation} points of standard deviation.`, {
      what,
      deviation,
    }),
  }))
}

function headroomCosts(host: Host): HealthCost[] {
  return [
    { what: 'memory', percent: memoryUsedPercent(host) },
    { what: 'CPU', percent: host.statistics.cpuPercent },
  ].flatMap(({ what, percent }) => {
    if (percent === undefined) return []
    const used = Math.round(clamp(percent, 0, 100))
    const text = `${host.name} has ${used} % of its ${what} in use.`
    return [
      {
        points: Math.round(100 - headroomOf([percent])),
        because: reason('host-full', text, { host: host.name, what, used }),
      },
    ]
  })
}

function vmHealth(index: IndexedSnapshot, cluster: Cluster, up: readonly Host[]): ClusterHealth['vms'] {
  const ofHost = new Map(up.map(host => [host.id, worstFirst(headroomCosts(host))]))
  const broken = brokenRules(index, cluster)
  return index
    .vmsOf(cluster.id)
    .flatMap(vm => {
      const host = index.hosts.get(vm.hostId ?? '')
      if (host === undefined) return []
      const because = broken.get(vm.id)
      const costs = worstFirst([
        ...(ofHost.get(host.id) ?? []),
        ...(because === undefined ? [] : [{ points: RULE_POINTS, because }]),
      ])
      const score = clamp(100 - costs.reduce((sum, { points }) => sum + points, 0), 0, 100)
      return [{ vm: { id: vm.id, name: vm.name }, host: { id: host.id, name: host.name }, score, costs }]
    })
    .filter(({ score }) => score < 100)
    .toSorted((a, b) => a.score - b.score || (a.vm.name < b.vm.name ? -1 : 1))
    .slice(0, MOST_VMS)
}

function brokenRules(index: IndexedSnapshot, cluster: Cluster): ReadonlyMap<string, Reason> {
  const { situation } = clusterScene(index, cluster)
  const groups = situation.affinityGroups ?? []
  const broken = [...brokenHostRules(situation, groups, true), ...brokenVmRules(situation, groups, true)]
  return new Map(broken.map(({ vmId, because }) => [vmId, because]))
}
