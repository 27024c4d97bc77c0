import { type Reason, reason } from '../../shared/policy/reason.ts'

/** Why a unit that a person has disabled says nothing. */
export const whyDisabled = (unit: string): Reason =>
  reason('unit-disabled', `${unit} is disabled: it is not asked.`, { unit })
