/** Would a move serve the soft affinity rules of a VM better than staying? Source: rules §10. */
import type { AffinityGroup } from '../facts/affinity-group.ts'
import { type Situation, vmOf } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'

export type Move = Readonly<{ sourceId: string; targetId: string }>

/**
 * By the rules with hosts or by those between VMs: a gain in either is enough, so which of the two the policy weighs more
 * only decides which the engine looks at first.
 */
export const softRulesImprove = (
  vm: VmFacts,
  move: Move,
  situation: Situation,
  groups: readonly AffinityGroup[],
): boolean => {
  const own = groups.filter(({ vmIds }) => vmIds.has(vm.id))
  return hostRulesImprove(move, own) || vmRulesImprove(vm, move, situation, own)
}

/** Groups of the same priority decide together; the highest at which there is a difference decides. */
const levels = (groups: readonly AffinityGroup[]): readonly (readonly AffinityGroup[])[] =>
  [...Map.groupBy(groups, ({ priority }) => priority)].toSorted(([a], [b]) => b - a).map(([, level]) => level)

function hostRulesImprove({ sourceId, targetId }: Move, groups: readonly AffinityGroup[]): boolean {
  for (const level of levels(groups.filter(({ hostRule }) => hostRule.enabled && !hostRule.enforcing))) {
    const brokenOn = (hostId: string) =>
      level.filter(({ hostIds, hostRule }) => hostIds.has(hostId) !== hostRule.positive).length
    const change = brokenOn(targetId) - brokenOn(sourceId)
    if (change !== 0) return change < 0
  }
  return false
}

function vmRulesImprove(
  vm: VmFacts,
  { sourceId, targetId }: Move,
  situation: Situation,
  groups: readonly AffinityGroup[],
): boolean {
  for (const level of levels(groups.filter(({ vmRule }) => vmRule.enabled && !vmRule.enforcing))) {
    let together = 0
    let apart = 0
    for (const { vmIds, vmRule } of level) {
      const othersOn = (hostId: string) =>
        [...vmIds].filter(id => id !== vm.id && vmOf(situation, id)?.hostId === hostId).length
      const [before, after] = [othersOn(sourceId), othersOn(targetId)]
      if (vmRule.positive) together += Math.sign(after - before)
      else apart += Math.sign(before) - Math.sign(after)
    }
    if (together !== 0 || apart !== 0) return together >= 0 && apart >= 0
  }
  return false
}
