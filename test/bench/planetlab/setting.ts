/** CloudSim's consolidation setting: its hosts, its VM types, and what they draw and take. All of its figures are fixed. */

export type HostModel = Readonly<{
  name: string
  cores: number
  coreMips: number
  memoryMb: number
  /** In W at 0, 10, … 100 % load; linear between. An empty host is off and draws nothing. */
  powerW: readonly number[]
}>

export type VmType = Readonly<{ maxMips: number; memoryMb: number }>

export const HOSTS = 800
/** Hosts alternate between the two. */
export const HOST_MODELS: readonly HostModel[] = [
  {
    name: 'A',
    cores: 2,
    coreMips: 1_860,
    memoryMb: 4_096,
    powerW: [86, 89.4, 92.6, 96, 99.5, 102, 106, 108, 112, 114, 117],
  },
  {
    name: 'B',
    cores: 2,
    coreMips: 2_660,
    memoryMb: 4_096,
    powerW: [93.7, 97, 101, 105, 110, 116, 121, 125, 129, 133, 135],
  },
]
/** The first quarter of the VMs is of the first type, and so on. One core each. */
export const VM_TYPES: readonly VmType[] = [
  { maxMips: 2_500, memoryMb: 870 },
  { maxMips: 2_000, memoryMb: 1_740 },
  { maxMips: 1_000, memoryMb: 1_740 },
  { maxMips: 500, memoryMb: 613 },
]
export const STEP_S = 300
export const STEPS_PER_DAY = 288
/** Half of a host's 1 Gbit/s, in MB/s. */
const MIGRATION_MB_PER_S = 62.5
/** What a VM loses while it migrates, and what its arrival takes of the other host. */
export const MIGRATION_CPU_SHARE = 0.1

export const hostModelAt = (host: number): HostModel => HOST_MODELS[host % HOST_MODELS.length] as HostModel

export const vmTypeAt = (vm: number, vms: number): VmType =>
  VM_TYPES[Math.floor(vm / Math.ceil(vms / VM_TYPES.length))] as VmType

export const migrationS = (memoryMb: number): number => memoryMb / MIGRATION_MB_PER_S

/** Load 0..1; above and below it is as at the end. */
export function powerW({ powerW: points }: HostModel, load: number): number {
  const last = points.length - 1
  const at = Math.min(Math.max(load, 0), 1) * last
  const low = Math.min(Math.floor(at), last - 1)
  const [from, to] = [points[low] as number, points[low + 1] as number]
  return from + (to - from) * (at - low)
}
