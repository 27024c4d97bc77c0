import { parseProperties } from '../../shared/policy/properties.ts'
import type { UnitFunction } from '../../shared/policy/unit.ts'
import { askBalance, askFilter, askScore } from './ask-unit.ts'
import { registerUnits } from './register-units.ts'
import { UnitFailure } from './unit-failure.ts'
import { type HealthRecord, ownPropertiesText, propertiesText, recordHealth } from './unit-health.ts'
import type { Given, LoadedUnit, UnitRunner } from './unit-runner.ts'
import type { EngineProperties, Failure, FailureCode, ListedUnit, Outcome, UnitRuntime } from './unit-runtime.ts'

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
}>

/** No answer, and nobody failed: what the code says is a matter of fact. */
const blameless: ReadonlySet<FailureCode> = new Set(['no-facts', 'no-answer', 'not-found'])

const phrases = { failed: 'failed', 'timed-out': 'took too long', 'bad-output': 'gave a bad answer' } as const

/**
 * The runtime of all units. Throws UnitRegistrationError for units of ours that may not run. Its functions never reject
 * for what a unit does. A site's unit stands in for one of ours by the same name.
 */
export function createRuntime(options: RuntimeOptions): UnitRuntime {
  const { units, siteUnits = () => [], elapsedMs, onCall, quarantineAfter, onQuarantine } = options
  const ours = registerUnits(units)
  const records = new WeakMap<LoadedUnit, HealthRecord>()

  const find = (unitId: string) => siteUnits().find(({ unit }) => unit.id === unitId) ?? ours.get(unitId)

  function recordOf(loaded: LoadedUnit): HealthRecord {
    const known = records.get(loaded)
    if (known !== undefined) return known
    const record = recordHealth(loaded.kind === 'built-in' ? undefined : quarantineAfter)
    records.set(loaded, record)
    return record
  }

  const listed = (loaded: LoadedUnit): ListedUnit => ({
    ...loaded,
    ...(loaded.kind !== 'built-in' && ours.has(loaded.unit.id) && { replacesBuiltIn: true }),
    health: () => recordOf(loaded).now(),
  })

  async function ask<T>(
    unitId: string,
    name: UnitFunction,
    properties: EngineProperties,
    answer: (runner: UnitRunner, given: Given) => Promise<T>,
  ): Promise<Outcome<T>> {
    const loaded = find(unitId)
    const failsClosed = name === 'filter' && loaded?.unit.onFailure === 'closed'
    const fail = (code: FailureCode, message: string): Failure => ({ ok: false, code, message, failsClosed })
    if (loaded?.runner[name] === undefined) {
      return fail('not-found', loaded ? `unit ${unitId} has no ${name} function` : `there is no unit ${unitId}`)
    }
    const record = recordOf(loaded)
    const asGiven = propertiesText(properties)
    const quarantine = record.quarantine(asGiven)
    if (quarantine !== undefined) return fail('quarantined', `${unitId} is quarantined: it ${quarantine}`)

    const { values, problems } = parseProperties(loaded.unit.parameters, properties)
    const startedMs = elapsedMs()
    const told = (outcome: UnitCall['outcome'], durationMs: number) =>
      onCall?.({ unit: unitId, function: name, outcome, durationMs })
    try {
      const value = await answer(loaded.runner, { values, properties })
      const durationMs = elapsedMs() - startedMs
      record.succeeded(durationMs, asGiven)
      told('ok', durationMs)
      return { ok: true, value, problems, propertyValues: values }
    } catch (error) {
      const durationMs = elapsedMs() - startedMs
      const text = textOf(error)
      const code = error instanceof UnitFailure ? error.code : 'failed'
      if (blameless.has(code)) return fail(code, text)
      const outcome = code === 'timed-out' || code === 'bad-output' ? code : 'failed'
      told(outcome, durationMs)
      const shown = `${text}${ownPropertiesText(loaded.unit.parameters, properties)}`
      if (record.failed(durationMs, asGiven, shown)) onQuarantine?.(loaded, record.quarantine(asGiven) ?? shown)
      return fail(code, code === 'breaks-call' ? text : `${unitId} ${phrases[outcome]}: ${text}`)
    }
  }

  return {
    list() {
      const site = siteUnits()
      const replaced = new Set(site.map(({ unit }) => unit.id))
      return [...[...ours.values()].filter(({ unit }) => !replaced.has(unit.id)), ...site].map(listed)
    },
    find(unitId, offering) {
      const found = find(unitId)
      return found?.runner[offering] === undefined ? undefined : found
    },
    filter: (unitId, question, properties) =>
      ask(unitId, 'filter', properties, (runner, given) => askFilter(runner, question, given)),
    score: (unitId, question, properties) =>
      ask(unitId, 'score', properties, (runner, given) => askScore(runner, question, given)),
    balance: (unitId, question, properties) =>
      ask(unitId, 'balance', properties, (runner, given) => askBalance(runner, question, given)),
  }
}

/** A unit may throw anything; its words reach the engine's event list, so they are kept short. */
function textOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
