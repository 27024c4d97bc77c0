import type { Vm } from '../../shared/model/vm.ts'
import { reason } from '../../shared/policy/reason.ts'
import type { IndexedSnapshot } from '../model/indexed-snapshot.ts'
import { policyOf } from '../scheduling/from-snapshot/cluster-scene.ts'
import type { OtherUnit } from '../scheduling/pipeline/effective-policy.ts'
import {
  answeredFilter,
  answeredWeight,
  type ExternalUnits,
  noExternalUnits,
  silentFilter,
} from '../scheduling/pipeline/external-units.ts'
import { dropped, type FilterUnit, kept, type WeightUnit } from '../scheduling/unit.ts'
import { whyDisabled } from './disabled-reason.ts'
import { aboutVm, type VmQuestion } from './question.ts'
import { toCosts } from './to-costs.ts'
import type { EngineProperties, UnitRuntime } from './unit-runtime.ts'

type Asking = Readonly<{
  runtime: Pick<UnitRuntime, 'find' | 'filter' | 'score'>
  question: VmQuestion
  properties: EngineProperties
}>

/**
 * Asks the units of this service that the policy of a VM's cluster uses, about all hosts that are up, so that an
 * explanation holds what the engine would hear from us. Units that are not ours are left out. Never rejects.
 */
export async function askExternalUnits(
  runtime: Asking['runtime'],
  index: IndexedSnapshot,
  vm: Vm,
): Promise<ExternalUnits> {
  const cluster = index.clusters.get(vm.clusterId)
  if (cluster === undefined) return noExternalUnits
  const { others, properties } = policyOf(index, cluster)
  const hosts = index.hostsOf(cluster.id).filter(({ status }) => status === 'up')
  const asking = { runtime, properties, question: aboutVm(index.snapshot, vm, hosts) }
  const named = others.map(other => ({ ...other, name: index.units.get(other.unitId)?.name ?? other.unitId }))
  const filters = await Promise.all(named.filter(({ kind }) => kind === 'filter').map(unit => askFilter(unit, asking)))
  const weights = await Promise.all(
    named
      .filter(({ kind }) => kind === 'weight')
      .map(async unit => ({ unit: await askWeight(unit, asking), factor: unit.factor ?? 1 })),
  )
  return {
    filters: filters.filter(filter => filter !== undefined),
    weights: weights.flatMap(({ unit, factor }) => (unit === undefined ? [] : [{ unit, factor }])),
  }
}

type NamedUnit = OtherUnit & Readonly<{ name: string }>

async function askFilter(
  { unitId: id, name }: NamedUnit,
  { runtime, question, properties }: Asking,
): Promise<FilterUnit | undefined> {
  if (runtime.find(name, 'filter') === undefined) return undefined
  const outcome = await runtime.filter(name, question, properties)
  if (!outcome.ok) {
    const why =
      outcome.code === 'disabled'
        ? whyDisabled(name)
        : reason(`unit-${outcome.code}`, `It gave no answer: ${outcome.message}.`, { unit: name })
    return silentFilter({ id, name }, outcome.failsClosed, why)
  }
  const verdicts = [...outcome.value].map(([hostId, verdict]) =>
    verdict.ok ? ([hostId, kept] as const) : ([hostId, dropped(verdict.reason)] as const),
  )
  return answeredFilter({ id, name }, new Map(verdicts))
}

/** A weight that fails says nothing, as in a call of the engine. */
async function askWeight(
  { unitId: id, name }: NamedUnit,
  { runtime, question, properties }: Asking,
): Promise<WeightUnit | undefined> {
  if (runtime.find(name, 'score') === undefined) return undefined
  const outcome = await runtime.score(name, question, properties)
  if (!outcome.ok) return answeredWeight({ id, name }, new Map())
  const costs = toCosts(outcome.value, question.hostIds)
  return answeredWeight(
    { id, name },
    new Map(question.hostIds.flatMap((hostId, at) => (costs[at] === undefined ? [] : [[hostId, costs[at]] as const]))),
  )
}
