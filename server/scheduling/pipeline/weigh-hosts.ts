import type { HostFacts } from '../facts/host-facts.ts'
import type { Situation } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import type { ReportedWeights } from '../selectors/rank-selector.ts'
import type { SilentWeight } from './decision.ts'
import type { EffectivePolicy } from './effective-policy.ts'

/**
 * Asks every weight of the policy about the hosts that were kept. A unit that lacks a fact about one of them is left out as
 * a whole: half an answer would prefer the hosts it did not name, since the selector counts those as 0.
 */
export function weighHosts(
  group: readonly VmFacts[],
  hosts: readonly HostFacts[],
  { weights }: Pick<EffectivePolicy, 'weights'>,
  situation: Situation,
): Readonly<{ reported: readonly ReportedWeights[]; silent: readonly SilentWeight[] }> {
  const reported: ReportedWeights[] = []
  const silent: SilentWeight[] = []
  for (const { unit, factor } of weights) {
    const { id, name } = unit
    const values = new Map<string, number>()
    let field: string | undefined
    for (const [hostId, answer] of unit.weigh(group, hosts, situation)) {
      if (answer.kind === 'unknown') field ??= answer.field
      else values.set(hostId, answer.value)
    }
    if (field === undefined) reported.push({ id, name, factor, weights: values })
    else silent.push({ unitId: id, unitName: name, field })
  }
  return { reported, silent }
}
