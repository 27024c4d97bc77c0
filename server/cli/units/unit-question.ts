import type { Cluster } from '../../../shared/model/cluster.ts'
import type { Host } from '../../../shared/model/host.ts'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { Vm } from '../../../shared/model/vm.ts'
import { indexSnapshot } from '../../model/indexed-snapshot.ts'
import { CliFailure } from '../outcome.ts'

type Named = Readonly<{ id: string; name: string }>

/** By name or id. Throws CliFailure that lists what there is. */
export function pick<T extends Named>(kind: string, subjects: readonly T[], wanted: string): T {
  const found = subjects.find(({ id, name }) => name === wanted || id === wanted)
  if (found !== undefined) return found
  const names = subjects.slice(0, 10).map(({ name }) => name)
  const more = subjects.length > names.length ? `, and ${subjects.length - names.length} more` : ''
  throw new CliFailure(`there is no ${kind} "${wanted}"; there are ${names.join(', ') || 'none'}${more}`)
}

export const pickVm = (snapshot: Snapshot, wanted: string): Vm => pick('VM', snapshot.vms, wanted)

export const pickCluster = (snapshot: Snapshot, wanted: string): Cluster => pick('cluster', snapshot.clusters, wanted)

/** The named hosts, or those of a cluster that the engine would ask about: the ones that are up. */
export function hostsToAsk(
  snapshot: Snapshot,
  clusterId: string,
  wanted: readonly string[] | undefined,
): readonly Host[] {
  if (wanted !== undefined) return wanted.map(name => pick('host', snapshot.hosts, name))
  return indexSnapshot(snapshot)
    .hostsOf(clusterId)
    .filter(({ status }) => status === 'up')
}
