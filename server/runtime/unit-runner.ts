import type { Parameters, ValuesOf } from '../../shared/policy/parameter.ts'
import { describeUnit, type PolicyUnit, type Verdict } from '../../shared/policy/unit.ts'
import type { BalanceFacts, BalanceQuestion, VmFacts, VmQuestion } from './question.ts'
import type { BalanceAnswer, EngineProperties, RegisteredUnit, Scores } from './unit-runtime.ts'

export type UnitValues = ValuesOf<Parameters>

/** The properties of a call: the unit's own, typed, and the whole map as the engine sent it. */
export type Given = Readonly<{ values: UnitValues; properties: EngineProperties }>

type Functions<VmAsked, BalanceAsked> = Readonly<{
  filter?(asked: VmAsked, given: Given): Promise<ReadonlyMap<string, Verdict>>
  score?(asked: VmAsked, given: Given): Promise<Scores>
  balance?(asked: BalanceAsked, given: Given): Promise<BalanceAnswer>
}>

/** Judges hosts and VMs as last read. What it answers is checked against them. */
export type FactsRunner = Readonly<{ needs: 'facts' }> & Functions<VmFacts, BalanceFacts>

/** Is handed names alone and looks them up by itself, as the original daemon's plugins do. It checks its own answers. */
export type IdsRunner = Readonly<{ needs: 'ids' }> & Functions<VmQuestion, BalanceQuestion>

/**
 * How a unit's functions are reached. They may reject: with UnitFailure to say of what kind the failure is. What a
 * FactsRunner returns is not trusted: a runner in another process hands on what that process claims.
 */
export type UnitRunner = FactsRunner | IdsRunner

export type LoadedUnit = RegisteredUnit & Readonly<{ runner: UnitRunner }>

/** A unit of ours, run right here. */
export const builtIn = (unit: PolicyUnit, source = 'built-in'): LoadedUnit => ({
  unit: describeUnit(unit),
  source,
  kind: 'built-in',
  isolation: 'none',
  runner: runInProcess(unit),
})

function runInProcess({ filter, score, balance }: PolicyUnit): FactsRunner {
  return {
    needs: 'facts',
    ...(filter && {
      filter: async ({ vm, hosts }, { values }) => new Map(hosts.map(host => [host.id, filter(vm, host, values)])),
    }),
    ...(score && {
      score: async ({ vm, hosts }, { values }) => ({
        kind: 'score',
        of: new Map(hosts.map(host => [host.id, score(vm, host, values)])),
      }),
    }),
    ...(balance && {
      balance: async ({ hosts, vms }, { values }) => balance({ hosts, vms }, values),
    }),
  }
}
