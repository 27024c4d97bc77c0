import { reason } from '../../../shared/policy/reason.ts'
import type { HostFacts } from '../facts/host-facts.ts'
import { integerProperty } from '../facts/properties.ts'
import type { BalanceUnit } from '../unit.ts'
import { balanceInRounds, type Round, tooFewHosts } from './balance-rounds.ts'
import { judgeHosts, no, yes } from './judgement.ts'
import { memoryLimits } from './memory-utilisation.ts'

/** VMs that are Up; only the pool manager is charged more, not a host that contends for the role. Source: rules §2.4. */
const slotsOf = ({ vmActive, spm }: HostFacts, spmGrace: number): number => vmActive + (spm === 'spm' ? spmGrace : 0)

/**
 * Takes VMs off the host with most of them. The high CPU limit is read too, for destinations, though the engine does not
 * list it among this unit's properties. Source: rules §9.2, §9.3.
 */
export const evenGuestsBalance: BalanceUnit = {
  kind: 'load_balancing',
  id: 'd58c8e32-44e1-418f-9222-52cd887bf9e0',
  name: 'OptimalForEvenGuestDistribution',
  properties: [
    'SpmVmGrace',
    'HighVmCount',
    'MigrationThreshold',
    'MaxFreeMemoryForOverUtilized',
    'MinFreeMemoryForUnderUtilized',
  ],
  balance(hosts, situation) {
    if (hosts.length < 2) return tooFewHosts(hosts)
    const { properties, config } = situation
    const memory = memoryLimits(properties, 'not-read')
    if ('problem' in memory) return { candidates: [], because: memory.problem }
    const highPercent = integerProperty(properties, 'HighUtilization', config.HighUtilizationForEvenlyDistribute)
    const spmGrace = integerProperty(properties, 'SpmVmGrace', config.SpmVmGraceForEvenGuestDistribute)
    const highVms = integerProperty(properties, 'HighVmCount', config.HighVmCountForEvenGuestDistribute)
    const threshold = integerProperty(properties, 'MigrationThreshold', config.MigrationThresholdForEvenGuestDistribute)
    const worst = Math.max(...hosts.map(host => slotsOf(host, spmGrace)))
    const guests: Round = {
      what: 'VM count',
      sources: judgeHosts(hosts, host => {
        const slots = slotsOf(host, spmGrace)
        const values = { slots, worst, highVms }
        if (slots < worst)
          return no(reason('not-most-vms', `${slots} VM slots, fewer than the most, ${worst}.`, values))
        if (slots < highVms) return no(reason('few-vms', `${slots} VM slots, fewer than ${highVms}.`, values))
        return yes(reason('most-vms', `${slots} VM slots are the most, and at least ${highVms}.`, values))
      }),
      destinations: () =>
        judgeHosts(hosts, host => {
          const slots = slotsOf(host, spmGrace)
          const values = { slots, worst, threshold }
          return worst - slots >= threshold
            ? yes(reason('fewer-vms', `${slots} VM slots are at least ${threshold} fewer than ${worst}.`, values))
            : no(reason('similar-vms', `${slots} VM slots are not ${threshold} fewer than ${worst}.`, values))
        }),
    }
    return balanceInRounds(hosts, situation, { highPercent, aboveMiB: memory.overBelowMiB }, [guests])
  },
}
