import type { Foes } from '../search/foes-of.ts'
import type { PlacementChange } from './placement-plan.ts'
import type { VmNeeds } from './vm-needs.ts'

/** Says after which others a move must start, so that no order that is left free breaks a rule. Asked in the order of the plan. */
export type Precedence = Readonly<{
  /** Of a move that starts: the moves it comes after. */
  arrive(move: number, vm: number, from: number, to: number): readonly number[]
  /** Of a move that is done: its VM has left. */
  leave(move: number, vm: number, from: number): void
}>

type Departure = Readonly<{ move: number; vm: number }>

/**
 * Departures from a host are taken in the order in which they were done. An arrival comes after the fewest of them, counted from
 * the first, with which it fits beside everybody who was there or has begun to come. So what two arrivals wait for is never
 * crosswise: the one that begins later waits for all that the other does, and whichever goes first, both have room.
 */
export function createPrecedence(
  { problem, nowhere }: Pick<PlacementChange, 'problem' | 'nowhere'>,
  needs: VmNeeds,
  foes: Foes | undefined,
): Precedence {
  const { hosts, resources, initial, vms } = problem
  /** Everybody who was there at first or has begun to come; nobody is taken off. */
  const ever = new Float64Array(hosts * resources)
  const departures = Array.from({ length: hosts }, (): Departure[] => [])
  /** Host → how many departures the latest arrival waits for. */
  const waitsFor = new Int32Array(hosts)
  const lastMoveOf = new Int32Array(vms).fill(-1)
  const ancestors: Set<number>[] = []
  const leftWith: Float64Array[] = []

  for (let vm = 0; vm < vms; vm++) {
    const at = initial[vm] as number
    if (at === nowhere) continue
    for (let r = 0; r < resources; r++)
      ever[at * resources + r] = (ever[at * resources + r] as number) + needs.now(vm, r)
  }

  /** The fewest departures with which what a VM adds to a host fits there. */
  function fewest(vm: number, from: number, to: number): number {
    const left = departures[to] as Departure[]
    let count = waitsFor[to] as number
    for (let r = 0; r < resources; r++) {
      const more = needs.added(vm, from, to, r)
      if (more <= 0) continue
      const place = to * resources + r
      const most = needs.most(to, r)
      let used = (ever[place] as number) + more
      for (let k = 0; k < left.length && (used > most || k < count); k++) {
        used -= leftWith[(left[k] as Departure).move]?.[r] as number
        count = Math.max(count, k + 1)
      }
    }
    return count
  }

  return {
    arrive(move, vm, from, to) {
      const left = departures[to] as Departure[]
      const own = lastMoveOf[vm] as number
      const before = own < 0 ? [] : [own]
      const known = new Set(before.flatMap(earlier => [earlier, ...(ancestors[earlier] ?? [])]))
      let count = fewest(vm, from, to)
      for (const [k, { move: earlier, vm: other }] of left.entries()) {
        if (known.has(earlier) || foes?.[vm]?.includes(other)) count = Math.max(count, k + 1)
      }
      waitsFor[to] = count
      const after = [...new Set([...before, ...left.slice(0, count).map(departure => departure.move)])]
      for (const earlier of after) {
        known.add(earlier)
        for (const one of ancestors[earlier] ?? []) known.add(one)
      }
      ancestors[move] = known
      for (let r = 0; r < resources; r++) {
        const place = to * resources + r
        ever[place] = (ever[place] as number) + needs.added(vm, from, to, r)
      }
      leftWith[move] = Float64Array.from({ length: resources }, (_, r) => needs.now(vm, r))
      lastMoveOf[vm] = move
      return after.sort((a, b) => a - b)
    },
    leave(move, vm, from) {
      if (from !== nowhere) departures[from]?.push({ move, vm })
    },
  }
}
