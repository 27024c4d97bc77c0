/** A host: two cores, 4 GB, and what it draws at 0, 10, ... 100 % load. */
export type Host = Readonly<{
  id: number
  mips: number
  coreMips: number
  memoryMb: number
  powerW(load: number): number
}>
export type Vm = Readonly<{ id: number; maxMips: number; memoryMb: number }>

export const HOST_COUNT = 800
const CORES = 2
const HOST_MEMORY_MB = 4096

const models = [
  { coreMips: 1860, watts: [86, 89.4, 92.6, 96, 99.5, 102, 106, 108, 112, 114, 117] },
  { coreMips: 2660, watts: [93.7, 97, 101, 105, 110, 116, 121, 125, 129, 133, 135] },
] as const

const vmTypes = [
  { maxMips: 2500, memoryMb: 870 },
  { maxMips: 2000, memoryMb: 1740 },
  { maxMips: 1000, memoryMb: 1740 },
  { maxMips: 500, memoryMb: 613 },
] as const

/** Half of the network's 1 Gbit/s is for migrations. */
const MIGRATION_MB_PER_S = 62.5
export const migrationS = (memoryMb: number): number => memoryMb / MIGRATION_MB_PER_S

/** The models alternate. */
export const hostsOfSetting = (count = HOST_COUNT): readonly Host[] =>
  Array.from({ length: count }, (_, id) => {
    const { coreMips, watts } = models[id % 2 === 0 ? 0 : 1]
    return { id, mips: CORES * coreMips, coreMips, memoryMb: HOST_MEMORY_MB, powerW: load => powerW(watts, load) }
  })

/**
 * Whether memory limits where VMs run. In CloudSim's PlanetLab setting it does not once they have started: its VMs then ask for
 * no memory, only the time of a migration depends on it. Its results need some 60 hosts; the memory of the VMs needs more
 * than 300. So only `ignored` compares with it, and only `enforced` is a cluster that could exist.
 */
export const memoryModes = ['ignored', 'enforced'] as const
export type MemoryMode = (typeof memoryModes)[number]

/** The hosts as the policies and the simulation see them. */
export const hostsWithMemory = (hosts: readonly Host[], mode: MemoryMode): readonly Host[] =>
  mode === 'enforced' ? hosts : hosts.map(host => ({ ...host, memoryMb: Number.POSITIVE_INFINITY }))

/** One VM per row of the trace; the first quarter of them has the first type, and so on. */
export function vmsOfSetting(count: number): readonly Vm[] {
  const quarter = Math.ceil(count / vmTypes.length)
  return Array.from({ length: count }, (_, id) => {
    const type = vmTypes[Math.floor(id / quarter)]
    if (type === undefined) throw new RangeError(`VM ${id} of ${count} has no type`)
    return { id, ...type }
  })
}

/** Linear between the eleven figures. A load beyond 0..1 counts as the nearer end. */
export function powerW(watts: readonly number[], load: number): number {
  const position = Math.min(1, Math.max(0, load)) * (watts.length - 1)
  const index = Math.min(Math.floor(position), watts.length - 2)
  const [below = 0, above = 0] = [watts[index], watts[index + 1]]
  return below + (above - below) * (position - index)
}
