import type { GuestReading, HostReading } from '../../../shared/model/host-reading.ts'
import { ksmSavedKiB } from '../../../shared/model/ksm-saved.ts'
import type { HostFigure } from '../../../shared/model/tuning.ts'

/** One instant of what charts show. Guests are told apart by id; one that has no balloon, or is not running, is not in it. */
export function figureOf(reading: HostReading, guests: readonly GuestReading[], atMs: number): HostFigure {
  const { memory, ksm, use } = reading
  const savedKiB = ksmSavedKiB(reading)
  const balloons = guests.flatMap(({ id, state, balloon }) =>
    balloon === undefined || state !== 'running' ? [] : [[id, balloon.currentKiB] as const],
  )
  return {
    atMs,
    memoryTotalKiB: memory.totalKiB,
    ...(memory.availableKiB !== undefined && { memoryAvailableKiB: memory.availableKiB }),
    ...(use && { cpuPercent: Math.max(0, 100 - use.idlePercent) }),
    ...(ksm?.running !== undefined && { ksmRunning: ksm.running }),
    ...(savedKiB !== undefined && { ksmSavedKiB: savedKiB }),
    balloonsKiB: Object.fromEntries(balloons),
  }
}
