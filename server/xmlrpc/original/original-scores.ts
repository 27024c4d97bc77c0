import { INT32_MAX, INT32_MIN, type XmlRpcValue } from '../../protocol/xmlrpc/xml-rpc-value.ts'
import { toCost } from '../../runtime/to-costs.ts'
import { CallError } from '../call-error.ts'
import { type Complaints, resultStruct } from '../result-struct.ts'
import type { ScoreOutcome } from '../unit-outcomes.ts'
import { breakCall } from './break-call.ts'

const TIMED_OUT = 'Waiting on score functions timed out'

/**
 * As the original daemon: per host the sum of factor times score, over the functions that worked and for the hosts they
 * named, two elements an entry. A sum that is no whole number is sent as it is, one beyond 32 bits breaks the call.
 */
export function originalScores(outcomes: readonly ScoreOutcome[], complaints: Complaints): XmlRpcValue {
  const sums = new Map<string, number>()
  for (const { factor, outcome } of outcomes) {
    breakCall(outcome)
    if (!outcome.ok) {
      if (outcome.code === 'timed-out' && complaints.ofCall.length === 0) complaints.ofCall.push(TIMED_OUT)
      continue
    }
    const { kind, of } = outcome.value
    for (const [id, score] of of)
      sums.set(id, (sums.get(id) ?? 0) + factor * (kind === 'score' ? toCost(score) : score))
  }
  for (const sum of sums.values()) {
    if (Number.isInteger(sum) && (sum < INT32_MIN || sum > INT32_MAX)) {
      throw new CallError('plugin-fault', "<class 'OverflowError'>:int exceeds XML-RPC limits")
    }
  }
  return resultStruct([...sums], complaints)
}
