import type { Plan } from '../../../shared/plan/plan.ts'

/** A plan that was made and the one that the same question comes to now. */
export type ComparedPlans = Readonly<{
  /** same: the same moves. as-good: others, which cost no more than half a point more or less. different: neither. */
  verdict: 'same' | 'as-good' | 'different'
  onlyThen: readonly string[]
  onlyNow: readonly string[]
  pointsThen: number
  pointsNow: number
}>

/** Below what a move must gain at any level: such plans are worth the same. */
const WORTH_THE_SAME = 0.5

/** Moves by where they begin and end; their order follows from the estimates of a search, and does not count. */
export function comparePlans(then: Plan, now: Plan): ComparedPlans {
  const [before, after] = [movesOf(then), movesOf(now)]
  const [onlyThen, onlyNow] = [before.filter(one => !after.includes(one)), after.filter(one => !before.includes(one))]
  const isSame = onlyThen.length === 0 && onlyNow.length === 0
  const isAsGood = Math.abs(then.pointsAfter - now.pointsAfter) <= WORTH_THE_SAME
  return {
    verdict: isSame ? 'same' : isAsGood ? 'as-good' : 'different',
    ...{ onlyThen, onlyNow, pointsThen: then.pointsAfter, pointsNow: now.pointsAfter },
  }
}

const movesOf = ({ steps }: Plan): string[] => steps.map(({ vm, from, to }) => `${vm.name}: ${from.name} → ${to.name}`)
