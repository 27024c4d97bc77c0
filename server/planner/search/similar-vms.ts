import type { PlacementProblem } from './placement-problem.ts'
import type { Random } from './random.ts'

/** How many VMs each is compared to: all of a small cluster, a sample of a large one, which must not take long either. */
const COMPARED = 1_000
const MOST_COMPARISONS = 10_000_000
const KEPT = 32

/**
 * For each VM some that need about the same, by what it costs: swapping two of them changes little, which is what a search
 * needs when it is cold. Returns VM × 32 (fewer in small problems) as a flat table.
 */
export function similarVms(problem: PlacementProblem, random: Random): Readonly<{ table: Int32Array; each: number }> {
  const { vms } = problem
  const each = Math.max(0, Math.min(KEPT, vms - 1))
  const table = new Int32Array(vms * each)
  const distances = new Float64Array(each)
  const compared = Math.max(each, Math.min(COMPARED, Math.floor(MOST_COMPARISONS / vms)))
  const isSample = vms > compared + 1
  for (let vm = 0; vm < vms; vm++) {
    let kept = 0
    for (let drawn = 0; drawn < (isSample ? compared : vms); drawn++) {
      const other = isSample ? random.below(vms) : drawn
      if (other === vm) continue
      const apart = distance(vm, other, problem)
      if (kept === each && apart >= (distances[each - 1] as number)) continue
      // Those that are further away make room, the furthest falls out.
      let place = kept < each ? kept++ : each - 1
      for (; place > 0 && (distances[place - 1] as number) > apart; place--) {
        distances[place] = distances[place - 1] as number
        table[vm * each + place] = table[vm * each + place - 1] as number
      }
      distances[place] = apart
      table[vm * each + place] = other
    }
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
