import type { GuestReading, HostReading } from '../../../shared/model/host-reading.ts'
import { ksmSavedKiB } from '../../../shared/model/ksm-saved.ts'
import type { HostFigure } from '../../../shared/model/tuning.ts'

export type HistoryOptions = Readonly<{
  /** Points that are kept; every other one of the older half is dropped when there are more. */
  most: number
}>

/**
 * Figures of one host over time, within a fixed room: the newest half as they came, older ones ever further apart. So hours are kept, and the
 * last minutes are whole.
 */
export function createHostHistory({ most }: HistoryOptions) {
  let points: HostFigure[] = []
  return {
    add(figure: HostFigure): void {
      // Time that goes back would draw lines backwards.
      const last = points.at(-1)
      if (last !== undefined && figure.atMs <= last.atMs) points = points.filter(({ atMs }) => atMs < figure.atMs)
      points.push(figure)
      if (points.length <= most) return
      const half = Math.floor(points.length / 2)
      points = points.filter((_, index) => index >= half || index % 2 === 0)
    },
    list: (): readonly HostFigure[] => points,
  }
}

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
