/**
 * Hosts as `GET /hosts` and `GET /hosts/{id}` tell of them, as many as wanted and always the same: most answer, some do not, some are
 * off, some clusters have no connection. For browser tests and screens, where no real host is connected.
 */
import type { WatchedHostDetail, WatchedHostList, WatchedHostView } from '../../shared/api/hosts.ts'
import type { GuestReading, HostReading } from '../../shared/model/host-reading.ts'
import type { HostProblem } from '../../shared/model/watched-host.ts'

const GIB = 1024 * 1024
const MINUTE_MS = 60_000

/** 0 to below `most`, the same for the same seed. */
const scattered = (seed: number, most: number): number => (Math.imul(seed + 1, 2_654_435_761) >>> 8) % most

export type FakeHosts = Readonly<{ list: WatchedHostList; detail(id: string): WatchedHostDetail | undefined }>

/** Named host1, host2, … in clusters of 40. `cpus`: of each of them. */
export function fakeHosts(count: number, { nowMs = Date.now(), cpus = 32 } = {}): FakeHosts {
  const hosts = Array.from({ length: count }, (_, at) => aHostAt(at, nowMs))
  return {
    list: { hosts },
    detail(id) {
      const at = hosts.findIndex(host => host.id === id)
      const host = hosts[at]
      if (host === undefined || host.figures === undefined) return host
      const readAtMs = host.readAtMs ?? nowMs
      const guests = Array.from({ length: host.figures.guests ?? 0 }, (_, index) => aGuestAt(at, index, cpus, nowMs))
      return {
        ...host,
        reading: aReading(at, cpus, readAtMs),
        guests: { takenAtMs: readAtMs, readAtMs: readAtMs, guests },
      }
    },
  }
}

/** The same hosts 15 s on: other figures, counters that have grown. */
export const laterHosts = (count: number, options: Readonly<{ nowMs: number; cpus?: number }>): FakeHosts =>
  fakeHosts(count, { ...options, nowMs: options.nowMs + 15_000 })

function aHostAt(at: number, nowMs: number): WatchedHostView {
  const name = `host${at + 1}`
  const cluster = {
    id: `c${Math.floor(at / 40) + 1}`,
    name: ['Prod', 'Test', 'Edge'][Math.floor(at / 40)] ?? `Cluster ${Math.floor(at / 40) + 1}`,
  }
  const base = { id: `h${at + 1}`, name, cluster, status: 'up' }
  const connection = {
    via: 'vdsm' as const,
    address: `${name}.example`,
    state: 'connected' as const,
    sinceMs: nowMs - (at + 3) * 47 * MINUTE_MS,
    software: 'vdsm 4.50.5',
    lost: at % 5 === 0 ? 1 : 0,
  }
  const ageMs = 1000 + scattered(at, 14_000)
  const told = {
    readAtMs: nowMs - ageMs,
    readingAgeMs: ageMs,
    figures: figuresAt(at),
    sample: { endedAtMs: nowMs - ageMs, durationMs: 38 },
  }
  if (at % 20 === 6) {
    const problem = aProblem('host-unreachable', `${name}.example:54321 refused the connection.`, nowMs - 4 * MINUTE_MS)
    const sinceMs = nowMs - 4 * MINUTE_MS
    const waiting = {
      ...connection,
      state: 'waiting' as const,
      sinceMs,
      nextAttemptAtMs: nowMs + MINUTE_MS,
      problem,
      lost: 3,
    }
    // One of two was never reached.
    return at % 40 === 6
      ? { ...base, connection: waiting, ...told, readAtMs: sinceMs, readingAgeMs: nowMs - sinceMs }
      : { ...base, connection: waiting }
  }
  if (at % 20 === 13) {
    const because = 'The engine says that it is in maintenance.'
    return { ...base, status: 'maintenance', connection: { ...connection, state: 'not-dialled', because } }
  }
  return { ...base, connection, ...told }
}

const aProblem = (code: string, message: string, atMs: number): HostProblem => ({
  code,
  message,
  fix: 'See that the host runs and that its port can be reached from this machine; we keep trying.',
  atMs,
})

function figuresAt(at: number): NonNullable<WatchedHostView['figures']> {
  const usedPercent = 25 + scattered(at, 70)
  const guests = 3 + scattered(at, 22)
  return {
    cpuPercent: 4 + scattered(at + 7, 92),
    memoryTotalKiB: 256 * GIB,
    memoryAvailableKiB: Math.round((256 * GIB * (100 - usedPercent)) / 100),
    ...(at % 9 !== 4 && { swapUsedKiB: at % 3 === 0 ? 0 : scattered(at, 900) * 1024 }),
    ...(at % 7 !== 5 && { ksmSavedKiB: scattered(at, 20) * GIB }),
    guests,
    guestsRunning: Math.max(0, guests - (at % 3)),
  }
}

function aReading(at: number, cpus: number, takenAtMs: number): HostReading {
  const { memoryTotalKiB: totalKiB, memoryAvailableKiB: availableKiB = 0, ksmSavedKiB } = figuresAt(at)
  const nodes = cpus > 8 ? 2 : 1
  const perNode = cpus / nodes
  const nodeIdOf = (id: number) => Math.floor(id / perNode)
  return {
    takenAtMs,
    hostname: `host${at + 1}.example`,
    memory: {
      totalKiB,
      freeKiB: Math.round(availableKiB * 0.4),
      availableKiB,
      buffersKiB: Math.round(availableKiB * 0.05),
      cachedKiB: Math.round(availableKiB * 0.5),
    },
    swap: { totalKiB: 16 * GIB, freeKiB: 15 * GIB },
    use: { userPercent: 30, systemPercent: 9, idlePercent: 61 },
    load5m: 11.4,
    cpus: Array.from({ length: cpus }, (_, id) => {
      const idlePercent = scattered(at * 997 + id, 101)
      const busy = 100 - idlePercent
      return {
        id,
        nodeId: nodeIdOf(id),
        socketId: nodeIdOf(id),
        coreId: id % perNode,
        // One was plugged in just now.
        ...(id !== cpus - 1 && { use: { userPercent: busy * 0.8, systemPercent: busy * 0.2, idlePercent } }),
      }
    }),
    numaNodes: Array.from({ length: nodes }, (_, id) => ({
      id,
      cpuIds: Array.from({ length: perNode }, (_cpu, cpu) => id * perNode + cpu),
      totalKiB: totalKiB / nodes,
      freeKiB: Math.round((availableKiB * 0.4) / nodes),
    })),
    ksm: {
      running: ksmSavedKiB !== undefined,
      pagesToScan: 700,
      sleepMs: 10,
      ...(ksmSavedKiB !== undefined && { sharedKiB: ksmSavedKiB, pagesSharing: ksmSavedKiB / 4, pagesShared: 41_022 }),
      mergeAcrossNodes: true,
      fullScans: 612,
    },
  }
}

const kinds = ['web', 'db', 'app', 'build'] as const

function aGuestAt(at: number, index: number, cpus: number, nowMs: number): GuestReading {
  const seed = at * 101 + index
  const name = `${kinds[index % 4]}-${String(index + 1).padStart(2, '0')}`
  const vcpuCount = [2, 4, 8][index % 3] ?? 2
  const maxKiB = 2 * vcpuCount * GIB
  const base = {
    id: `00000000-0000-4000-8000-${String(seed).padStart(12, '0')}`,
    name,
    maxVcpuCount: 8,
    memoryKiB: maxKiB,
    disks: [],
  }
  if (index % 11 === 10) return { ...base, state: 'off', vcpus: [] }
  const pins = index % 4 === 1
  const start = (index * 4) % Math.max(1, cpus - 4)
  return {
    ...base,
    state: index % 13 === 7 ? 'migrating' : 'running',
    ...(index % 13 === 7 && { migrationPercent: 43 }),
    ...(index === 5 && { responsive: false }),
    vcpuCount,
    residentKiB: Math.round(maxKiB * 0.8),
    cpuPercent: scattered(seed, vcpuCount * 100),
    ...(index % 6 !== 4 && {
      balloon: {
        currentKiB: Math.round(maxKiB * (index % 2 === 0 ? 1 : 0.75)),
        maxKiB,
        minKiB: maxKiB / 4,
        targetKiB: Math.round(maxKiB * (index % 3 === 1 ? 0.5 : 1)),
        enabled: true,
      },
      guestMemory: {
        ageMs: 2000,
        totalKiB: maxKiB,
        unusedKiB: Math.round(maxKiB * 0.3),
        usableKiB: Math.round(maxKiB * 0.4),
      },
    }),
    cpuTune: { quotaUs: index % 5 === 2 ? 50_000 : 'unlimited', periodUs: 100_000, shares: 1024 * vcpuCount },
    vcpus: Array.from({ length: vcpuCount }, (_, vcpu) => ({
      index: vcpu,
      state: 'running' as const,
      // Grows with the time: each vCPU waits a little more than the one before it.
      delayNs: (nowMs % 1_000_000_000) * 10_000 * (index % 8),
      onCpuId: pins ? start + (vcpu % 4) : scattered(seed * 8 + vcpu, cpus),
      pinnedTo: pins ? [start, start + 1, start + 2, start + 3] : Array.from({ length: cpus }, (_cpu, id) => id),
    })),
    emulatorPinnedTo: Array.from({ length: cpus }, (_, id) => id),
    disks: [
      { device: 'vda', path: '/rhev/data-center/mnt/blockSD/sd/images/im/vo', limits: { totalIops: 'unlimited' } },
      ...(index % 4 === 1 ? [{ device: 'vdb', limits: { totalIops: 2000, writeBytesPerS: 50 * 1024 * 1024 } }] : []),
    ],
  }
}
