import type { Vm } from '../../shared/model/vm.ts'
import type { IndexedSnapshot } from '../model/indexed-snapshot.ts'
import { type ExplainedVm, explainVm } from '../scheduling/explain/explain-vm.ts'
import type { WatchedHosts } from '../scheduling/from-snapshot/cluster-scene.ts'
import type { OnUnknown } from '../scheduling/pipeline/judge-hosts.ts'
import type { FilterUnit } from '../scheduling/unit.ts'
import { askExternalUnits } from './ask-external-units.ts'
import type { ClusterAsked } from './schedulers/schedulers.ts'
import type { UnitRuntime } from './unit-runtime.ts'

/** Where a VM of that cluster would be placed, and why; undefined: that cannot be told. */
export type ExplainAsked = (asked: ClusterAsked, vm: Vm) => Promise<ExplainedVm | undefined>

export type ExplainWithUnitsDeps = Readonly<{
  units: Pick<UnitRuntime, 'find' | 'filter' | 'score'>
  /** Whether hosts of which a fact is missing count as able to take a VM. */
  onUnknown: OnUnknown
  /** What was watched of hosts, beyond what the engine tells. */
  watched: () => WatchedHosts
}>

/**
 * Where a VM would be placed now, and why: the engine's own units, those of the site, and what else is known to stand in
 * the way (`more`), such as refusals. undefined: its cluster is not in the snapshot.
 */
export async function explainWithUnits(
  index: IndexedSnapshot,
  vm: Vm,
  { units, onUnknown, watched }: ExplainWithUnitsDeps,
  more: readonly FilterUnit[] = [],
): Promise<ExplainedVm | undefined> {
  const { filters, weights } = await askExternalUnits(units, index, vm)
  return explainVm(index, vm, { onUnknown, external: { filters: [...filters, ...more], weights }, watched: watched() })
}
