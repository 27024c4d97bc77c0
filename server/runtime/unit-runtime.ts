/** The port every caller of policy units goes through: it validates, limits, contains faults and collects reasons. */
import type { DisabledUnit } from '../../shared/plan/disabled-unit.ts'
import type { UnitAsker } from '../../shared/plan/unit-verdict.ts'
import type { PropertyProblem } from '../../shared/policy/properties.ts'
import type { Reason } from '../../shared/policy/reason.ts'
import type { BalanceResult, UnitDescription, UnitFunction, Verdict } from '../../shared/policy/unit.ts'
import type { BalanceQuestion, VmQuestion } from './question.ts'
import type { UnitHealth } from './unit-health.ts'

export type EngineProperties = Readonly<Record<string, string>>

/** How far a unit's code is kept from the service. none: it is the service's own. */
export type Isolation = 'none' | 'runtime' | 'kernel'

export type RegisteredUnit = Readonly<{
  unit: UnitDescription
  /** "built-in", or the file of a site's plugin. */
  source: string
  kind: 'built-in' | 'script' | 'python'
  isolation: Isolation
  /** SHA-256 of the plugin's file, hexadecimal. */
  checksum?: string
  /** A unit of ours by the same name that stands aside for this one. */
  replacesBuiltIn?: boolean
  /** What was left out of the unit when it was loaded, such as a property whose expression cannot be used. */
  warnings?: readonly string[]
  /** A person has disabled its name: it is not offered to the engine, and nobody asks it. */
  disabled?: DisabledUnit
}>

export type ListedUnit = RegisteredUnit & Readonly<{ health(): UnitHealth }>

/**
 * Why there is no answer. no-facts: the hosts or the VM have not been read yet, which is nobody's fault. no-answer: the
 * unit chose to say nothing. disabled: a person wants it not to be asked. breaks-call: as the original daemon would, the whole call fails (strict compatibility only).
 */
export type FailureCode =
  | 'not-found'
  | 'no-facts'
  | 'no-answer'
  | 'failed'
  | 'timed-out'
  | 'bad-output'
  | 'quarantined'
  | 'disabled'
  | 'breaks-call'

export type Failure = Readonly<{ ok: false; code: FailureCode; message: string; failsClosed: boolean }>

/** A unit's answer, or why there is none. `problems`: property values that were bad and replaced by defaults. */
export type Outcome<T> = Readonly<
  | {
      ok: true
      value: T
      problems: readonly PropertyProblem[]
      propertyValues: Readonly<Record<string, string | number | boolean>>
    }
  | Failure
>

/**
 * By host id. score: 0..100, higher is better. cost: as the engine counts, any number, lower is better. A host may be
 * absent; what that means is the caller's to say.
 */
export type Scores = Readonly<{
  kind: 'score' | 'cost'
  of: ReadonlyMap<string, number>
  because?: ReadonlyMap<string, Reason>
}>

export type UnitRuntime = {
  /** What runs now; it may change between two calls. */
  list(): readonly ListedUnit[]
  /** Undefined: there is no unit of that name with that function. */
  find(unitId: string, offering: UnitFunction): RegisteredUnit | undefined
  /** Host id → verdict, for every host that was asked about and is known. */
  filter(
    unitId: string,
    question: VmQuestion,
    properties: EngineProperties,
  ): Promise<Outcome<ReadonlyMap<string, Verdict>>>
  score(unitId: string, question: VmQuestion, properties: EngineProperties): Promise<Outcome<Scores>>
  balance(unitId: string, question: BalanceQuestion, properties: EngineProperties): Promise<Outcome<BalanceAnswer>>
  /**
   * The same runtime for somebody else: the log of verdicts says who asked. Nothing that a preview asks is kept there, nor
   * does it count for a unit's health: a value that somebody is only trying must not send the unit to quarantine.
   */
  askedBy(asker: UnitAsker): UnitRuntime
}

/** `written`: the move as a Python plugin printed it, which strict compatibility hands on untouched. */
export type BalanceAnswer = BalanceResult & Readonly<{ written?: readonly unknown[] }>
