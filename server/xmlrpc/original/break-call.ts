import type { Outcome } from '../../runtime/unit-runtime.ts'
import { CallError } from '../call-error.ts'

/** Some output of one plugin made the original daemon answer the whole call with a fault. Throws CallError for it. */
export function breakCall(outcome: Outcome<unknown>): void {
  if (!outcome.ok && outcome.code === 'breaks-call') throw new CallError('plugin-fault', outcome.message)
}
