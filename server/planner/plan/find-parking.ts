import type { HostRoom } from './host-room.ts'
import type { PlacementChange } from './placement-plan.ts'

export type Standstill = Readonly<{
  change: PlacementChange
  room: HostRoom
  /** VM → host now. Nothing moves. */
  at: Int32Array
  waiting: ReadonlySet<number>
  /** Those that were parked before: once is enough, or it might go on for ever. */
  parked: ReadonlySet<number>
}>

/**
 * A VM to be put on a third host for the time being, so that another that waits for its host can go there: of those that do, the
 * one that moves fastest. undefined: there is none.
 */
export function findParking(standstill: Standstill): Readonly<{ vm: number; to: number }> | undefined {
  const { change, at, waiting, parked } = standstill
  const { target, seconds, nowhere } = change
  const wanted = new Set([...waiting].map(vm => target[vm] as number))
  const inTheWay = [...waiting].filter(
    vm => !parked.has(vm) && at[vm] !== target[vm] && at[vm] !== nowhere && wanted.has(at[vm] as number),
  )
  let fallback: { vm: number; to: number } | undefined
  for (const vm of inTheWay.sort((a, b) => seconds(a) - seconds(b) || a - b)) {
    const to = hostFor(vm, standstill, wanted)
    if (to < 0) continue
    if (makesWay(vm, standstill)) return { vm, to }
    fallback ??= { vm, to }
  }
  // Two small ones together may make room where neither does alone.
  return fallback
}

/** Whether one that waits could go where this one is, were it gone. */
function makesWay(leaver: number, { change: { target, problem }, room, at, waiting }: Standstill): boolean {
  const host = at[leaver] as number
  const { resources, need } = problem
  for (const vm of waiting) {
    if (target[vm] !== host || vm === leaver) continue
    const enough = room
      .lacks(vm, at[vm] as number, host)
      .every(r => (need[leaver * resources + r] as number) >= (need[vm * resources + r] as number))
    if (enough && room.foesOn(vm, host).every(foe => foe === leaver)) return true
  }
  return false
}

/** Better one that nobody waits for. -1: there is none. */
function hostFor(vm: number, { change, room, at }: Standstill, wanted: ReadonlySet<number>): number {
  const { hosts } = change.problem
  const from = at[vm] as number
  let second = -1
  for (let to = 0; to < hosts; to++) {
    if (to === from || to === change.nowhere || !room.mayRun(vm, to)) continue
    if (room.lacks(vm, from, to).length > 0 || room.foesOn(vm, to).length > 0) continue
    if (!wanted.has(to)) return to
    if (second < 0) second = to
  }
  return second
}
