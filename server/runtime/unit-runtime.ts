/** The port every caller of policy units goes through: it validates, limits, contains faults and collects reasons. */
import type { Host } from '../../shared/model/host.ts'
import type { Vm } from '../../shared/model/vm.ts'
import type { PropertyProblem } from '../../shared/policy/properties.ts'
import type { BalanceInput, BalanceResult, PolicyUnit, Verdict } from '../../shared/policy/unit.ts'

export type EngineProperties = Readonly<Record<string, string>>

export type RegisteredUnit = Readonly<{ unit: PolicyUnit; source: string }>

/** A unit's answer, or why there is none. `problems`: property values that were bad and replaced by defaults. */
export type Outcome<T> = Readonly<
  | {
      ok: true
      value: T
      problems: readonly PropertyProblem[]
      propertyValues: Readonly<Record<string, string | number | boolean>>
    }
  | { ok: false; code: 'not-found' | 'failed' | 'timed-out' | 'bad-output'; message: string }
>

export type UnitRuntime = {
  list(): readonly RegisteredUnit[]
  /** Host id → verdict. */
  filter(
    unitId: string,
    vm: Vm,
    hosts: readonly Host[],
    properties: EngineProperties,
  ): Promise<Outcome<ReadonlyMap<string, Verdict>>>
  /** Host id → 0..100, higher is better. */
  score(
    unitId: string,
    vm: Vm,
    hosts: readonly Host[],
    properties: EngineProperties,
  ): Promise<Outcome<ReadonlyMap<string, number>>>
  balance(unitId: string, input: BalanceInput, properties: EngineProperties): Promise<Outcome<BalanceResult>>
}
