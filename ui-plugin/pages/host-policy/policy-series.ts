import type { HostFigure } from '../../../shared/model/tuning.ts'
import type { KnobDecision } from '../../../shared/plan/knob-decision.ts'

/** `gib`: undefined where the host did not tell, so that the line is broken there. */
export type SeriesPoint = Readonly<{ atMs: number; gib: number | undefined }>
export type SeriesName = 'free' | 'balloons' | 'shared'
export type Series = Readonly<{ name: SeriesName; points: readonly SeriesPoint[] }>

const KIB_PER_GIB = 1024 * 1024

/** The lines of the picture; one of which nothing was ever told is left out. `vmId`: that VM's balloon in place of all. */
export function policySeries(figures: readonly HostFigure[], vmId: string | undefined): readonly Series[] {
  const series = (name: SeriesName, kibOf: (figure: HostFigure) => number | undefined): Series => ({
    name,
    points: figures.map(figure => {
      const kib = kibOf(figure)
      return { atMs: figure.atMs, gib: kib === undefined ? undefined : kib / KIB_PER_GIB }
    }),
  })
  return [
    series('free', ({ memoryAvailableKiB }) => memoryAvailableKiB),
    series('balloons', ({ balloonsKiB }) => (vmId === undefined ? sumOf(balloonsKiB) : balloonsKiB[vmId])),
    series('shared', ({ ksmSavedKiB }) => ksmSavedKiB),
  ].filter(({ points }) => points.some(({ gib }) => gib !== undefined))
}

/** Of no VM with a balloon there is no sum. */
function sumOf(balloonsKiB: HostFigure['balloonsKiB']): number | undefined {
  const all = Object.values(balloonsKiB)
  return all.length === 0 ? undefined : all.reduce((sum, kib) => sum + kib, 0)
}

/** What was decided while there are figures: of the host, and of `vmId` or of all VMs. */
export function decisionsWithin(
  decisions: readonly KnobDecision[],
  figures: readonly HostFigure[],
  vmId: string | undefined,
): readonly KnobDecision[] {
  const [first, last] = [figures[0], figures.at(-1)]
  if (first === undefined || last === undefined) return []
  return decisions.filter(
    ({ atMs, change }) =>
      atMs >= first.atMs && atMs <= last.atMs && (vmId === undefined || change.knob === 'ksm' || change.vmId === vmId),
  )
}
