import { clamp } from '../../shared/measure/statistics.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import { INT32_MAX, INT32_MIN, type XmlRpcValue } from '../protocol/xmlrpc/xml-rpc-value.ts'
import { toCosts } from '../runtime/to-costs.ts'
import type { UnitRuntime } from '../runtime/unit-runtime.ts'
import { expectParams, parseEngineProperties, parseFactors, parseVmAndHosts } from './call-params.ts'
import { unreadHosts, vmQuestion } from './find-subjects.ts'
import { knownUnits } from './known-units.ts'
import type { Method } from './method.ts'
import type { MethodRules } from './method-rules.ts'
import { originalScores } from './original/original-scores.ts'
import { complainOf, noComplaints, resultStruct } from './result-struct.ts'
import type { ScoreOutcome } from './unit-outcomes.ts'

const params = ['cost_functions', 'hosts', 'vm', 'properties']

/**
 * What each host costs for a VM. Every host asked about is present for every unit that answered: the engine takes an
 * absent one for cost 0, the best there is (see toCosts). A unit that fails has no entries and so favours nobody.
 */
export const runCostFunctions = (runtime: UnitRuntime, snapshots: SnapshotSource, rules: MethodRules): Method => ({
  help: 'Returns the cost of each host for the VM, lower is better, by unit or summed with the factors.',
  params,
  signature: ['struct', 'array', 'array', 'string', 'struct'],

  async call(given) {
    expectParams('runCostFunctions', given, params)
    const factors = parseFactors(given[0], 'cost_functions')
    const subjects = parseVmAndHosts(given, rules)
    const properties = parseEngineProperties(given[3])
    const complaints = noComplaints()
    const names = knownUnits(runtime, [...factors.keys()], 'score', complaints)
    const { question, unread } = vmQuestion(subjects, snapshots.current(), rules)
    const outcomes: ScoreOutcome[] = await Promise.all(
      names.map(async name => ({
        name,
        factor: factors.get(name) ?? 1,
        outcome: await runtime.score(name, question, properties),
      })),
    )
    if (rules.compatibility === 'strict') return originalScores(outcomes, complaints)

    const { hostIds } = subjects
    const costs: UnitCosts[] = []
    for (const { name, factor, outcome } of outcomes) {
      if (outcome.ok) costs.push({ name, factor, of: toCosts(outcome.value, hostIds) })
      else complainOf(complaints, name, outcome, 'no host is scored')
    }
    const unjudged = unread.filter(id => outcomes.some(({ outcome }) => outcome.ok && !outcome.value.of.has(id)))
    if (unjudged.length > 0) complaints.ofCall.push(unreadHosts(unjudged))
    return resultStruct(rules.scores === 'summed' ? summed(hostIds, costs) : perUnit(hostIds, costs), complaints)
  },
})

/** `of` runs along the hosts asked about; empty: the unit scored none of them. */
type UnitCosts = Readonly<{ name: string; factor: number; of: readonly number[] }>

const perUnit = (hostIds: readonly string[], costs: readonly UnitCosts[]): XmlRpcValue =>
  costs.flatMap(({ name, of }) => of.map((cost, index) => [hostIds[index] ?? '', cost, name]))

function summed(hostIds: readonly string[], costs: readonly UnitCosts[]): XmlRpcValue {
  const scoring = costs.filter(({ of }) => of.length > 0)
  if (scoring.length === 0) return []
  return hostIds.map((id, index) => {
    const sum = scoring.reduce((total, { factor, of }) => total + factor * (of[index] ?? 0), 0)
    return [id, clamp(sum, INT32_MIN, INT32_MAX)]
  })
}
