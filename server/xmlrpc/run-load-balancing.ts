import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { UnitRuntime } from '../runtime/unit-runtime.ts'
import { expectParams, parseEngineProperties, parseIds, parseName } from './call-params.ts'
import { findHosts, type SnapshotRules, unknownHosts, usableSnapshot } from './find-subjects.ts'
import { isOffered } from './known-units.ts'
import type { Method } from './method.ts'
import { noComplaints, resultStruct } from './result-struct.ts'

const params = ['balance', 'hosts', 'properties']

/** Nothing to do. Always two elements: the engine's parser indexes both, and its failure stops the other clusters. */
const NO_MOVE = ['', []] as const

/** One VM to move and where it may go. Fails closed: without a sound answer nothing moves. */
export const runLoadBalancing = (runtime: UnitRuntime, snapshots: SnapshotSource, rules: SnapshotRules): Method => ({
  help: 'Returns a VM to migrate and the hosts it may go to, or an empty name when nothing is to move.',
  params,
  signature: ['struct', 'string', 'array', 'struct'],

  async call(given) {
    expectParams('runLoadBalancing', given, params)
    const name = parseName(given[0], 'balance')
    const hostIds = parseIds(given[1], 'hosts')
    const properties = parseEngineProperties(given[2])
    const complaints = noComplaints()
    if (!isOffered(runtime, name, 'balance')) {
      complaints.ofUnits.set(name, [`Load balance requested but was not found: ${name}`])
      return resultStruct(NO_MOVE, complaints)
    }

    const snapshot = usableSnapshot(snapshots.current(), rules)
    if (typeof snapshot === 'string') {
      return resultStruct(NO_MOVE, { ...complaints, ofCall: [`${snapshot}; nothing is moved`] })
    }
    const { hosts, unknown } = findHosts(snapshot, hostIds)
    if (unknown.length > 0) complaints.ofCall.push(unknownHosts(unknown))
    const known = new Set(hosts.map(({ id }) => id))
    const vms = snapshot.vms.filter(({ hostId }) => hostId !== undefined && known.has(hostId))

    const outcome = await runtime.balance(name, { hosts, vms }, properties)
    if (!outcome.ok) {
      complaints.ofUnits.set(name, [outcome.message])
      return resultStruct(NO_MOVE, complaints)
    }
    const { move, because } = outcome.value
    const result = move === undefined ? NO_MOVE : [move.vmId, move.toHostIds]
    return resultStruct(result, complaints, { because: because.text })
  },
})
