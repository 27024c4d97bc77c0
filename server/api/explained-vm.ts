import type { Recommendations } from '../apply/services.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import { type ExplainWithUnitsDeps, explainWithUnits } from '../runtime/explain-with-units.ts'
import type { ExplainedVm } from '../scheduling/explain/explain-vm.ts'
import { refusalFilter } from '../scheduling/pipeline/learned-refusals.ts'
import { ApiProblem } from './api-problem.ts'
import { currentSnapshot } from './current-snapshot.ts'

export type ExplainedVmDeps = ExplainWithUnitsDeps &
  Readonly<{ recommendations: Pick<Recommendations, 'refusals'>; snapshots: SnapshotSource }>

/** Where a VM would be placed now by everything we know, the engine's refusals included. Throws `not-found` and `no-snapshot`. */
export const explainedVm =
  ({ recommendations, snapshots, ...deps }: ExplainedVmDeps) =>
  async (vmId: string): Promise<ExplainedVm> => {
    const index = indexSnapshot(currentSnapshot(snapshots))
    const vm = index.vms.get(vmId)
    if (vm === undefined) throw new ApiProblem('not-found', `The engine has no VM ${vmId}.`)
    const refusals = refusalFilter(await recommendations.refusals(vm.clusterId))
    const found = await explainWithUnits(index, vm, deps, [refusals])
    if (found === undefined) throw new ApiProblem('not-found', `The cluster of ${vm.name} has not been read.`)
    return found
  }
