import type { ComparedPlans } from './compare-plans.ts'
import type { ReplayedAdvice } from './replay-advice.ts'

const verdicts = {
  same: 'the same moves come out',
  'as-good': 'other moves come out, which are worth the same',
  different: 'other moves come out',
} as const

/** One plan: the verdict, then what differs. */
export function comparedPlansText(compared: ComparedPlans & Readonly<{ cluster: string; objective: string }>): string {
  const { cluster, objective, verdict, onlyThen, onlyNow, pointsThen, pointsNow } = compared
  const points = verdict === 'same' ? '' : ` (${pointsThen} points then, ${pointsNow} now)`
  return [
    `${verdict === 'different' ? '✗' : '✓'} plan for ${cluster}, ${objective}: ${verdicts[verdict]}${points}.`,
    ...differences(onlyThen, onlyNow),
  ].join('\n')
}

/** One cluster: how many recommendations come out again, what differs, and what the balancer says. */
export function adviceText({ cluster, because, same, onlyThen, onlyNow }: ReplayedAdvice): string {
  const open = same.length + onlyThen.length
  const head =
    open === 0
      ? 'nothing was recommended for this snapshot'
      : `${same.length} of ${open} recommendations come out again`
  return [
    `${onlyThen.length > 0 ? '✗' : '✓'} advice for ${cluster}: ${head}. ${because}`,
    ...differences(onlyThen, onlyNow),
  ].join('\n')
}

const differences = (onlyThen: readonly string[], onlyNow: readonly string[]): string[] => [
  ...onlyThen.map(one => `    only then  ${one}`),
  ...onlyNow.map(one => `    only now   ${one}`),
]
