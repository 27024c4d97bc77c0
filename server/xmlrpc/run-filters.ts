import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { UnitRuntime } from '../runtime/unit-runtime.ts'
import { expectParams, parseEngineProperties, parseId, parseIds, parseNames } from './call-params.ts'
import { findHosts, findVm, type SnapshotRules, unknownHosts, unknownVm, usableSnapshot } from './find-subjects.ts'
import { knownUnits } from './known-units.ts'
import type { Method } from './method.ts'
import { noComplaints, resultStruct, toStruct } from './result-struct.ts'

const params = ['filters', 'hosts', 'vm', 'properties']

/** The words of the original daemon, which administrators may search for. */
const ALL_FAILED = 'all filters failed'

/**
 * Which hosts a VM may run on. Fails open: an empty answer would keep the VM from starting, so a filter that fails, and
 * a VM or host not read yet, excludes nothing and is reported instead.
 */
export const runFilters = (runtime: UnitRuntime, snapshots: SnapshotSource, rules: SnapshotRules): Method => ({
  help: 'Returns the hosts on which all the filters let the VM run.',
  params,
  signature: ['struct', 'array', 'array', 'string', 'struct'],

  async call(given) {
    expectParams('runFilters', given, params)
    const asked = parseNames(given[0], 'filters')
    const hostIds = parseIds(given[1], 'hosts')
    const vmId = parseId(given[2], 'vm')
    const properties = parseEngineProperties(given[3])
    const complaints = noComplaints()
    const keepAll = (why: string) => resultStruct(hostIds, { ...complaints, ofCall: [why] })
    const names = knownUnits(runtime, asked, 'filter', complaints)
    if (names.length === 0) return keepAll(ALL_FAILED)

    const snapshot = usableSnapshot(snapshots.current(), rules)
    if (typeof snapshot === 'string') return keepAll(`${snapshot}; all hosts are kept`)
    const vm = findVm(snapshot, vmId)
    if (vm === undefined) return keepAll(unknownVm(vmId))
    const { hosts, unknown } = findHosts(snapshot, hostIds)
    if (unknown.length > 0) complaints.ofCall.push(unknownHosts(unknown))

    const outcomes = await Promise.all(names.map(name => runtime.filter(name, vm, hosts, properties)))
    const rejected = new Map<string, string[]>()
    for (const [index, name] of names.entries()) {
      const outcome = outcomes[index]
      if (outcome === undefined) continue
      if (!outcome.ok) {
        complaints.ofUnits.set(name, [outcome.message])
        continue
      }
      for (const [id, verdict] of outcome.value) {
        if (!verdict.ok) rejected.set(id, [...(rejected.get(id) ?? []), `${name}: ${verdict.reason.text}`])
      }
    }
    if (!outcomes.some(({ ok }) => ok)) complaints.ofCall.push(ALL_FAILED)
    const kept = hostIds.filter(id => !rejected.has(id))
    return resultStruct(kept, complaints, rejected.size > 0 ? { reasons: toStruct(rejected) } : {})
  },
})
