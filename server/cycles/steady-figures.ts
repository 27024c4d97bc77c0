import type { Host, HostStatistics } from '../../shared/model/host.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'

/** Of what is averaged, the weight of an old figure is halved in this time: a peak of a minute moves nothing, an hour's load does. */
const HALF_LIFE_MS = 10 * 60_000
/** After a pause longer than this the old figures say nothing. */
const FORGET_MS = 60 * 60_000

export type SteadyFigures = Readonly<{
  onSnapshot(snapshot: Snapshot): void
  /** The snapshot with the averages of its hosts in place of the latest figures. */
  steady(snapshot: Snapshot): Snapshot
  /** How long the figures of every host of a cluster that is up have been averaged. Infinity: it has no such host. */
  heldMs(clusterId: string, snapshot: Snapshot): number
}>

type Averages = Readonly<{ sinceMs: number; atMs: number; statistics: HostStatistics; vms: number }>

const averaged = ['cpuPercent', 'memoryUsedMiB', 'memoryFreeMiB'] as const

/**
 * Use of CPU and memory of each host, averaged over the last minutes. A host whose number of VMs has changed begins anew: what it
 * used before was another load.
 */
export function createSteadyFigures(): SteadyFigures {
  const known = new Map<string, Averages>()

  function next({ id, statistics, activeVms: vms }: Host, atMs: number): Averages {
    const old = known.get(id)
    const ageMs = old === undefined ? Number.POSITIVE_INFINITY : atMs - old.atMs
    if (old === undefined || old.vms !== vms || ageMs > FORGET_MS) return { sinceMs: atMs, atMs, statistics, vms }
    const weight = 0.5 ** (Math.max(0, ageMs) / HALF_LIFE_MS)
    const mixed: Record<string, number> = {}
    for (const name of averaged) {
      const [before, now] = [old.statistics[name], statistics[name]]
      if (now !== undefined) mixed[name] = before === undefined ? now : weight * before + (1 - weight) * now
    }
    return { sinceMs: old.sinceMs, atMs, statistics: { ...statistics, ...mixed }, vms }
  }

  return {
    onSnapshot({ hosts, takenAtMs }) {
      for (const host of hosts) known.set(host.id, next(host, takenAtMs))
      const present = new Set(hosts.map(({ id }) => id))
      for (const id of known.keys()) if (!present.has(id)) known.delete(id)
    },
    steady: snapshot => ({
      ...snapshot,
      hosts: snapshot.hosts.map(host => {
        const found = known.get(host.id)
        return found === undefined || found.vms !== host.activeVms ? host : { ...host, statistics: found.statistics }
      }),
    }),
    heldMs(clusterId, { hosts, takenAtMs }) {
      const up = hosts.filter(host => host.clusterId === clusterId && host.status === 'up')
      return Math.min(
        ...up.map(({ id, activeVms }) => {
          const found = known.get(id)
          return found === undefined || found.vms !== activeVms ? 0 : takenAtMs - found.sinceMs
        }),
      )
    },
  }
}
