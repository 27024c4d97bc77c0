import { reason } from '../../../shared/policy/reason.ts'
import { hostOf, type Situation } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { dropped, eachVm, type FilterUnit, kept, keptBecause, unknown } from '../unit.ts'

/** So much lower may the score be than where the engine runs now. */
const SCORE_MARGIN = 800

/** undefined: the present host's score was not told. */
function minimumScore({ hostId }: VmFacts, situation: Situation): number | undefined {
  if (hostId === undefined) return 0
  const current = hostOf(situation, hostId)?.hostedEngine
  if (current === undefined) return undefined
  return current.globalMaintenance ? 0 : Math.max(0, current.score - SCORE_MARGIN)
}

/** Keeps, for the engine's own VM, hosts that are set up for it and not much worse than where it is. Source: rules §6.2. */
export const hostedEngineFilter: FilterUnit = {
  kind: 'filter',
  id: 'e659c871-0bf1-4ccc-b748-f28f5d08dffd',
  name: 'HA',
  properties: [],
  filter: eachVm((vm, { hostedEngine }, situation) => {
    if (!vm.isHostedEngine) return kept
    if (hostedEngine === undefined) return unknown('host.hostedEngine')
    const { configured, score } = hostedEngine
    if (!configured) return dropped(reason('no-engine-host', 'Not set up to run the engine.'))
    if (score <= 0) return dropped(reason('engine-score-zero', `Its score for the engine is ${score}.`, { score }))
    const above = minimumScore(vm, situation)
    if (above === undefined) return unknown('source.hostedEngine')
    return score > above
      ? keptBecause(reason('engine-score-enough', `Score ${score} is above ${above}.`, { score, above }))
      : dropped(reason('engine-score-low', `Score ${score} is not above ${above}.`, { score, above }))
  }),
}
