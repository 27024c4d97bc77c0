import { reason } from '../../../shared/policy/reason.ts'
import type { HostFacts } from '../facts/host-facts.ts'
import { hasStatistics } from '../facts/host-load.ts'
import { fractionProperty } from '../facts/properties.ts'
import { pendingOn, type Situation, vmsOn } from '../facts/situation.ts'
import { isExclusive, type VmFacts, vcpusOf } from '../facts/vm-facts.ts'
import { type WeightUnit, weight } from '../unit.ts'
import { cpuLoadAfter } from './cpu-load-after.ts'
import { type Score, stretched } from './stretched.ts'

/** Makes a host that would have too many vCPUs worse than any that has not, but still possible. */
const RATIO_PENALTY = 1000

/** Prefers hosts whose CPUs have least to do. Source: rules §6.3. */
export const evenCpuWeight: WeightUnit = {
  kind: 'weight',
  id: '7db4ab05-81ab-42e8-868a-aee2df483edb',
  name: 'OptimalForCpuEvenDistribution',
  properties: ['VCpuToPhysicalCpuRatio'],
  weigh: (group, hosts, situation) =>
    stretched(
      new Map(hosts.map(host => [host.id, scoreOf(group, host, situation)])),
      situation.config.MaxSchedulerWeight,
    ),
}

function scoreOf(group: readonly VmFacts[], host: HostFacts, situation: Situation): Score {
  const worst = situation.config.MaxSchedulerWeight
  if (!hasStatistics(host)) {
    return { kind: 'fixed', answer: weight(worst, reason('no-statistics', 'Its CPU load is not known.')) }
  }
  const { load, cpus, addedVcpus } = cpuLoadAfter(group, host, situation)
  // The engine would divide by zero. Its filters drop such a host first, so the value matters only where they are off.
  if (cpus <= 0) {
    const text = 'The VMs would leave no CPU to be shared.'
    return { kind: 'fixed', answer: weight(worst, reason('no-shared-cpus', text, { load, cpus })) }
  }
  const loadPercent = Math.round(load / cpus)
  const limit = fractionProperty(situation.properties, 'VCpuToPhysicalCpuRatio', 0)
  const vcpus = addedVcpus + vcpusThere(host, situation)
  if (limit !== 0 && vcpus / cpus >= limit) {
    const text = `${vcpus} vCPUs on ${cpus} CPUs reach the limit of ${limit} each; CPU load would be ${loadPercent} %.`
    const values = { loadPercent, vcpus, cpus, limit }
    const value = Math.round((RATIO_PENALTY * load) / cpus)
    return { kind: 'score', value, reason: reason('vcpu-ratio-reached', text, values) }
  }
  const text = `CPU load would be ${loadPercent} % of ${cpus} CPUs.`
  return { kind: 'score', value: loadPercent, reason: reason('cpu-load-after', text, { loadPercent, cpus }) }
}

const vcpusThere = (host: HostFacts, situation: Situation): number =>
  [...vmsOn(situation, host.id), ...pendingOn(situation, host.id)]
    .filter(({ pinning }) => !isExclusive(pinning))
    .reduce((sum, vm) => sum + vcpusOf(vm), 0)
