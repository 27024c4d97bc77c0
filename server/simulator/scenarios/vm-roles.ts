/** The kinds of VM a company runs: how large they are, how busy beside the others, how they behave. */
export type VmRole = Readonly<{
  name: string
  sizesMiB: readonly number[]
  vcpus: number
  /** CPU use beside an average VM. */
  cpuFactor: number
  burstPercent: number
  burstChance: number
  peakHour: number
  /** Share of its memory in use that it writes per second when fully busy. */
  dirtyShare: number
  highlyAvailable: boolean
}>

const steady = { burstPercent: 15, burstChance: 0.05, peakHour: 14, dirtyShare: 0.01, highlyAvailable: false }

export const vmRoles: readonly VmRole[] = [
  { ...steady, name: 'web', sizesMiB: [1_024, 2_048], vcpus: 2, cpuFactor: 1, burstChance: 0.1 },
  { ...steady, name: 'app', sizesMiB: [2_048, 4_096, 8_192], vcpus: 2, cpuFactor: 1.1 },
  {
    ...steady,
    name: 'db',
    sizesMiB: [4_096, 8_192, 16_384, 32_768],
    vcpus: 4,
    cpuFactor: 1.2,
    dirtyShare: 0.03,
    highlyAvailable: true,
  },
  { ...steady, name: 'cache', sizesMiB: [2_048, 4_096, 8_192, 16_384], vcpus: 2, cpuFactor: 0.7, dirtyShare: 0.04 },
  { ...steady, name: 'build', sizesMiB: [4_096, 8_192], vcpus: 4, cpuFactor: 1, burstPercent: 45, burstChance: 0.3 },
  { ...steady, name: 'mon', sizesMiB: [1_024, 2_048, 4_096], vcpus: 2, cpuFactor: 0.6, highlyAvailable: true },
  { ...steady, name: 'dns', sizesMiB: [512], vcpus: 1, cpuFactor: 0.2 },
  { ...steady, name: 'mail', sizesMiB: [2_048, 4_096], vcpus: 2, cpuFactor: 0.6 },
  { ...steady, name: 'batch', sizesMiB: [4_096, 8_192, 16_384], vcpus: 4, cpuFactor: 1.5, peakHour: 2 },
]

/** Unknown names get the manners of a small server. */
export const roleNamed = (name: string): VmRole =>
  vmRoles.find(role => role.name === name) ?? { ...steady, name, sizesMiB: [512], vcpus: 1, cpuFactor: 0.2 }
