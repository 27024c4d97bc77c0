import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { UnitRuntime } from '../../runtime/unit-runtime.ts'
import { CliFailure } from '../outcome.ts'
import { saidOfBalance, saidOfFilter, saidOfScore } from './ask-unit.ts'
import type { TestCase } from './test-cases.ts'
import { hostsToAsk, pickCluster, pickVm } from './unit-question.ts'

/** undefined: as expected. Otherwise what came instead. */
export async function runTestCase(
  test: TestCase,
  unitIds: readonly string[],
  runtime: UnitRuntime,
  snapshot: Snapshot,
): Promise<string | undefined> {
  const unitId = test.unit ?? unitIds[0] ?? ''
  if (!unitIds.includes(unitId))
    throw new CliFailure(`there is no unit "${unitId}"; the plugin brings ${unitIds.join(', ')}`)
  const { filter, score, balance } = test
  if (filter !== undefined) {
    const vm = pickVm(snapshot, filter.vm)
    const hosts = hostsToAsk(snapshot, vm.clusterId, filter.hosts)
    const said = await saidOfFilter(runtime, unitId, { snapshot, vm, hosts }, filter.properties)
    if (!said.ok) return said.message
    return differs(
      'keeps',
      filter.keeps.toSorted(),
      said.kept.toSorted(),
      said.rejected.map(({ host, because }) => `${host}: ${because}`),
    )
  }
  if (score !== undefined) {
    const vm = pickVm(snapshot, score.vm)
    const hosts = hostsToAsk(snapshot, vm.clusterId, score.hosts)
    const said = await saidOfScore(runtime, unitId, { snapshot, vm, hosts }, score.properties)
    if (!said.ok) return said.message
    const shown = said.costs.map(({ host, cost }) => `${host} ${cost}`)
    const [best] = said.costs
    if (score.best !== undefined && best?.host !== score.best) {
      return `best is ${best?.host ?? 'none'}, not ${score.best}; costs: ${shown.join(', ')}`
    }
    const costs = new Map(said.costs.map(({ host, cost }) => [host, cost]))
    const wrong = Object.entries(score.costs ?? {}).find(([host, cost]) => costs.get(host) !== cost)
    return wrong && `${wrong[0]} costs ${costs.get(wrong[0]) ?? 'nothing'}, not ${wrong[1]}; costs: ${shown.join(', ')}`
  }
  if (balance !== undefined) {
    const cluster = pickCluster(snapshot, balance.cluster)
    const hosts = hostsToAsk(snapshot, cluster.id, balance.hosts)
    const said = await saidOfBalance(runtime, unitId, { snapshot, hosts }, balance.properties)
    if (!said.ok) return said.message
    const moved = said.vm ?? 'nothing'
    if (moved !== balance.moves) return `moves ${moved}, not ${balance.moves}: ${said.because}`
    return balance.to && differs('to', balance.to, said.to, [said.because])
  }
  return 'it asks nothing'
}

const differs = (what: string, expected: readonly string[], got: readonly string[], why: readonly string[]) =>
  expected.join() === got.join()
    ? undefined
    : `${what} ${got.join(', ') || 'none'}, not ${expected.join(', ') || 'none'}${why.length > 0 ? ` (${why.join('; ')})` : ''}`
