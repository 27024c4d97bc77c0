import type { PolicyPreview, PreviewedDestination } from '../../shared/api/cluster-policy.ts'
import type { Named } from '../../shared/plan/named.ts'
import type { Recommendation } from '../../shared/plan/recommendation.ts'
import type { IndexedSnapshot } from '../model/indexed-snapshot.ts'
import type { ExplainAsked } from '../runtime/explain-with-units.ts'
import { place } from '../scheduling/pipeline/place.ts'

/** The answer is waited for with every keystroke, and a plan may have hundreds of moves. */
const MOST_VMS = 20

/**
 * Which host filters and weights would choose for each VM that is recommended to move, its present host left out: in the
 * snapshot as it is, and as it would be. Each VM by itself, as if no other moved. Once the signal ends no further one is
 * looked at: plugins may take their time, and nobody waits any more.
 */
export async function previewDestinations(
  clusterId: string,
  recommended: readonly Recommendation[],
  { now, changed }: Readonly<{ now: IndexedSnapshot; changed: IndexedSnapshot }>,
  explain: ExplainAsked,
  signal: AbortSignal,
): Promise<Pick<PolicyPreview, 'destinations' | 'notLookedAt'>> {
  const wanted = [...new Set(recommended.flatMap(vmIdsOf))]
  const destinations: PreviewedDestination[] = []
  let looked = 0
  for (const vmId of wanted.slice(0, MOST_VMS)) {
    if (signal.aborted) break
    looked += 1
    const before = await chosenFor(vmId, clusterId, now, explain)
    const after = before && (await chosenFor(vmId, clusterId, changed, explain))
    // Somebody has moved or stopped it since.
    if (before === undefined || after === undefined) continue
    destinations.push({
      vm: before.vm,
      from: before.from,
      ...(before.to && { now: before.to }),
      ...(after.to && { changed: after.to }),
    })
  }
  return { destinations, notLookedAt: wanted.length - looked }
}

function vmIdsOf(recommendation: Recommendation): string[] {
  if (recommendation.kind === 'move') return [recommendation.vm.id]
  return recommendation.kind === 'plan' ? recommendation.plan.steps.map(({ vm }) => vm.id) : []
}

type Chosen = Readonly<{ vm: Named; from: Named; to: Named | undefined }>

async function chosenFor(
  vmId: string,
  clusterId: string,
  index: IndexedSnapshot,
  explain: ExplainAsked,
): Promise<Chosen | undefined> {
  const vm = index.vms.get(vmId)
  const cluster = index.clusters.get(clusterId)
  const from = vm?.hostId === undefined ? undefined : index.hosts.get(vm.hostId)
  if (vm === undefined || cluster === undefined || from === undefined) return undefined
  const explained = await explain({ cluster, index }, vm)
  if (explained === undefined) return undefined
  const { hostId } = place([explained.vm], { excludedHostIds: new Set([from.id]) }, explained.options)
  const to = hostId === undefined ? undefined : index.hosts.get(hostId)
  return { vm: nameOf(vm), from: nameOf(from), to: to && nameOf(to) }
}

const nameOf = ({ id, name }: Named): Named => ({ id, name })
