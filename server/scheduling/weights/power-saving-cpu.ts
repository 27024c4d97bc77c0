import { reason } from '../../../shared/policy/reason.ts'
import type { HostFacts } from '../facts/host-facts.ts'
import { effectiveLoad, hasStatistics } from '../facts/host-load.ts'
import { strictIntegerProperty } from '../facts/properties.ts'
import type { Situation } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { unknown, type WeightUnit, weight } from '../unit.ts'
import { cpuLoadAfter } from './cpu-load-after.ts'
import { sameForAll } from './same-for-all.ts'
import { type Score, stretched } from './stretched.ts'

/** Prefers hosts whose CPUs have most to do, short of HighUtilization. Source: rules §6.3. */
export const powerSavingCpuWeight: WeightUnit = {
  kind: 'weight',
  id: '736999d0-1023-46a4-9a75-1316ed50e15b',
  name: 'OptimalForCpuPowerSaving',
  properties: ['HighUtilization'],
  weigh: (group, hosts, situation) => {
    const highPercent = strictIntegerProperty(situation.properties, 'HighUtilization', Number.POSITIVE_INFINITY)
    if (highPercent === undefined) return sameForAll(hosts, unknown('properties.HighUtilization'))
    return stretched(
      new Map(hosts.map(host => [host.id, scoreOf(group, host, situation, highPercent)])),
      situation.config.MaxSchedulerWeight,
    )
  },
}

function scoreOf(group: readonly VmFacts[], host: HostFacts, situation: Situation, highPercent: number): Score {
  const worst = situation.config.MaxSchedulerWeight
  if (!hasStatistics(host)) {
    return { kind: 'fixed', answer: weight(worst, reason('no-statistics', 'Its CPU load is not known.')) }
  }
  const { load, cpus } = cpuLoadAfter(group, host, situation)
  // As in the even unit: the engine would divide by zero.
  if (cpus <= 0) {
    const text = 'The VMs would leave no CPU to be shared.'
    return { kind: 'fixed', answer: weight(worst, reason('no-shared-cpus', text, { load, cpus })) }
  }
  const { threadsAsCores } = situation.cluster
  const nowPercent = effectiveLoad(host, situation, { pending: true, threadsAsCores })
  if (nowPercent > highPercent) {
    const text = `CPU load ${nowPercent} % is above ${highPercent} %.`
    const because = reason('cpu-load-high', text, { loadPercent: nowPercent, highPercent })
    return { kind: 'fixed', answer: weight(worst, because) }
  }
  const loadPercent = Math.round(load / cpus)
  const text = `CPU load would be ${loadPercent} % of ${cpus} CPUs.`
  return { kind: 'score', value: -loadPercent, reason: reason('cpu-load-after', text, { loadPercent, cpus }) }
}
