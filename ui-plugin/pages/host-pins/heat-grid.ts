import type { HostPins } from '../../../shared/api/pins.ts'

export type HeatRow = Readonly<{
  /** Index into the cores of the host. */
  core: number
  cpuIds: readonly number[]
  nodeId: number | undefined
  /** The first of its NUMA node. */
  isFirstOfNode: boolean
}>

export type HeatColumn = Readonly<{ kind: 'past'; atMs: number } | { kind: 'now' } | { kind: 'after' }>

/** Load of one core at one time, percent for each CPU of its capacity; undefined: the host had other cores then. */
export type HeatCell = Readonly<{ loadPercent: number; vcpus: number }>

export type HeatGrid = Readonly<{
  rows: readonly HeatRow[]
  columns: readonly HeatColumn[]
  cellAt(row: number, column: number): HeatCell | undefined
}>

/** As the service counts them in what lies back: less is what any sleeping VM takes now and then. */
const ASKS_PERCENT = 2

/** Cores by NUMA node and number; times oldest first, behind them how it is now and how it would be after all moves. */
export function heatGrid({ cores, vcpus, heat }: Pick<HostPins, 'cores' | 'vcpus' | 'heat'>): HeatGrid {
  const sorted = cores
    .map(({ cpuIds, nodeId }, core) => ({ core, cpuIds, nodeId }))
    .toSorted((a, b) => (a.nodeId ?? 0) - (b.nodeId ?? 0) || (a.cpuIds[0] ?? 0) - (b.cpuIds[0] ?? 0))
  const rows = sorted.map((row, at) => ({ ...row, isFirstOfNode: at === 0 || sorted[at - 1]?.nodeId !== row.nodeId }))

  const counts = { now: new Map<number, number>(), after: new Map<number, number>() }
  for (const { core, coreAfter, demandPercent } of vcpus) {
    if (demandPercent < ASKS_PERCENT) continue
    counts.now.set(core, (counts.now.get(core) ?? 0) + 1)
    counts.after.set(coreAfter, (counts.after.get(coreAfter) ?? 0) + 1)
  }
  const columns: readonly HeatColumn[] = [
    ...heat.map(({ atMs }) => ({ kind: 'past' as const, atMs })),
    { kind: 'now' },
    { kind: 'after' },
  ]

  return {
    rows,
    columns: cores.length === 0 ? [] : columns,
    cellAt(row, column) {
      const index = rows[row]?.core
      const core = index === undefined ? undefined : cores[index]
      const kind = columns[column]?.kind
      if (index === undefined || core === undefined || kind === undefined) return undefined
      if (kind !== 'past') {
        const percent = kind === 'now' ? core.loadPercent : core.afterPercent
        return { loadPercent: percent / core.capacity, vcpus: counts[kind].get(index) ?? 0 }
      }
      const past = heat[column]
      const loadPercent = past?.loadPercent.length === cores.length ? past.loadPercent[index] : undefined
      return loadPercent === undefined ? undefined : { loadPercent, vcpus: past?.vcpus[index] ?? 0 }
    },
  }
}
