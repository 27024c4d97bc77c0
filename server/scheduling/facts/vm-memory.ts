/** Memory of a VM as the engine books it, in MiB. Source: rules §2.2. */
import type { ClusterFacts } from './situation.ts'
import { type VmFacts, vcpusOf } from './vm-facts.ts'

/** The parts known before start: the emulator and the page tables of x86 (1/512 of the memory, whole) or of ppc64. */
export function staticOverheadMiB({ memoryMiB, maxMemoryMiB }: VmFacts, { architecture }: ClusterFacts): number {
  if (architecture !== 'ppc64') return 64 + Math.floor(memoryMiB / 512)
  const most = maxMemoryMiB ?? memoryMiB
  return 100 + Math.trunc(2 ** Math.ceil(Math.log2(Math.max(1, most))) / 64)
}

export const overheadMiB = (vm: VmFacts, cluster: ClusterFacts): number =>
  staticOverheadMiB(vm, cluster) + (vm.videoMiB ?? 0) + 8 * vcpusOf(vm) + 8 * (vm.ioThreads ?? 0)

export const usesHugePages = ({ hugePageKiB = 0 }: VmFacts): boolean => hugePageKiB > 0

export const totalRequiredMiB = (vm: VmFacts, cluster: ClusterFacts): number => vm.memoryMiB + overheadMiB(vm, cluster)

/** Huge pages are booked elsewhere. */
export const totalRequiredNoHugeMiB = (vm: VmFacts, cluster: ClusterFacts): number =>
  (usesHugePages(vm) ? 0 : vm.memoryMiB) + overheadMiB(vm, cluster)

/** 0 for a VM without. */
export const hugePagesNeeded = ({ memoryMiB, hugePageKiB = 0 }: VmFacts): number =>
  hugePageKiB > 0 ? Math.ceil((memoryMiB * 1024) / hugePageKiB) : 0
