import { reason } from '../../../shared/policy/reason.ts'
import { unknown, type WeightUnit, weight } from '../unit.ts'
import { sameForAll } from './same-for-all.ts'

/** The engine's own VM prefers hosts with the best score for it. Source: rules §6.3. */
export const hostedEngineWeight: WeightUnit = {
  kind: 'weight',
  id: '98e92667-6161-41fb-b3fa-34f820ccbc4b',
  name: 'HA',
  properties: [],
  weigh: (group, hosts, { config }) => {
    if (!group.some(({ isHostedEngine }) => isHostedEngine)) return sameForAll(hosts, weight(1))
    const { MaxSchedulerWeight: worst, HostedEngineMaximumHighAvailabilityScore: bestScore } = config
    const scale = bestScore > worst ? worst / bestScore : 1
    return new Map(
      hosts.map(({ id, hostedEngine }) => {
        if (hostedEngine === undefined) return [id, unknown('host.hostedEngine')]
        const { score } = hostedEngine
        const because = reason('hosted-engine-score', `Its score for the engine is ${score} of ${bestScore}.`, {
          score,
          bestScore,
        })
        return [id, weight(worst - Math.round(score * scale), because)]
      }),
    )
  },
}
