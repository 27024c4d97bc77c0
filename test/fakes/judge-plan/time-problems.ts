import type { PlacementChange, PlacementPlan } from '../../../server/planner/plan/placement-plan.ts'

const ROUNDING_S = 1e-6

/** The times that a plan tells: durations, waiting for others, the end, and how much is under way at once. */
export function timeProblems(change: PlacementChange, { moves, makespanS }: PlacementPlan): string[] {
  const problems: string[] = []
  for (const [place, { vm, from, to, after, startsAtS, endsAtS }] of moves.entries()) {
    const of = `Move ${place} of VM ${vm}`
    const tookS = from === to ? 0 : change.seconds(vm)
    if (!(startsAtS >= 0)) problems.push(`${of} starts at ${startsAtS} s.`)
    if (!(Math.abs(endsAtS - startsAtS - tookS) <= ROUNDING_S)) {
      problems.push(`${of} lasts from ${startsAtS} s to ${endsAtS} s, but takes ${tookS} s.`)
    }
    for (const earlier of after) {
      const ready = moves[earlier]?.endsAtS ?? 0
      if (startsAtS < ready - ROUNDING_S) {
        problems.push(`${of} starts at ${startsAtS} s, before move ${earlier} is done at ${ready} s.`)
      }
    }
  }
  const last = Math.max(0, ...moves.map(({ endsAtS }) => endsAtS))
  if (Math.abs(makespanS - last) > ROUNDING_S) {
    problems.push(`The plan says that it takes ${makespanS} s, but its last move is done at ${last} s.`)
  }
  return [...problems, ...crowdProblems(change, moves)]
}

type Event = Readonly<{ atS: number; by: 1 | -1; from: number; to: number }>

function crowdProblems({ limits, nowhere }: PlacementChange, moves: PlacementPlan['moves']): string[] {
  const events = moves
    .filter(({ from, to, startsAtS, endsAtS }) => from !== to && endsAtS > startsAtS)
    .flatMap(({ from, to, startsAtS, endsAtS }): Event[] => [
      { atS: startsAtS, by: 1, from, to },
      { atS: endsAtS, by: -1, from, to },
    ])
    // One that ends makes room for one that starts at the same moment.
    .sort((a, b) => a.atS - b.atS || a.by - b.by)
  const busy = new Map<number, number>()
  let total = 0
  const problems = new Set<string>()
  for (const { atS, by, from, to } of events) {
    total += by
    if (total > limits.total) problems.add(`${total} moves at once at ${atS} s, at most ${limits.total} may be.`)
    for (const host of [from, to]) {
      if (host === nowhere) continue
      const count = (busy.get(host) ?? 0) + by
      busy.set(host, count)
      if (count > limits.perHost) {
        problems.add(`${count} moves at once at host ${host} at ${atS} s, at most ${limits.perHost} may be.`)
      }
    }
  }
  return [...problems]
}
