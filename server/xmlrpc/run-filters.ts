import type { Verdict } from '../../shared/policy/unit.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { XmlRpcValue } from '../protocol/xmlrpc/xml-rpc-value.ts'
import type { UnitRuntime } from '../runtime/unit-runtime.ts'
import { expectParams, parseEngineProperties, parseNames, parseVmAndHosts } from './call-params.ts'
import { unreadHosts, vmQuestion } from './find-subjects.ts'
import { knownUnits } from './known-units.ts'
import type { Method } from './method.ts'
import type { MethodRules } from './method-rules.ts'
import { ALL_FAILED, originalFilters } from './original/original-filters.ts'
import { type Complaints, complainOf, noComplaints, resultStruct, toStruct } from './result-struct.ts'
import { areAllDisabled, type FilterOutcome } from './unit-outcomes.ts'

const params = ['filters', 'hosts', 'vm', 'properties']

/** Reasons are for people who look at a call; the engine ignores them, so a large cluster need not wait for all. */
const MAX_REASONS = 20

/**
 * Which hosts a VM may run on. Fails open: an empty answer would keep the VM from starting, so a filter that fails, and
 * a VM or host not read yet, excludes nothing and is reported instead; unless the unit asks to fail closed.
 */
export const runFilters = (runtime: UnitRuntime, snapshots: SnapshotSource, rules: MethodRules): Method => ({
  help: 'Returns the hosts on which all the filters let the VM run.',
  params,
  signature: ['struct', 'array', 'array', 'string', 'struct'],

  async call(given) {
    expectParams('runFilters', given, params)
    const asked = parseNames(given[0], 'filters')
    const subjects = parseVmAndHosts(given, rules)
    const properties = parseEngineProperties(given[3])
    const complaints = noComplaints()
    const names = knownUnits(runtime, asked, 'filter', complaints)
    const { question, unread } = vmQuestion(subjects, snapshots.current(), rules)
    const outcomes = await Promise.all(
      names.map(async name => ({ name, outcome: await runtime.filter(name, question, properties) })),
    )
    return rules.compatibility === 'strict'
      ? originalFilters(subjects.hostIds, outcomes, complaints)
      : mendedFilters(subjects.hostIds, unread, outcomes, complaints)
  },
})

function mendedFilters(
  hostIds: readonly string[],
  unread: readonly string[],
  outcomes: readonly FilterOutcome[],
  complaints: Complaints,
): XmlRpcValue {
  let isClosed = false
  const judges: Judge[] = []
  for (const { name, outcome } of outcomes) {
    if (outcome.ok) judges.push({ name, verdicts: outcome.value })
    else {
      complainOf(complaints, name, outcome, 'all hosts are kept')
      isClosed ||= outcome.failsClosed
    }
  }
  const reasons = new Map<string, string[]>()
  const kept = hostIds.filter(id => areAllFor(id, judges, reasons) && !isClosed)
  const unjudged = unread.filter(id => judges.some(({ verdicts }) => !verdicts.has(id)))
  if (unjudged.length > 0) complaints.ofCall.push(unreadHosts(unjudged))
  const isUnanswered = judges.length === 0 && !isClosed && complaints.ofCall.length === 0
  if (isUnanswered && !areAllDisabled(outcomes)) complaints.ofCall.push(ALL_FAILED)
  return resultStruct(kept, complaints, reasons.size > 0 ? { reasons: toStruct(reasons) } : {})
}

type Judge = Readonly<{ name: string; verdicts: ReadonlyMap<string, Verdict> }>

/** Does nobody reject the host? Who says nothing of it does not. The first rejections are kept with their reasons. */
function areAllFor(id: string, judges: readonly Judge[], reasons: Map<string, string[]>): boolean {
  let isKept = true
  for (const { name, verdicts } of judges) {
    const verdict = verdicts.get(id)
    if (verdict === undefined || verdict.ok) continue
    isKept = false
    const before = reasons.get(id)
    if (before !== undefined) before.push(`${name}: ${verdict.reason.text}`)
    else if (reasons.size < MAX_REASONS) reasons.set(id, [`${name}: ${verdict.reason.text}`])
    else return false
  }
  return isKept
}
