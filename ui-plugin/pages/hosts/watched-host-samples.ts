/** Hosts as the REST API tells of them, for the tests of the pages. */
import type { HostConnectionView, WatchedHostView } from '../../../shared/api/hosts.ts'
import type { HostProblem } from '../../../shared/model/watched-host.ts'

const GIB = 1024 * 1024
export const SAMPLE_MS = Date.UTC(2026, 2, 2, 9)

/** 64 GiB, 40 of them in use. */
export const figures: NonNullable<WatchedHostView['figures']> = {
  cpuPercent: 40,
  memoryTotalKiB: 64 * GIB,
  memoryAvailableKiB: 24 * GIB,
  swapUsedKiB: GIB,
  ksmSavedKiB: 512 * 1024,
  guests: 4,
  guestsRunning: 3,
}

export const aProblem = (over: Partial<HostProblem> = {}): HostProblem => ({
  code: 'host-unreachable',
  message: 'connect ECONNREFUSED 192.0.2.7:54321',
  fix: 'See that the host runs.',
  atMs: SAMPLE_MS,
  ...over,
})

type Over = Partial<Omit<WatchedHostView, 'connection'>> & Partial<HostConnectionView>

/** host1 of Prod: vdsm answers, and did so a second ago. What belongs to the connection may be given beside the rest. */
export function aWatchedHost({ via, address, state, sinceMs, because, software, problem, lost, ...over }: Over = {}) {
  const given = { via, address, state, sinceMs, because, software, problem, lost }
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const name = over.name ?? 'host1'
  const host: WatchedHostView = {
    id: name,
    name,
    cluster: { id: 'c1', name: 'Prod' },
    status: 'up',
    connection: {
      via: 'vdsm',
      address: `${name}.example`,
      state: 'connected',
      sinceMs: SAMPLE_MS,
      lost: 0,
      ...known,
    },
    readAtMs: SAMPLE_MS,
    readingAgeMs: 1000,
    figures,
    sample: { endedAtMs: SAMPLE_MS, durationMs: 40 },
    ...over,
  }
  return host
}

/** Of which nothing was ever read. */
export function anUnreadHost(over: Over = {}): WatchedHostView {
  const { figures: _figures, readAtMs: _readAt, readingAgeMs: _age, sample: _sample, ...host } = aWatchedHost(over)
  return host
}
