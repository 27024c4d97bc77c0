import type { Host } from '../../shared/model/host.ts'
import { type ClusterScore, clusterScore, memoryUsedPercent } from './cluster-score.ts'
import type { Bounds } from './objective/plan-input.ts'

/** The use of one host that is nearest to its limit, or furthest beyond it. */
export type Hottest = Readonly<{
  host: Readonly<{ id: string; name: string }>
  what: 'memory' | 'cpu'
  percent: number
}>

export type ClusterStanding = ClusterScore &
  Readonly<{
    limits: Bounds
    /** Hosts that plans would relieve. Absent: none is known to be, but not every host that is up is measured. */
    hostsBeyondLimits?: number
    hottest?: Hottest
  }>

/** How a cluster's hosts stand: their score, and how near they are to the limits that plans keep. */
export const clusterStanding =
  (limits: Bounds) =>
  (hosts: readonly Host[]): ClusterStanding => {
    const up = hosts.filter(({ status }) => status === 'up')
    const uses = up.flatMap(usesOf)
    const limitOf = ({ what }: Hottest) => (what === 'memory' ? limits.memoryPercent : limits.cpuPercent)
    const beyond = new Set(uses.filter(use => use.percent > limitOf(use)).map(({ host }) => host.id)).size
    const isMeasured = up.length > 0 && uses.length === 2 * up.length
    const [hottest] = uses.toSorted((a, b) => b.percent / limitOf(b) - a.percent / limitOf(a))
    return {
      ...clusterScore(hosts),
      limits,
      ...((beyond > 0 || isMeasured) && { hostsBeyondLimits: beyond }),
      ...(hottest && { hottest }),
    }
  }

function usesOf(host: Host): Hottest[] {
  const named = { id: host.id, name: host.name }
  const uses = [
    { what: 'memory', percent: memoryUsedPercent(host) },
    { what: 'cpu', percent: host.statistics.cpuPercent },
  ] as const
  return uses.flatMap(({ what, percent }) =>
    percent !== undefined && Number.isFinite(percent) ? [{ host: named, what, percent }] : [],
  )
}
