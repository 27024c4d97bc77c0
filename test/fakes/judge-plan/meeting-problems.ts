import type { PlacementChange, PlacementPlan } from '../../../server/planner/plan/placement-plan.ts'
import type { Forerunners } from './forerunners.ts'

/** A VM's time on a host: from the start of one move to the end of another, or from the beginning, or for good. */
type Stay = Readonly<{ vm: number; host: number; comesBy?: number; goesBy?: number }>

/** VMs that must be apart, but are on one host in some order, be it while one of them leaves. */
export function meetingProblems(change: PlacementChange, plan: PlacementPlan, { isBefore }: Forerunners): string[] {
  const { apart, group } = change.problem
  const groups = Map.groupBy(group.keys(), vm => group[vm] as number)
  const stays = staysOf(change, plan)
  const isOver = (one: Stay, other: Stay) =>
    one.goesBy !== undefined && other.comesBy !== undefined && isBefore(one.goesBy, other.comesBy)
  const problems = new Set<string>()
  for (const list of [...groups.values(), ...(apart ?? [])]) {
    const byHost = Map.groupBy(
      [...new Set(list)].flatMap(vm => stays[vm] ?? []),
      ({ host }) => host,
    )
    for (const [host, visits] of byHost) {
      for (const [at, one] of visits.entries()) {
        for (const other of visits.slice(at + 1)) {
          if (one.vm === other.vm || isOver(one, other) || isOver(other, one)) continue
          // Together from the beginning: no move has brought them there.
          if (one.comesBy === undefined && other.comesBy === undefined) continue
          problems.add(`VMs ${one.vm} and ${other.vm} must be apart, but can meet on host ${host}.`)
        }
      }
    }
  }
  return [...problems]
}

/** VM → its stays, in order. */
function staysOf({ problem, nowhere }: PlacementChange, { moves }: PlacementPlan): Stay[][] {
  const stays = Array.from(problem.initial, (host, vm): Stay[] => [{ vm, host }])
  for (const [place, { vm, from, to }] of moves.entries()) {
    const own = stays[vm] as Stay[]
    const last = own.pop() as Stay
    if (from === to) own.push(last)
    else own.push({ ...last, goesBy: place }, { vm, host: to, comesBy: place })
  }
  return stays.map(own => own.filter(({ host }) => host !== nowhere))
}
