import type { GuestReading, HostReading } from '../../shared/model/host-reading.ts'
import { NOON_MS } from './builders.ts'

const GIB = 1024 * 1024

/** 64 GiB, a third of it available, two CPUs of one socket, some pages merged. */
export const aHostReading = (over: Partial<HostReading> = {}): HostReading => ({
  takenAtMs: NOON_MS,
  hostname: 'host1.example',
  memory: { totalKiB: 64 * GIB, freeKiB: 8 * GIB, availableKiB: 24 * GIB, buffersKiB: GIB, cachedKiB: 15 * GIB },
  swap: { totalKiB: 4 * GIB, freeKiB: 3 * GIB },
  use: { userPercent: 30, systemPercent: 10, idlePercent: 60 },
  load5m: 1.5,
  cpus: [0, 1].map(id => ({
    id,
    nodeId: 0,
    socketId: 0,
    coreId: id,
    use: { userPercent: 30, systemPercent: 10, idlePercent: 60 },
  })),
  numaNodes: [{ id: 0, cpuIds: [0, 1], totalKiB: 64 * GIB, freeKiB: 8 * GIB, distances: { 0: 10 } }],
  ksm: { running: true, pagesToScan: 100, sleepMs: 20, sharedKiB: 512 * 1024 },
  ...over,
})

/** Running, two vCPUs, 4 GiB of which its balloon has given 1 GiB back. */
export const aGuestReading = (over: Partial<GuestReading> = {}): GuestReading => ({
  id: '00000000-0000-4000-8000-000000000001',
  name: 'vm1',
  state: 'running',
  vcpuCount: 2,
  maxVcpuCount: 4,
  memoryKiB: 4 * GIB,
  residentKiB: 3 * GIB,
  balloon: { currentKiB: 3 * GIB, maxKiB: 4 * GIB, minKiB: GIB, targetKiB: 3 * GIB, enabled: true },
  guestMemory: { ageMs: 2000, totalKiB: 3 * GIB, unusedKiB: GIB, usableKiB: 1.5 * GIB, swapInKiBPerS: 0 },
  cpuTimeNs: 9_000_000_000,
  cpuPercent: 35,
  cpuTune: { quotaUs: 'unlimited', periodUs: 100_000, shares: 1024 },
  vcpus: [0, 1].map(index => ({
    index,
    state: 'running' as const,
    timeNs: 4_000_000_000,
    waitNs: 1_000_000,
    delayNs: 2_000_000,
    onCpuId: index,
    pinnedTo: [0, 1],
  })),
  emulatorPinnedTo: [0, 1],
  disks: [{ device: 'vda', path: '/dev/x', limits: { totalIops: 'unlimited' }, readBytes: 1_000_000, writtenBytes: 0 }],
  ...over,
})
