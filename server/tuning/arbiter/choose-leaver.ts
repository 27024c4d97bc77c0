import { compareNames } from '../../../shared/measure/compare-names.ts'
import type { ArbiterVm } from './arbitration.ts'

export type Relief = Readonly<{
  /** What the VM would leave behind, in whatever is short. */
  frees(vm: ArbiterVm): number
  isEnough(freed: number): boolean
}>

/**
 * Which VM should leave: of those that may and free enough the one of the lowest priority, and of them the one that frees
 * the least. Where none frees enough: the one that frees the most, so that what remains is less.
 */
export function chooseLeaver(vms: readonly ArbiterVm[], { frees, isEnough }: Relief): ArbiterVm | undefined {
  const able = vms.filter(vm => vm.canLeave && frees(vm) > 0)
  const enough = able.filter(vm => isEnough(frees(vm)))
  const byName = (a: ArbiterVm, b: ArbiterVm) => compareNames(a.name, b.name) || (a.id < b.id ? -1 : 1)
  const [first] =
    enough.length > 0
      ? enough.toSorted((a, b) => a.priority - b.priority || frees(a) - frees(b) || byName(a, b))
      : able.toSorted((a, b) => frees(b) - frees(a) || a.priority - b.priority || byName(a, b))
  return first
}
