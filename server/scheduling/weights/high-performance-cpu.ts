import { reason } from '../../../shared/policy/reason.ts'
import { allocateExclusively, missingForExclusive, withPendingPinned } from '../facts/exclusive-allocation.ts'
import type { HostFacts } from '../facts/host-facts.ts'
import type { Situation } from '../facts/situation.ts'
import { isExclusive, type VmFacts } from '../facts/vm-facts.ts'
import { summed, unknown, type WeightUnit, weight } from '../unit.ts'
import { sameForAll } from './same-for-all.ts'
import { type Score, stretched } from './stretched.ts'

/** One socket less is worth more than any number of cores. */
const PER_SOCKET = 1000

/** Prefers hosts whose CPUs are laid out for a VM that cares about it. Source: rules §6.3. */
export const highPerformanceCpuWeight: WeightUnit = {
  kind: 'weight',
  id: '71931e14-f0e6-4f91-a7c8-d494a26e3a09',
  name: 'CPU for high performance VMs',
  properties: [],
  weigh: summed((vm, hosts, situation) => {
    const concerned = isConcerned(vm)
    if (typeof concerned === 'string') return sameForAll(hosts, unknown(concerned))
    if (!concerned) return sameForAll(hosts, weight(1))
    const scores = new Map(hosts.map(host => [host.id, scoreOf(vm, host, situation)]))
    return stretched(scores, situation.config.MaxSchedulerWeight)
  }),
}

/** Or the fact that is missing to say so. */
function isConcerned(vm: VmFacts): boolean | string {
  const { isHighPerformance, cpuPassthrough, pinning, cpuPins, numaNodes } = vm
  if (isHighPerformance === true || cpuPassthrough === true || isExclusive(pinning)) return true
  if (pinning === 'manual' || (cpuPins !== undefined && cpuPins.size > 0)) return true
  if (numaNodes?.some(({ hostNodeIndexes }) => hostNodeIndexes.length > 0) === true) return true
  if (isHighPerformance === undefined) return 'vm.isHighPerformance'
  if (cpuPassthrough === undefined) return 'vm.cpuPassthrough'
  return numaNodes === undefined ? 'vm.numaNodes' : false
}

function scoreOf(vm: VmFacts, host: HostFacts, situation: Situation): Score {
  if (isExclusive(vm.pinning)) {
    const missing = missingForExclusive(host, situation, [vm])
    if (missing !== undefined) return { kind: 'fixed', answer: unknown(missing) }
    // Without a topology the engine falls back to comparing sizes.
    if ((host.topology ?? []).length > 0) return allocationScore(vm, host, situation)
  }
  return layoutScore(vm, host, situation.config.MaxSchedulerWeight)
}

function allocationScore(vm: VmFacts, host: HostFacts, situation: Situation): Score {
  const free = withPendingPinned(host, situation)?.map(cpu => ({
    ...cpu,
    // Where the VM already is, its CPUs are its own.
    pinnings: cpu.pinnings.filter(({ vmId }) => vmId !== vm.id),
  }))
  const allocation = free && allocateExclusively(free, [vm], host.numaNodes)
  if (allocation === undefined) {
    const because = reason('no-exclusive-cpus', `${vm.name} does not find CPUs for itself here.`, { vm: vm.name })
    return { kind: 'fixed', answer: weight(situation.config.MaxSchedulerWeight, because) }
  }
  const { sockets, cores } = allocation
  const text = `${vm.name} would take CPUs in ${sockets} sockets and ${cores} cores.`
  const because = reason('exclusive-cpus', text, { vm: vm.name, sockets, cores })
  return { kind: 'score', value: PER_SOCKET * sockets + cores, reason: because }
}

function layoutScore(vm: VmFacts, host: HostFacts, worst: number): Score {
  const { sockets, cores, threads } = host
  if (sockets === undefined) return { kind: 'fixed', answer: unknown('host.sockets') }
  if (cores === undefined) return { kind: 'fixed', answer: unknown('host.cores') }
  if (threads === undefined) return { kind: 'fixed', answer: unknown('host.threads') }
  const own = [sockets, Math.trunc(cores / sockets), Math.trunc(threads / cores)] as const
  const wanted = [vm.sockets, vm.coresPerSocket, vm.threadsPerCore] as const
  const layout = ([s, c, t]: readonly [number, number, number]): string => `${s} sockets of ${c} cores of ${t} threads`
  const values = { vm: vm.name, wanted: wanted.join(':'), own: own.join(':') }
  return wanted.every((count, at) => count <= (own[at] ?? 0))
    ? {
        kind: 'score',
        value: 1,
        reason: reason('layout-fits', `It has ${layout(own)}, as many as ${vm.name}.`, values),
      }
    : {
        kind: 'score',
        value: worst,
        reason: reason('layout-too-small', `It has ${layout(own)}; ${vm.name} has ${layout(wanted)}.`, values),
      }
}
