import type { PlacementProblem } from './placement-problem.ts'

/** VM → the VMs it must not share a host with; undefined: it may be with all. */
export type Foes = readonly (readonly number[] | undefined)[]

/** By lists of VMs of which no two may meet. undefined where there are none. */
export function foesOf(vms: number, lists: readonly (readonly number[])[] | undefined): Foes | undefined {
  if (lists === undefined || lists.length === 0) return undefined
  const foes: Set<number>[] = []
  for (const list of lists) {
    for (const vm of list) {
      foes[vm] ??= new Set()
      for (const other of list) if (other !== vm) foes[vm].add(other)
    }
  }
  return Array.from({ length: vms }, (_, vm) => foes[vm] && [...foes[vm]])
}

/** By both rules that keep VMs apart: lists, and groups. */
export function allFoesOf({ vms, apart = [], group }: PlacementProblem): Foes | undefined {
  const groups = [...Map.groupBy(group.keys(), vm => group[vm] as number).values()].filter(list => list.length > 1)
  return foesOf(vms, [...apart, ...groups])
}
