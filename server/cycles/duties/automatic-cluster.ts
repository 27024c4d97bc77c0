import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { Named } from '../../../shared/plan/named.ts'
import type { Automation } from '../../apply/automation/automation.ts'

/** The cluster by its name, if the service may act in it by itself. */
export function automaticCluster(
  { clusters }: Snapshot,
  clusterId: string,
  automation: Pick<Automation, 'modeOf'>,
): Named | undefined {
  const found = clusters.find(({ id }) => id === clusterId)
  if (found === undefined) return undefined
  const cluster = { id: found.id, name: found.name }
  return automation.modeOf(cluster) === 'automatic' ? cluster : undefined
}
