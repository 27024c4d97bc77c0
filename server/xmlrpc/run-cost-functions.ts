import { clamp } from '../../shared/measure/statistics.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import { INT32_MAX, INT32_MIN, type XmlRpcValue } from '../protocol/xmlrpc/xml-rpc-value.ts'
import type { UnitRuntime } from '../runtime/unit-runtime.ts'
import { expectParams, parseEngineProperties, parseFactors, parseId, parseIds } from './call-params.ts'
import { findHosts, findVm, type SnapshotRules, unknownHosts, unknownVm, usableSnapshot } from './find-subjects.ts'
import { knownUnits } from './known-units.ts'
import type { Method } from './method.ts'
import { noComplaints, resultStruct } from './result-struct.ts'

/**
 * per-unit: `[host, cost, unit]`, to which the engine applies the factors of its policy. summed: `[host, cost]`, the
 * original form, in which we apply them and the engine takes all units together for one of factor 1.
 */
export type ScoreForm = 'per-unit' | 'summed'

const params = ['cost_functions', 'hosts', 'vm', 'properties']
const WORST_COST = 100

/** Our units score 0..100, higher is better. The engine adds costs: lower is better, whole numbers only. */
const toCost = (score: number): number => Math.round(WORST_COST - score)

/**
 * What each host costs for a VM. Every host asked about is present for every unit that answered: the engine takes an
 * absent one for cost 0, the best there is, so a host without a score gets the worst instead. A unit that fails has no
 * entries at all and so favours nobody.
 */
export const runCostFunctions = (
  runtime: UnitRuntime,
  snapshots: SnapshotSource,
  rules: SnapshotRules & { scores: ScoreForm },
): Method => ({
  help: 'Returns the cost of each host for the VM, 0 the best to 100 the worst, by unit or summed with the factors.',
  params,
  signature: ['struct', 'array', 'array', 'string', 'struct'],

  async call(given) {
    expectParams('runCostFunctions', given, params)
    const factors = parseFactors(given[0], 'cost_functions')
    const hostIds = parseIds(given[1], 'hosts')
    const vmId = parseId(given[2], 'vm')
    const properties = parseEngineProperties(given[3])
    const complaints = noComplaints()
    const noScores = (why: string) => resultStruct([], { ...complaints, ofCall: [why] })
    const names = knownUnits(runtime, [...factors.keys()], 'score', complaints)
    if (names.length === 0) return resultStruct([], complaints)

    const snapshot = usableSnapshot(snapshots.current(), rules)
    if (typeof snapshot === 'string') return noScores(`${snapshot}; no host is scored`)
    const vm = findVm(snapshot, vmId)
    if (vm === undefined) return noScores(unknownVm(vmId))
    const { hosts, unknown } = findHosts(snapshot, hostIds)
    if (unknown.length > 0) complaints.ofCall.push(unknownHosts(unknown))

    const answers = await Promise.all(
      names.map(async name => ({
        name,
        factor: factors.get(name) ?? 1,
        outcome: await runtime.score(name, vm, hosts, properties),
      })),
    )
    const costs: UnitCosts[] = []
    for (const { name, factor, outcome } of answers) {
      if (outcome.ok) {
        const scores = outcome.value
        costs.push({ name, factor, of: hostIds.map(id => toCost(scores.get(id) ?? 0)) })
      } else {
        complaints.ofUnits.set(name, [outcome.message])
      }
    }
    return resultStruct(rules.scores === 'summed' ? summed(hostIds, costs) : perUnit(hostIds, costs), complaints)
  },
})

/** `of` runs along the hosts asked about. */
type UnitCosts = Readonly<{ name: string; factor: number; of: readonly number[] }>

const perUnit = (hostIds: readonly string[], costs: readonly UnitCosts[]): XmlRpcValue =>
  costs.flatMap(({ name, of }) => hostIds.map((id, index) => [id, of[index] ?? WORST_COST, name]))

function summed(hostIds: readonly string[], costs: readonly UnitCosts[]): XmlRpcValue {
  if (costs.length === 0) return []
  return hostIds.map((id, index) => {
    const sum = costs.reduce((total, { factor, of }) => total + factor * (of[index] ?? WORST_COST), 0)
    return [id, clamp(sum, INT32_MIN, INT32_MAX)]
  })
}
