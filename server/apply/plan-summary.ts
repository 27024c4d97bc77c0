import { durationText } from '../../shared/plan/duration-text.ts'
import type { Plan } from '../../shared/plan/plan.ts'
import { type Reason, reason } from '../../shared/policy/reason.ts'
import { priorityOf } from '../planner/propose.ts'

const BROKEN = new Set(['host-rule-broken', 'vm-rule-broken'])

/** 1: a rule is broken. What a person has asked for is 2. Else by what the score gains, as a move by its relief. */
export function planPriority({ objective, steps, scoreBefore = 0, scoreAfter = 0 }: Plan): number {
  const isBroken = steps.some(({ because }) => BROKEN.has(because.code))
  if (!isBroken && (objective.kind === 'evacuate' || objective.kind === 'restore')) return 2
  if (!isBroken && objective.kind === 'density') return 4
  return priorityOf(isBroken, scoreAfter - scoreBefore)
}

/** What a plan brings and takes, in a sentence. */
export function planSummary(
  { objective, steps, scoreBefore, scoreAfter, makespanS, emptied }: Plan,
  cluster: string,
): Reason {
  const moves = steps.length
  const duration = durationText(makespanS)
  const hosts = emptied.map(({ name }) => name).join(', ')
  const effort = `${moves} ${moves === 1 ? 'move' : 'moves'}, about ${duration}`
  const values = {
    cluster,
    moves,
    duration,
    hosts,
    empty: emptied.length,
    before: scoreBefore ?? 0,
    after: scoreAfter ?? 0,
  }
  switch (objective.kind) {
    case 'balance':
      return reason(
        'plan-of-balance',
        `${cluster} goes from ${values.before} to ${values.after} of 100: ${effort}.`,
        values,
      )
    case 'density':
      return reason(
        'plan-of-density',
        `${emptied.length} hosts of ${cluster} become empty (${hosts}): ${effort}.`,
        values,
      )
    case 'repair':
      return reason('plan-of-repair', `Broken rules and overloads in ${cluster} are mended: ${effort}.`, values)
    case 'evacuate':
      return reason(
        'plan-of-evacuate',
        `${hosts === '' ? 'As much as can be leaves' : `Nothing runs on ${hosts} any more`}: ${effort}.`,
        values,
      )
    case 'restore':
      return reason('plan-of-restore', `VMs of ${cluster} go back to where they were: ${effort}.`, values)
  }
}
