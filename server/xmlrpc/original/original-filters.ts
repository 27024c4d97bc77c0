import type { XmlRpcValue } from '../../protocol/xmlrpc/xml-rpc-value.ts'
import { type Complaints, resultStruct } from '../result-struct.ts'
import { areAllDisabled, type FilterOutcome } from '../unit-outcomes.ts'
import { breakCall } from './break-call.ts'

/** The words of the original daemon, which administrators may search for. */
export const ALL_FAILED = 'all filters failed'

/**
 * As the original daemon: the intersection of what the filters that worked named, ids of nobody included; a filter that
 * fails is not mentioned unless none worked, and then all hosts are kept.
 */
export function originalFilters(
  hostIds: readonly string[],
  outcomes: readonly FilterOutcome[],
  complaints: Complaints,
): XmlRpcValue {
  let kept: string[] | undefined
  for (const { outcome } of outcomes) {
    breakCall(outcome)
    if (!outcome.ok) continue
    const verdicts = outcome.value
    const accepted = [...verdicts].flatMap(([id, { ok }]) => (ok ? [id] : []))
    kept = kept === undefined ? accepted : kept.filter(id => verdicts.get(id)?.ok === true)
  }
  if (kept === undefined && !areAllDisabled(outcomes)) complaints.ofCall.push(ALL_FAILED)
  return resultStruct(kept ?? hostIds, complaints)
}
