import { reason } from '../../../shared/policy/reason.ts'
import { unknown, type WeightUnit, weight } from '../unit.ts'
import { memoryAfterMiB, mostSchedulingMiB } from './memory-after.ts'

/** Prefers hosts with most memory left for scheduling. Source: rules §6.3. */
export const evenMemoryWeight: WeightUnit = {
  kind: 'weight',
  id: '4134247a-9c58-4b9a-8593-530bb9e37c59',
  name: 'OptimalForMemoryEvenDistribution',
  properties: [],
  weigh: (group, hosts, situation) => {
    const worst = situation.config.MaxSchedulerWeight
    const mostMiB = mostSchedulingMiB(hosts)
    return new Map(
      hosts.map(host => {
        const leftMiB = memoryAfterMiB(group, host, situation)
        if (leftMiB === undefined) return [host.id, unknown('host.maxSchedulingMiB')]
        // Not clamped, as in the engine: a host without room gets more than the worst weight. With exactly 1 MiB the
        // engine divides by zero; no scale is left, so all are equally bad.
        const value = mostMiB === 1 ? worst : worst - Math.round(((leftMiB - 1) * (worst - 1)) / (mostMiB - 1))
        const text = `${Math.round(leftMiB)} MiB would be left for scheduling; the roomiest host has ${Math.round(mostMiB)} MiB now.`
        return [host.id, weight(value, reason('memory-after', text, { leftMiB, mostMiB }))]
      }),
    )
  },
}
