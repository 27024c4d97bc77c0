import { parseProperties } from '../../shared/policy/properties.ts'
import { BadAnswer, checkBalance, checkScores, checkVerdicts } from './check-answer.ts'
import { registerUnits } from './register-units.ts'
import { runInProcess, type UnitRunner, type UnitValues } from './unit-runner.ts'
import type { EngineProperties, Outcome, RegisteredUnit, UnitRuntime } from './unit-runtime.ts'

export type UnitFunction = keyof UnitRunner

/** One finished call of a unit, for metrics. */
export type UnitCall = Readonly<{
  unit: string
  function: UnitFunction
  outcome: 'ok' | 'failed' | 'bad-output'
  durationMs: number
}>

export type RuntimeOptions = Readonly<{
  units: readonly RegisteredUnit[]
  /** A clock that never goes back, in milliseconds. */
  elapsedMs: () => number
  onCall?: (call: UnitCall) => void
}>

/**
 * The runtime of all units. Throws UnitRegistrationError for units that may not run. Its functions never reject for what
 * a unit does: a throw is an outcome `failed`, an unusable answer `bad-output`.
 */
export function createRuntime({ units, elapsedMs, onCall }: RuntimeOptions): UnitRuntime {
  const byId = registerUnits(units)
  const runners = new Map([...byId].map(([id, { unit }]) => [id, runInProcess(unit)]))

  async function ask<Name extends UnitFunction, T>(
    unitId: string,
    name: Name,
    properties: EngineProperties,
    answer: (call: NonNullable<UnitRunner[Name]>, values: UnitValues) => Promise<T>,
  ): Promise<Outcome<T>> {
    const registered = byId.get(unitId)
    const call = runners.get(unitId)?.[name]
    if (registered === undefined || call === undefined) {
      const message = registered ? `unit ${unitId} has no ${name} function` : `there is no unit ${unitId}`
      return { ok: false, code: 'not-found', message }
    }
    const { values, problems } = parseProperties(registered.unit.parameters, properties)
    const startedMs = elapsedMs()
    const finished = (outcome: UnitCall['outcome']) =>
      onCall?.({ unit: unitId, function: name, outcome, durationMs: elapsedMs() - startedMs })
    try {
      const value = await answer(call, values)
      finished('ok')
      return { ok: true, value, problems, propertyValues: values }
    } catch (error) {
      const code = error instanceof BadAnswer ? 'bad-output' : 'failed'
      finished(code)
      return {
        ok: false,
        code,
        message: `${unitId} ${code === 'failed' ? 'failed' : 'gave a bad answer'}: ${textOf(error)}`,
      }
    }
  }

  return {
    list: () => [...byId.values()],
    filter: (unitId, vm, hosts, properties) =>
      ask(unitId, 'filter', properties, async (call, values) => checkVerdicts(await call(vm, hosts, values), hosts)),
    score: (unitId, vm, hosts, properties) =>
      ask(unitId, 'score', properties, async (call, values) => checkScores(await call(vm, hosts, values), hosts)),
    balance: (unitId, input, properties) =>
      ask(unitId, 'balance', properties, async (call, values) => checkBalance(await call(input, values), input)),
  }
}

/** A unit may throw anything; its words reach the engine's event list, so they are kept short. */
function textOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}
