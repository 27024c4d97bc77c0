import type { Foes } from '../search/foes-of.ts'
import type { PlacementChange } from './placement-plan.ts'

/**
 * What is taken of every host while moves are under way: a VM counts where it is and where it is going. `begin` and `end` are one
 * move's; between them both hosts have it.
 */
export type HostRoom = Readonly<{
  /** Places in the list of resources of which a host has too little for a VM to come, or to grow where it is. */
  lacks(vm: number, from: number, to: number): readonly number[]
  /** VMs that are on a host, or leaving or coming to it, from which this one must be apart. */
  foesOn(vm: number, host: number): readonly number[]
  mayRun(vm: number, host: number): boolean
  begin(vm: number, from: number, to: number): void
  end(vm: number, from: number, to: number): void
  /** VMs on a host, or on their way to or from it. */
  vmsOn(host: number): ReadonlySet<number>
}>

/** Of what a host has: sums of many small numbers differ by their order. */
const ROUNDING = 1e-9

export function createHostRoom({ problem, needBefore, nowhere }: PlacementChange, foes: Foes | undefined): HostRoom {
  const { vms, hosts, resources, initial, need, capacity, kind, mayRun } = problem
  const taken = new Float64Array(hosts * resources)
  const on = Array.from({ length: hosts }, () => new Set<number>())
  /** VM → 1: it has moved or grown, so it counts in full. */
  const isFull = new Uint8Array(vms)

  const needOf = (vm: number, r: number, full: boolean): number =>
    (full || needBefore === undefined ? need : needBefore)[vm * resources + r] as number

  function add(vm: number, at: number, sign: 1 | -1, full: boolean): void {
    for (let r = 0; r < resources; r++) {
      const place = at * resources + r
      taken[place] = (taken[place] as number) + sign * needOf(vm, r, full)
    }
  }

  for (let vm = 0; vm < vms; vm++) {
    const at = initial[vm] as number
    if (at === nowhere) continue
    on[at]?.add(vm)
    add(vm, at, 1, false)
  }

  return {
    vmsOn: host => on[host] as ReadonlySet<number>,
    mayRun: (vm, host) =>
      host !== nowhere && (kind === undefined || mayRun?.[(kind[vm] as number) * hosts + host] !== 0),
    lacks(vm, from, to) {
      const lacking: number[] = []
      for (let r = 0; r < resources; r++) {
        const most = capacity[to * resources + r] as number
        const more = needOf(vm, r, true) - (from === to ? needOf(vm, r, isFull[vm] === 1) : 0)
        if (more > 0 && (taken[to * resources + r] as number) + more > most * (1 + ROUNDING)) lacking.push(r)
      }
      return lacking
    },
    foesOn: (vm, host) => foes?.[vm]?.filter(other => on[host]?.has(other)) ?? [],
    begin(vm, from, to) {
      if (from === to) add(vm, from, -1, isFull[vm] === 1)
      add(vm, to, 1, true)
      on[to]?.add(vm)
      if (from === to) isFull[vm] = 1
    },
    end(vm, from, to) {
      if (from === to) return
      if (from !== nowhere) {
        add(vm, from, -1, isFull[vm] === 1)
        on[from]?.delete(vm)
      }
      isFull[vm] = 1
    },
  }
}
