import type { HostModel } from './plan.ts'

/** What a 24 GiB machine shows as its memory. Small enough that the engine's 1 % steps stay below 250 MiB. */
export const smallHost: HostModel = {
  cpu: 'Intel(R) Xeon(R) E-2378 CPU @ 2.60GHz',
  cpuType: 'Icelake',
  mhz: 2_600,
  sockets: 1,
  cores: 8,
  threads: 2,
  memoryMiB: 23_552,
  swapMiB: 8_192,
  linkMbps: 1_000,
}

export const mediumHost: HostModel = {
  cpu: 'Intel(R) Xeon(R) Gold 6326 CPU @ 2.90GHz',
  cpuType: 'Icelake',
  mhz: 2_900,
  sockets: 2,
  cores: 8,
  threads: 2,
  memoryMiB: 64_512,
  swapMiB: 16_384,
  linkMbps: 10_000,
}

export const largeHost: HostModel = {
  cpu: 'AMD EPYC 7543 32-Core Processor',
  cpuType: 'EPYC',
  mhz: 2_800,
  sockets: 2,
  cores: 32,
  threads: 2,
  memoryMiB: 257_536,
  swapMiB: 32_768,
  linkMbps: 25_000,
}
