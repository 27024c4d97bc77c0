import type { HostConnectionView, WatchedHostDetail, WatchedHostView } from '../../shared/api/hosts.ts'
import { ksmSavedKiB } from '../../shared/model/ksm-saved.ts'
import type { WatchedHost } from '../../shared/model/watched-host.ts'

/** A host as lists show it. */
export function watchedHostView(host: WatchedHost, nowMs: number): WatchedHostView {
  const { id, name, cluster, status, reading, readAtMs, sample } = host
  return {
    id,
    name,
    cluster,
    status: status ?? 'unknown',
    connection: connectionOf(host),
    ...(readAtMs !== undefined && { readAtMs, readingAgeMs: Math.max(0, nowMs - readAtMs) }),
    ...(reading && { figures: figuresOf({ ...host, reading }) }),
    ...(sample && { sample }),
  }
}

/** With everything that it last told. */
export const watchedHostDetail = (host: WatchedHost, nowMs: number): WatchedHostDetail => ({
  ...watchedHostView(host, nowMs),
  ...(host.reading && { reading: host.reading }),
  ...(host.guests && { guests: { ...host.guests, guests: [...host.guests.guests] } }),
})

const connectionOf = ({
  via,
  address,
  standing,
  sinceMs,
  because,
  nextAttemptAtMs,
  software,
  problem,
  lostConnections,
}: WatchedHost): HostConnectionView => ({
  via: via.kind,
  ...(address !== undefined && { address }),
  state: standing,
  sinceMs,
  ...(because !== undefined && { because }),
  ...(nextAttemptAtMs !== undefined && { nextAttemptAtMs }),
  ...(software !== undefined && { software }),
  ...(problem !== undefined && { problem }),
  lost: lostConnections,
})

function figuresOf({ reading, guests }: WatchedHost & Required<Pick<WatchedHost, 'reading'>>) {
  const { memory, swap, use } = reading
  const savedKiB = ksmSavedKiB(reading)
  return {
    ...(use && { cpuPercent: Math.min(100, Math.max(0, 100 - use.idlePercent)) }),
    memoryTotalKiB: memory.totalKiB,
    ...(memory.availableKiB !== undefined && { memoryAvailableKiB: memory.availableKiB }),
    ...(swap && { swapUsedKiB: Math.max(0, swap.totalKiB - swap.freeKiB) }),
    ...(savedKiB !== undefined && { ksmSavedKiB: savedKiB }),
    ...(guests && {
      guests: guests.guests.length,
      guestsRunning: guests.guests.filter(({ state }) => state === 'running').length,
    }),
  }
}
