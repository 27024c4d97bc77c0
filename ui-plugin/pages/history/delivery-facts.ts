import { compareNames } from '../../../shared/measure/compare-names.ts'
import type { Delivery, PromisedHost } from '../../../shared/plan/delivery.ts'
import { LEAST_CHANGE_PERCENT, lastLookMs, MEASURED_AFTER_MINUTES } from '../../../shared/plan/measured-after.ts'

export type Minutes = (typeof MEASURED_AFTER_MINUTES)[number]

/** One figure of one host: what it was, what it was to become, what it is. undefined: not measured. */
export type PromisedFigure = Readonly<{
  host: string
  kind: 'memory' | 'cpu'
  before: number
  promised: number
  came: Readonly<Record<Minutes, number | undefined>>
}>

/** What is said of a look at a run: what it found, when it will be, or why there is nothing to say. */
export type Look = Readonly<
  | { state: 'measured'; share: number }
  | { state: 'later'; atMs: number }
  | { state: 'unknown'; why: 'due' | 'missed' | 'small' | 'unread' | 'overlaid' }
>

/** All figures that were to change, those that were to change most first. */
export function figuresOf({ promised, measured }: Delivery): readonly PromisedFigure[] {
  const came = (hostId: string, key: 'memoryPercent' | 'cpuPercent') => {
    const after = (minutes: Minutes) =>
      measuredAt(measured, minutes)?.hosts.find(({ host }) => host.id === hostId)?.[key]
    return { 2: after(2), 15: after(15), 60: after(60) }
  }
  return promised
    .flatMap((one): PromisedFigure[] => [
      {
        host: one.host.name,
        kind: 'memory',
        before: one.memoryBeforePercent,
        promised: one.memoryPromisedPercent,
        came: came(one.host.id, 'memoryPercent'),
      },
      ...cpuOf(one, came(one.host.id, 'cpuPercent')),
    ])
    .filter(figure => changeOf(figure) >= LEAST_CHANGE_PERCENT)
    .toSorted((a, b) => changeOf(b) - changeOf(a) || compareNames(a.host, b.host))
}

function cpuOf(one: PromisedHost, came: PromisedFigure['came']): PromisedFigure[] {
  const { host, cpuBeforePercent: before, cpuPromisedPercent: promised } = one
  return before === undefined || promised === undefined
    ? []
    : [{ host: host.name, kind: 'cpu', before, promised, came }]
}

const changeOf = ({ before, promised }: PromisedFigure) => Math.abs(promised - before)
const measuredAt = (measured: Delivery['measured'], minutes: Minutes) =>
  measured.find(({ afterMinutes }) => afterMinutes === minutes)

/** The one figure that a run is shown by: the largest relief it promised, else the largest change. */
export function headlineOf(delivery: Delivery): PromisedFigure | undefined {
  const figures = figuresOf(delivery)
  return figures.find(({ before, promised }) => promised < before) ?? figures[0]
}

/** The latest that was measured of a figure. */
export const latestOf = ({ came }: PromisedFigure): number | undefined =>
  MEASURED_AFTER_MINUTES.toReversed()
    .map(minutes => came[minutes])
    .find(value => value !== undefined)

export function lookAfter(delivery: Delivery, minutes: Minutes, nowMs: number): Look {
  const { measured, endedAtMs } = delivery
  const measurement = measuredAt(measured, minutes)
  const dueMs = endedAtMs + minutes * 60_000
  if (measurement?.share !== undefined) return { state: 'measured', share: measurement.share }
  const figures = figuresOf(delivery)
  if (measurement !== undefined) {
    if (figures.length === 0) return { state: 'unknown', why: 'small' }
    return { state: 'unknown', why: figures.some(({ came }) => came[minutes] !== undefined) ? 'overlaid' : 'unread' }
  }
  if (nowMs < dueMs) return { state: 'later', atMs: dueMs }
  return { state: 'unknown', why: nowMs > lastLookMs(endedAtMs, minutes) ? 'missed' : 'due' }
}
