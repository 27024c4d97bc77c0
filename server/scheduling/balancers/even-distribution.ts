import { fractionProperty, integerProperty } from '../facts/properties.ts'
import type { BalanceUnit } from '../unit.ts'
import { balanceInRounds, type Round, tooFewHosts } from './balance-rounds.ts'
import { byCpuLoad, cpuOver, cpuUnder, innerLimitPercent } from './cpu-utilisation.ts'
import { judgeHosts } from './judgement.ts'
import { memoryLimits, memoryPlenty, memoryShort } from './memory-utilisation.ts'

/** Takes VMs off busy hosts to idle ones: by CPU first, then by memory. Source: rules §9.2, §9.3. */
export const evenDistributionBalance: BalanceUnit = {
  kind: 'load_balancing',
  id: '7db4ab05-81ab-42e8-868a-aee2df483ed2',
  name: 'OptimalForEvenDistribution',
  properties: [
    'HighUtilization',
    'CpuOverCommitDurationMinutes',
    'VCpuToPhysicalCpuRatio',
    'MaxFreeMemoryForOverUtilized',
    'MinFreeMemoryForUnderUtilized',
  ],
  balance(hosts, situation) {
    if (hosts.length < 2) return tooFewHosts(hosts)
    const { properties, config, cluster } = situation
    const memory = memoryLimits(properties, 0)
    if ('problem' in memory) return { candidates: [], because: memory.problem }
    const highPercent = integerProperty(properties, 'HighUtilization', config.HighUtilizationForEvenlyDistribute)
    const ratio = fractionProperty(properties, 'VCpuToPhysicalCpuRatio', 0)
    const busy = { percent: highPercent, threadsAsCores: cluster.threadsAsCores, ratio }
    const idle = { percent: innerLimitPercent(highPercent, config), threadsAsCores: false }
    const over = judgeHosts(hosts, host => cpuOver(host, situation, busy))
    const cpu: Round = {
      what: 'CPU',
      sources: { ...over, met: byCpuLoad(over.met, situation, 'busiest-first') },
      destinations() {
        const under = judgeHosts(hosts, host => cpuUnder(host, situation, idle, 0))
        return { ...under, met: byCpuLoad(under.met, situation, 'idlest-first') }
      },
    }
    const byMemory: Round = {
      what: 'memory',
      sources: judgeHosts(hosts, host => memoryShort(host, memory.overBelowMiB, 2)),
      destinations: () => judgeHosts(hosts, host => memoryPlenty(host, memory.underAboveMiB, 0)),
    }
    return balanceInRounds(hosts, situation, { highPercent, aboveMiB: memory.overBelowMiB }, [cpu, byMemory])
  },
}
