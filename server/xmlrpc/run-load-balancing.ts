import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { UnitRuntime } from '../runtime/unit-runtime.ts'
import { expectParams, parseEngineProperties, parseHosts, parseName } from './call-params.ts'
import { balanceQuestion, unreadHosts } from './find-subjects.ts'
import type { Method } from './method.ts'
import type { MethodRules } from './method-rules.ts'
import { originalBalance } from './original/original-balance.ts'
import { complainOf, NO_MOVE, noComplaints, resultStruct } from './result-struct.ts'

const params = ['balance', 'hosts', 'properties']

/** One VM that should leave its host, and where it may go. Fails closed: without a sound answer nothing moves. */
export const runLoadBalancing = (runtime: UnitRuntime, snapshots: SnapshotSource, rules: MethodRules): Method => ({
  help: 'Returns a VM to migrate and the hosts it may go to, or an empty name when nothing is to move.',
  params,
  signature: ['struct', 'string', 'array', 'struct'],

  async call(given) {
    expectParams('runLoadBalancing', given, params)
    const name = parseName(given[0], 'balance')
    const subjects = { hostIds: parseHosts(given[1], rules), written: given[2] }
    const properties = parseEngineProperties(given[2])
    const complaints = noComplaints()
    const isStrict = rules.compatibility === 'strict'
    const unit = runtime.find(name, 'balance')
    if (unit === undefined) {
      complaints.ofUnits.set(name, [`Load balance requested but was not found: ${name}`])
      return resultStruct(isStrict ? [] : NO_MOVE, complaints)
    }

    const { question, unread } = balanceQuestion(subjects, snapshots.current(), rules)
    const outcome = await runtime.balance(name, question, properties)
    if (!outcome.ok && outcome.code === 'disabled') {
      return resultStruct(NO_MOVE, complaints, { because: outcome.message })
    }
    if (isStrict) return originalBalance(outcome, complaints)
    if (unread.length > 0 && unit.kind !== 'python') complaints.ofCall.push(unreadHosts(unread))
    if (!outcome.ok) {
      complainOf(complaints, name, outcome, 'nothing is moved')
      return resultStruct(NO_MOVE, complaints)
    }
    const { move, because } = outcome.value
    const result = move === undefined ? NO_MOVE : [move.vmId, move.toHostIds]
    return resultStruct(result, complaints, { because: because.text })
  },
})
