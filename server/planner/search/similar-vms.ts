import type { PlacementProblem } from './placement-problem.ts'
import type { Random } from './random.ts'

/** How many VMs each is compared to: all of a small cluster, a sample of a large one. */
const COMPARED = 1_000
const KEPT = 32

/**
 * For each VM some that need about the same, by what it costs: swapping two of them changes little, which is what a search
 * needs when it is cold. Returns VM × 32 (fewer in small problems) as a flat table.
 */
export function similarVms(problem: PlacementProblem, random: Random): Readonly<{ table: Int32Array; each: number }> {
  const { vms } = problem
  const each = Math.min(KEPT, vms - 1)
  const table = new Int32Array(vms * Math.max(each, 0))
  for (let vm = 0; vm < vms; vm++) {
    const others =
      vms <= COMPARED + 1 ? [...Array(vms).keys()] : Array.from({ length: COMPARED }, () => random.below(vms))
    const nearest = others
      .filter(other => other !== vm)
      .map(other => ({ other, distance: distance(vm, other, problem) }))
      .toSorted((a, b) => a.distance - b.distance)
    for (let k = 0; k < each; k++) table[vm * each + k] = nearest[k % nearest.length]?.other ?? vm
  }
  return { table, each }
}

function distance(vm: number, other: number, { resources, need, loadWeight }: PlacementProblem): number {
  let sum = 0
  for (let r = 0; r < resources; r++) {
    const apart = (need[vm * resources + r] as number) - (need[other * resources + r] as number)
    sum += Math.abs(apart) * (loadWeight[r] as number)
  }
  return sum
}
