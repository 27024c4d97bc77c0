import type { Foes } from '../search/foes-of.ts'
import type { PlacementChange } from './placement-plan.ts'
import type { VmNeeds } from './vm-needs.ts'

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
}>

export function createHostRoom(
  { problem, nowhere }: Pick<PlacementChange, 'problem' | 'nowhere'>,
  needs: VmNeeds,
  foes: Foes | undefined,
): HostRoom {
  const { hosts, resources, initial, kind, mayRun } = problem
  const taken = new Float64Array(hosts * resources)
  const on = Array.from({ length: hosts }, () => new Set<number>())

  function add(host: number, amount: (r: number) => number): void {
    for (let r = 0; r < resources; r++) {
      const place = host * resources + r
      taken[place] = (taken[place] as number) + amount(r)
    }
  }

  for (const [vm, at] of initial.entries()) {
    if (at === nowhere) continue
    on[at]?.add(vm)
    add(at, r => needs.now(vm, r))
  }

  return {
    mayRun: (vm, host) =>
      host !== nowhere && (kind === undefined || mayRun?.[(kind[vm] as number) * hosts + host] !== 0),
    lacks(vm, from, to) {
      const lacking: number[] = []
      for (let r = 0; r < resources; r++) {
        const more = needs.added(vm, from, to, r)
        if (more > 0 && (taken[to * resources + r] as number) + more > needs.most(to, r)) lacking.push(r)
      }
      return lacking
    },
    foesOn: (vm, host) => foes?.[vm]?.filter(other => on[host]?.has(other)) ?? [],
    begin(vm, from, to) {
      add(to, r => needs.added(vm, from, to, r))
      on[to]?.add(vm)
    },
    end(vm, from, to) {
      if (from === to || from === nowhere) return
      add(from, r => -needs.now(vm, r))
      on[from]?.delete(vm)
    },
  }
}
