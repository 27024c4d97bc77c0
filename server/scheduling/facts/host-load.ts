/** Load of a host in percent of one CPU (a busy CPU is 100), as the engine derives it. Source: rules §2.3. */
import { isTaken, withPendingPinned } from './exclusive-allocation.ts'
import type { HostFacts } from './host-facts.ts'
import { pendingOn, type Situation } from './situation.ts'
import { isRunning, type VmFacts, vcpusOf } from './vm-facts.ts'

export type LoadOptions = Readonly<{
  /** Also count VMs on their way here. */
  pending: boolean
  threadsAsCores: boolean
}>

/** The engine's own "statistics present": without all three the host is not judged. */
export const hasStatistics = ({ cores, threads, usagePercent }: HostFacts): boolean =>
  cores !== undefined && threads !== undefined && usagePercent !== undefined

export const effectiveCores = ({ cores = 0, threads = 0 }: HostFacts, threadsAsCores: boolean): number =>
  threadsAsCores ? threads : cores

/** What a VM loads: measured while it runs, assumed before. */
export function vmLoad(vm: VmFacts, { config }: Situation): number {
  if (isRunning(vm) && vm.usageCpuPercent !== undefined) return vm.usageCpuPercent * vcpusOf(vm)
  return config.VcpuConsumptionPercentage * vcpusOf(vm)
}

/** CPUs that no VM has to itself, nor will have once pending ones arrive (where asked; those without room are left out). */
export function sharedCpus(host: HostFacts, situation: Situation, options: LoadOptions): number {
  const topology = host.topology ?? []
  if (topology.length === 0) return effectiveCores(host, options.threadsAsCores)
  const then = (options.pending ? withPendingPinned(host, situation) : topology) ?? topology
  return then.filter(cpu => !isTaken(cpu)).length
}

/** Load on those CPUs, with all that is on its way and what the storage pool manager is charged. Contending for that role counts too. */
export function totalSharedLoad(host: HostFacts, situation: Situation, options: LoadOptions): number {
  const { config } = situation
  const measured = (host.topology ?? []).reduce((sum, cpu) => sum + (isTaken(cpu) ? 0 : cpu.usagePercent), 0)
  const shared = measured === 0 ? (host.usagePercent ?? 0) * effectiveCores(host, options.threadsAsCores) : measured
  const pending = options.pending
    ? pendingOn(situation, host.id).reduce((sum, vm) => sum + vmLoad(vm, situation), 0)
    : 0
  const spm = host.spm === 'none' ? 0 : config.SpmVCpuConsumption * config.VcpuConsumptionPercentage
  return shared + pending + spm
}

/** In percent of the shared CPUs, rounded up. No load on no CPUs is 0, as Java casts it; any load on none is endless. */
export const effectiveLoad = (host: HostFacts, situation: Situation, options: LoadOptions): number =>
  Math.ceil(totalSharedLoad(host, situation, options) / sharedCpus(host, situation, options)) || 0
