import type { Cluster } from '../../../shared/model/cluster.ts'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { Vm } from '../../../shared/model/vm.ts'
import type { UnitDescription } from '../../../shared/policy/unit.ts'
import type { EngineProperties, UnitRuntime } from '../../runtime/unit-runtime.ts'
import {
  type BalanceSaid,
  type FilterSaid,
  type ScoreSaid,
  saidOfBalance,
  saidOfFilter,
  saidOfScore,
} from './ask-unit.ts'
import { hostsToAsk } from './unit-question.ts'

export type Shown = Readonly<{ filter?: FilterSaid; score?: ScoreSaid; balance?: BalanceSaid }>

type Subjects = Readonly<{ snapshot: Snapshot; cluster: Cluster; vm: Vm | undefined }>

/** What each function of a unit makes of a cluster and a VM. Filters and weights need a VM. */
export async function askAll(
  { id, functions }: UnitDescription,
  runtime: UnitRuntime,
  { snapshot, cluster, vm }: Subjects,
  properties: EngineProperties,
): Promise<Shown> {
  const hosts = hostsToAsk(snapshot, cluster.id, undefined)
  const of = vm && { snapshot, vm, hosts }
  return {
    ...(of && functions.includes('filter') && { filter: await saidOfFilter(runtime, id, of, properties) }),
    ...(of && functions.includes('score') && { score: await saidOfScore(runtime, id, of, properties) }),
    ...(functions.includes('balance') && {
      balance: await saidOfBalance(runtime, id, { snapshot, hosts }, properties),
    }),
  }
}

/** The same for people. Empty when nothing could be asked. */
export function shownAsText(
  unit: UnitDescription,
  { filter, score, balance }: Shown,
  subjects: Pick<Subjects, 'cluster' | 'vm'>,
): string {
  const vm = subjects.vm?.name ?? ''
  return [
    ...(filter ? [`${unit.id} filter for ${vm} (${ms(filter)})`, ...filterLines(filter)] : []),
    ...(score ? [`${unit.id} costs for ${vm} (${ms(score)})`, ...scoreLines(score)] : []),
    ...(balance ? [`${unit.id} balance of ${subjects.cluster.name} (${ms(balance)})`, ...balanceLines(balance)] : []),
  ].join('\n')
}

const ms = ({ tookMs }: Readonly<{ tookMs: number }>): string => `${tookMs.toFixed(tookMs < 10 ? 1 : 0)} ms`
const failed = (message: string): string[] => [`  ✗ ${message}`]

const filterLines = (said: FilterSaid): string[] =>
  said.ok
    ? [...said.kept.map(host => `  ✓ ${host}`), ...said.rejected.map(({ host, because }) => `  ✗ ${host}: ${because}`)]
    : failed(said.message)

const scoreLines = (said: ScoreSaid): string[] =>
  said.ok
    ? said.costs.map(
        ({ host, cost, because }) => `  ${String(cost).padStart(4)}  ${host}${because ? `: ${because}` : ''}`,
      )
    : failed(said.message)

const balanceLines = (said: BalanceSaid): string[] => {
  if (!said.ok) return failed(said.message)
  return said.vm === undefined
    ? [`  nothing moves: ${said.because}`]
    : [`  ${said.vm} → ${said.to.join(' or ')}: ${said.because}`]
}
