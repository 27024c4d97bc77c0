import type { DisabledUnit } from '../../shared/plan/disabled-unit.ts'
import type { UnitAsker, VerdictAnswer } from '../../shared/plan/unit-verdict.ts'
import { parseProperties } from '../../shared/policy/properties.ts'
import type { UnitFunction } from '../../shared/policy/unit.ts'
import { askBalance, askFilter, askScore } from './ask-unit.ts'
import { whyDisabled } from './disabled-reason.ts'
import type { BalanceQuestion, VmQuestion } from './question.ts'
import { registerUnits } from './register-units.ts'
import { UnitFailure } from './unit-failure.ts'
import { type HealthRecord, ownPropertiesText, propertiesText, recordHealth } from './unit-health.ts'
import type { Given, LoadedUnit, UnitRunner } from './unit-runner.ts'
import type {
  EngineProperties,
  Failure,
  FailureCode,
  ListedUnit,
  Outcome,
  RegisteredUnit,
  UnitRuntime,
} from './unit-runtime.ts'
import { balanceAnswer, keptAnswer, scoredAnswer, subjectOf } from './verdict-answers.ts'
import type { VerdictLog } from './verdict-log.ts'

/** One finished call of a unit, for metrics. */
export type UnitCall = Readonly<{
  unit: string
  function: UnitFunction
  outcome: 'ok' | 'failed' | 'timed-out' | 'bad-output'
  durationMs: number
}>

export type RuntimeOptions = Readonly<{
  /** Units that come with the service. */
  units: readonly LoadedUnit[]
  /** Units of the site, as loaded now: read at each call, so that a new list counts from the next call on. */
  siteUnits?: () => readonly LoadedUnit[]
  /** A clock that never goes back, in milliseconds. */
  elapsedMs: () => number
  onCall?: (call: UnitCall) => void
  /** A site unit that fails so often in a row is asked no more; absent: never. */
  quarantineAfter?: number
  onQuarantine?: (unit: LoadedUnit, problem: string) => void
  /** What a person has disabled, by the unit's name: read at each call. */
  disabled?: (unitId: string) => DisabledUnit | undefined
  /** Keeps what was asked and answered; absent: nothing is kept. */
  verdicts?: VerdictLog
  /** ms since 1970, for the time of the last failure; absent: it is not known. */
  now?: () => number
}>

/** No answer, and nobody failed: what the code says is a matter of fact. */
const blameless: ReadonlySet<FailureCode> = new Set(['no-facts', 'no-answer', 'not-found'])

const phrases = { failed: 'failed', 'timed-out': 'took too long', 'bad-output': 'gave a bad answer' } as const

/**
 * The runtime of all units. Throws UnitRegistrationError for units of ours that may not run. Its functions never reject
 * for what a unit does. A site's unit stands in for one of ours by the same name. A name that is disabled has no unit at all
 * to ask: disabling a plugin does not bring back the unit of ours that it replaces.
 */
export function createRuntime(options: RuntimeOptions): UnitRuntime {
  const { units, siteUnits = () => [], elapsedMs, onCall, quarantineAfter, onQuarantine, now } = options
  const { disabled: disabledBy = () => undefined, verdicts } = options
  const ours = registerUnits(units)
  const records = new WeakMap<LoadedUnit, HealthRecord>()

  const registered = (loaded: LoadedUnit): RegisteredUnit => {
    const disabled = disabledBy(loaded.unit.id)
    return disabled === undefined ? loaded : { ...loaded, disabled }
  }
  const find = (unitId: string) => siteUnits().find(({ unit }) => unit.id === unitId) ?? ours.get(unitId)

  function recordOf(loaded: LoadedUnit): HealthRecord {
    const known = records.get(loaded)
    if (known !== undefined) return known
    const record = recordHealth(loaded.kind === 'built-in' ? undefined : quarantineAfter, now)
    records.set(loaded, record)
    return record
  }

  const listed = (loaded: LoadedUnit): ListedUnit => ({
    ...registered(loaded),
    ...(loaded.kind !== 'built-in' && ours.has(loaded.unit.id) && { replacesBuiltIn: true }),
    health: () => recordOf(loaded).now(),
  })

  async function ask<T, Q extends VmQuestion | BalanceQuestion>(
    { unitId, function: name, asker, question, properties }: Asking<Q>,
    answer: (runner: UnitRunner, question: Q, given: Given) => Promise<T>,
    summary: (value: T, question: Q) => VerdictAnswer,
  ): Promise<Outcome<T>> {
    const loaded = find(unitId)
    const failsClosed = name === 'filter' && loaded?.unit.onFailure === 'closed'
    const fail = (code: FailureCode, message: string): Failure => ({ ok: false, code, message, failsClosed })
    if (loaded?.runner[name] === undefined) {
      return fail('not-found', loaded ? `unit ${unitId} has no ${name} function` : `there is no unit ${unitId}`)
    }
    // Whoever disabled it wants its rule not to hold: it does not fail closed then.
    if (disabledBy(unitId) !== undefined) {
      return { ok: false, code: 'disabled', message: whyDisabled(unitId).text, failsClosed: false }
    }
    const record = recordOf(loaded)
    const asGiven = propertiesText(properties)
    const quarantine = record.quarantine(asGiven)
    if (quarantine !== undefined) return fail('quarantined', `${unitId} is quarantined: it ${quarantine}`)

    const isTrial = asker === 'preview'
    const { values, problems } = parseProperties(loaded.unit.parameters, properties)
    const startedMs = elapsedMs()
    const told = (outcome: UnitCall['outcome'], durationMs: number) =>
      onCall?.({ unit: unitId, function: name, outcome, durationMs })
    const noted = (answer: VerdictAnswer, durationMs: number) =>
      isTrial || verdicts?.add(unitId, { function: name, askedBy: asker, ...subjectOf(question), answer, durationMs })
    try {
      const value = await answer(loaded.runner, question, { values, properties })
      const endedMs = elapsedMs()
      const durationMs = endedMs - startedMs
      if (!isTrial) record.succeeded({ startedMs, endedMs }, asGiven)
      told('ok', durationMs)
      if (verdicts !== undefined) noted(summary(value, question), durationMs)
      return { ok: true, value, problems, propertyValues: values }
    } catch (error) {
      const endedMs = elapsedMs()
      const durationMs = endedMs - startedMs
      const text = textOf(error)
      const code = error instanceof UnitFailure ? error.code : 'failed'
      noted({ kind: blameless.has(code) ? 'silent' : 'failed', code, text }, durationMs)
      if (blameless.has(code)) return fail(code, text)
      const outcome = code === 'timed-out' || code === 'bad-output' ? code : 'failed'
      told(outcome, durationMs)
      const shown = `${text}${ownPropertiesText(loaded.unit.parameters, properties)}`
      if (!isTrial && record.failed({ startedMs, endedMs }, asGiven, shown))
        onQuarantine?.(loaded, record.quarantine(asGiven) ?? shown)
      return fail(code, code === 'breaks-call' ? text : `${unitId} ${phrases[outcome]}: ${text}`)
    }
  }

  const askedBy = (asker: UnitAsker): UnitRuntime => ({
    list() {
      const site = siteUnits()
      const replaced = new Set(site.map(({ unit }) => unit.id))
      return [...[...ours.values()].filter(({ unit }) => !replaced.has(unit.id)), ...site].map(listed)
    },
    find(unitId, offering) {
      const found = find(unitId)
      return found?.runner[offering] === undefined ? undefined : registered(found)
    },
    filter: (unitId, question, properties) =>
      ask({ unitId, function: 'filter', asker, question, properties }, askFilter, keptAnswer),
    score: (unitId, question, properties) =>
      ask({ unitId, function: 'score', asker, question, properties }, askScore, scoredAnswer),
    balance: (unitId, question, properties) =>
      ask({ unitId, function: 'balance', asker, question, properties }, askBalance, balanceAnswer),
    askedBy,
  })
  return askedBy('cycle')
}

type Asking<Q> = Readonly<{
  unitId: string
  function: UnitFunction
  asker: UnitAsker
  question: Q
  properties: EngineProperties
}>

/** A unit may throw anything; its words reach the engine's event list, so they are kept short. */
function textOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
