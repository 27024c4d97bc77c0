import type { Named } from '../../../shared/plan/named.ts'
import type { PlacedHost, Placement } from '../../../shared/plan/placement.ts'
import type { Reason } from '../../../shared/policy/reason.ts'
import { keepPlaces } from '../../components/keep-places.ts'

/** best: it would be chosen. possible: every filter keeps it. refused: a filter does not. unasked: it was left out before. */
export type HostVerdict = 'best' | 'possible' | 'refused' | 'unasked'

/** A host of the cluster as a place for the VM. */
export type HostChoice = Readonly<{
  host: Named
  verdict: HostVerdict
  isCurrent: boolean
  /** Absent: it was not asked about. */
  placed?: PlacedHost
  /** Why it was not asked about. */
  leftOut?: Reason
}>

/** Every host of the cluster, in the order of the answer: best first, refused ones last. */
export function hostChoices({ hosts, leftOut, chosen, current }: Placement): readonly HostChoice[] {
  const isCurrent = (id: string) => id === current?.id
  const verdictOf = ({ kept, host }: PlacedHost): HostVerdict =>
    host.id === chosen?.id ? 'best' : kept ? 'possible' : 'refused'
  return [
    ...hosts.map(placed => ({
      host: placed.host,
      verdict: verdictOf(placed),
      isCurrent: isCurrent(placed.host.id),
      placed,
    })),
    ...leftOut.map(({ id, name, reason }) => ({
      host: { id, name },
      verdict: 'unasked' as const,
      isCurrent: isCurrent(id),
      leftOut: reason,
    })),
  ]
}

/** How many hosts each filter was the first to refuse, the most first. */
export function refusalsByFilter(hosts: readonly PlacedHost[]): readonly (readonly [filter: string, count: number])[] {
  const counts = Map.groupBy(
    hosts.flatMap(({ rejectedBy }) => rejectedBy ?? []),
    filter => filter,
  )
  return [...counts]
    .map(([filter, all]) => [filter, all.length] as const)
    .toSorted(([a, many], [b, more]) => more - many || a.localeCompare(b))
}

/** The weight by which a host falls behind the best most. undefined: by none. */
export function greatestLoss(
  host: PlacedHost,
  best: PlacedHost,
): Readonly<{ unit: string; points: number }> | undefined {
  const bestPoints = new Map(best.weights.map(({ unit, points }) => [unit, points]))
  const [loss] = host.weights
    .map(({ unit, points }) => ({ unit, points: (bestPoints.get(unit) ?? points) - points }))
    .toSorted((a, b) => b.points - a.points)
  return loss !== undefined && loss.points > 0 ? loss : undefined
}

/** Rows that are shown keep their place whatever becomes of them; new ones follow. */
export const inOrder = (shownIds: readonly string[], choices: readonly HostChoice[]): readonly HostChoice[] =>
  keepPlaces(shownIds, choices, ({ host }) => host.id)
