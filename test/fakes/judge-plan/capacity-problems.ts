import type { PlacementChange, PlacementPlan } from '../../../server/planner/plan/placement-plan.ts'
import type { Forerunners } from './forerunners.ts'
import { worstGain } from './worst-gain.ts'

/** What a move takes of a host's resource once it has started, or gives back once it is done. */
type Share = Readonly<{ place: number; vm: number; amount: number }>
type Book = Readonly<{ arrivals: Share[]; departures: Share[] }>

/** Of a capacity: sums of many numbers differ by their order. */
const ROUNDING = 1e-7

/** Hosts that hold more than they can in some order of the moves. */
export function capacityProblems(change: PlacementChange, plan: PlacementPlan, forerunners: Forerunners): string[] {
  const { hosts, resources, capacity } = change.problem
  const { first, books } = readBooks(change, plan)
  const problems: string[] = []
  for (let host = 0; host < hosts; host++) {
    for (let r = 0; r < resources; r++) {
      const book = books.get(host * resources + r)
      if (host === change.nowhere || book === undefined) continue
      const most = capacity[host * resources + r] as number
      const worst = worstOf(book, first[host * resources + r] as number, most * (1 + ROUNDING), forerunners)
      if (worst === undefined) continue
      const vms = worst.arrivals.map(({ vm }) => vm).join(', ')
      problems.push(`Host ${host} can hold ${worst.used} of resource ${r}, it has ${most}, when VMs ${vms} have come.`)
    }
  }
  return problems
}

/**
 * The fullest that a host can be, if that is more than `most`. Any set of arrivals may have started together; then exactly the
 * moves that they come after must be done, so departures among those no longer count, and all others may.
 */
function worstOf(
  { arrivals, departures }: Book,
  first: number,
  most: number,
  { isBefore }: Forerunners,
): Readonly<{ used: number; arrivals: readonly Share[] }> | undefined {
  if (arrivals.length === 0) return undefined
  if (first + arrivals.reduce((sum, { amount }) => sum + amount, 0) <= most) return undefined
  const gain = (forced?: Share) =>
    worstGain(
      arrivals.map(({ place, amount }) => ({
        amount,
        isForced: place === forced?.place,
        needs: departures.flatMap((departure, at) => (isBefore(departure.place, place) ? [at] : [])),
      })),
      departures.map(({ amount }) => amount),
    )
  // A host that is too full at the beginning is no fault, but then one arrival, whichever, makes it one.
  const candidates = first <= most ? [gain()] : arrivals.map(gain)
  const worst = candidates.reduce((one, other) => (other.gain > one.gain ? other : one))
  const used = first + worst.gain
  if (used <= most) return undefined
  return { used, arrivals: worst.taken.map(at => arrivals[at] as Share) }
}

/** Host × resource → what is used at the beginning, and what the moves change. */
function readBooks({ problem, needBefore, nowhere }: PlacementChange, plan: PlacementPlan) {
  const { hosts, resources, initial, need } = problem
  const held = Float64Array.from(needBefore ?? need)
  const first = new Float64Array(hosts * resources)
  for (const [vm, host] of initial.entries()) {
    for (let r = 0; r < resources && host !== nowhere; r++) {
      first[host * resources + r] = (first[host * resources + r] as number) + (held[vm * resources + r] as number)
    }
  }
  const books = new Map<number, Book>()
  const write = (host: number, r: number, share: Share) => {
    const at = host * resources + r
    const book = books.get(at) ?? { arrivals: [], departures: [] }
    books.set(at, book)
    if (share.amount > 0) book.arrivals.push(share)
    else if (share.amount < 0) book.departures.push({ ...share, amount: -share.amount })
  }
  for (const [place, { vm, from, to }] of plan.moves.entries()) {
    for (let r = 0; r < resources; r++) {
      const [before, after] = [held[vm * resources + r] as number, need[vm * resources + r] as number]
      if (from === to) write(to, r, { place, vm, amount: after - before })
      else {
        write(to, r, { place, vm, amount: after })
        if (from !== nowhere) write(from, r, { place, vm, amount: -before })
      }
      held[vm * resources + r] = after
    }
  }
  return { first, books }
}
