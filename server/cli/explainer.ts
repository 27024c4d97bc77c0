import type { UnitAsker } from '../../shared/plan/unit-verdict.ts'
import type { Recommendations } from '../apply/services.ts'
import { type ExplainAsked, type ExplainWithUnitsDeps, explainWithUnits } from '../runtime/explain-with-units.ts'
import { refusalFilter } from '../scheduling/pipeline/learned-refusals.ts'

export type ExplainerDeps = Pick<ExplainWithUnitsDeps, 'onUnknown' | 'watched'> &
  Readonly<{
    runtime: Readonly<{ askedBy(asker: UnitAsker): ExplainWithUnitsDeps['units'] }>
    /** For what the engine has refused before. */
    recommendations: Pick<Recommendations, 'refusals'>
  }>

/** Where a VM would be placed, as one who asks would be told: site units know who asks them. */
export const explainer =
  ({ runtime, recommendations, onUnknown, watched }: ExplainerDeps) =>
  (asker: UnitAsker): ExplainAsked => {
    const deps = { units: runtime.askedBy(asker), onUnknown, watched }
    return async ({ index, cluster }, vm) =>
      explainWithUnits(index, vm, deps, [refusalFilter(await recommendations.refusals(cluster.id))])
  }
