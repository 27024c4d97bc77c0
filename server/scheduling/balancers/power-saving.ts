import { integerProperty } from '../facts/properties.ts'
import type { BalanceUnit } from '../unit.ts'
import { balanceInRounds, type Round, tooFewHosts } from './balance-rounds.ts'
import { byCpuLoad, cpuOver, cpuUnder, innerLimitPercent } from './cpu-utilisation.ts'
import { either, judgeHosts, not } from './judgement.ts'
import { memoryLimits, memoryPlenty, memoryShort } from './memory-utilisation.ts'

/**
 * Relieves busy hosts and empties idle ones. Idle hosts are destinations too: that VMs gather on few hosts comes from the
 * power saving weights, not from here. Source: rules §9.2, §9.3. For hosts themselves see power-management.ts.
 */
export const powerSavingBalance: BalanceUnit = {
  kind: 'load_balancing',
  id: '736999d0-1023-46a4-9a75-1316ed50e151',
  name: 'OptimalForPowerSaving',
  properties: [
    'HighUtilization',
    'LowUtilization',
    'CpuOverCommitDurationMinutes',
    'HostsInReserve',
    'EnableAutomaticHostPowerManagement',
    'MaxFreeMemoryForOverUtilized',
    'MinFreeMemoryForUnderUtilized',
  ],
  balance(hosts, situation) {
    if (hosts.length < 2) return tooFewHosts(hosts)
    const { properties, config } = situation
    const memory = memoryLimits(properties, Number.POSITIVE_INFINITY)
    if ('problem' in memory) return { candidates: [], because: memory.problem }
    const highPercent = integerProperty(properties, 'HighUtilization', config.HighUtilizationForPowerSave)
    const lowPercent = integerProperty(properties, 'LowUtilization', config.LowUtilizationForPowerSave)
    const at = (percent: number) => ({ percent, threadsAsCores: false })
    const over = judgeHosts(hosts, host => cpuOver(host, situation, at(innerLimitPercent(highPercent, config))))
    const under = judgeHosts(hosts, host => cpuUnder(host, situation, at(lowPercent), 1))
    const cpu: Round = {
      what: 'CPU',
      sources: either(
        { ...over, met: byCpuLoad(over.met, situation, 'busiest-first') },
        { ...under, met: byCpuLoad(under.met, situation, 'idlest-first') },
      ),
      destinations: () => judgeHosts(hosts, host => not(cpuOver(host, situation, at(highPercent)))),
    }
    const byMemory: Round = {
      what: 'memory',
      sources: either(
        judgeHosts(hosts, host => memoryShort(host, memory.overBelowMiB, 2)),
        judgeHosts(hosts, host => memoryPlenty(host, memory.underAboveMiB, 1)),
      ),
      destinations: () => judgeHosts(hosts, host => memoryPlenty(host, memory.overBelowMiB, 0)),
    }
    return balanceInRounds(hosts, situation, { highPercent, aboveMiB: memory.overBelowMiB }, [cpu, byMemory])
  },
}
