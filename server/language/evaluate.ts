/** A program over the facts of one cycle: values and controls, or an error and no control at all. */
import { absolute } from './arithmetic.ts'
import type { NilOrder } from './compare.ts'
import { compile } from './compile.ts'
import { createEntity, type EntityFacts, type EntityState } from './entity.ts'
import { LanguageError } from './language-error.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { parse } from './parse.ts'
import { type Code, countStep, type Run } from './run.ts'
import type { Compatibility } from './scan.ts'
import { innerScope } from './scopes.ts'
import { joinFiles, type PolicyFile, type Source } from './source.ts'
import { type ControlTrace, createTracer } from './trace.ts'
import type { Callable, Value } from './value.ts'

export type CompatibilityOptions = Readonly<{ compatibility?: Compatibility | undefined; limits?: Limits | undefined }>

/** Read once, evaluated every cycle. */
export type Program = Readonly<{ source: Source; codes: readonly Code[]; compatibility: Compatibility; limits: Limits }>

export type Facts = Readonly<{
  host: EntityFacts
  /** In the order in which `with Guests` goes over them. */
  guests: readonly EntityFacts[]
}>

export type Controls = Readonly<Record<string, Value>>

/** A guest that a policy failed for: `safe` leaves it alone for this cycle's expression and goes on. */
export type SkippedGuest = Readonly<{ name: string; because: LanguageError }>

export type Evaluation = Readonly<{
  values: readonly Value[]
  host: EntityResult
  guests: readonly EntityResult[]
  skipped: readonly SkippedGuest[]
  /** Empty unless asked for. */
  traces: readonly ControlTrace[]
  steps: number
}>

/** `variables` are to be handed in again next time in `safe`; `strict` forgets them, as MOM does since it lost the step. */
export type EntityResult = Readonly<{ name: string; controls: Controls; variables: Controls }>

export type EvaluateOptions = Readonly<{
  trace?: boolean
  nilOrder?: NilOrder
  /** What `(debug …)` is given. */
  debug?: (operands: readonly Value[]) => void
  /** More variables to begin with. */
  variables?: Readonly<Record<string, Value>>
}>

/** @throws LanguageError `lexical`, `parse`, `limit` */
export function compileProgram(
  files: readonly PolicyFile[],
  { compatibility = 'safe', limits = defaultLimits }: CompatibilityOptions = {},
): Program {
  const source = joinFiles(files)
  return { source, codes: parse(source, compatibility, limits).map(compile), compatibility, limits }
}

/** @throws LanguageError; then nothing is to be set, on the host or on any guest */
export function evaluate(program: Program, facts: Facts, options: EvaluateOptions = {}): Evaluation {
  const { compatibility, limits } = program
  const undo: (() => void)[] = []
  const traces: ControlTrace[] = []
  const skipped: SkippedGuest[] = []
  const tracer = options.trace ? createTracer(limits.traceSteps) : undefined
  const traceControl = (entity: string, control: string, value: Value) => {
    if (tracer !== undefined) traces.push({ entity, control, value, span: run.at, ...tracer.kept() })
  }
  const journal = {
    change: (back: () => void) => {
      if (isolated > 0) undo.push(back)
    },
    control: ({ entity }: EntityState, control: string, value: Value) => traceControl(entity.label, control, value),
  }
  const fresh = (entity: EntityFacts) =>
    createEntity(compatibility === 'strict' ? { ...entity, variables: {} } : entity, journal)
  const host = fresh(facts.host)
  const guests = facts.guests.map(fresh)
  const guestList: readonly Value[] = guests.map(({ entity }) => entity)
  let isolated = 0

  const run: Run = {
    compatibility,
    limits,
    nilOrder: options.nilOrder ?? 'error',
    tick: () => countStep(run),
    functions: new Map(),
    tracer,
    onSet: ({ entity, control }, value) => traceControl(entity, control, value),
    change: journal.change,
    isolate: (iterable, item, body) =>
      compatibility === 'safe' && iterable === guestList ? isolate(item, body) : body(),
    scope: innerScope(undefined),
    at: undefined,
    steps: 0,
    depth: 0,
  }

  /** One guest's part of `with Guests`: what it changed is taken back when it fails, and that guest's controls with it. */
  function isolate(item: Value, body: () => Value): Value {
    const { scope, depth } = run
    const mark = undo.length
    const traced = traces.length
    isolated += 1
    try {
      return body()
    } catch (error) {
      if (!(error instanceof LanguageError) || error.code === 'limit') throw error
      while (undo.length > mark) undo.pop()?.()
      const guest = guests.find(({ entity }) => entity === item)
      guest?.controls.clear()
      const name = guest?.entity.label ?? ''
      traces.length = traced
      dropTraces(traces, name)
      skipped.push({ name, because: error.at(run.at) })
      run.scope = scope
      run.depth = depth
      return null
    } finally {
      isolated -= 1
      if (isolated === 0) undo.length = 0
    }
  }

  const { variables } = run.scope
  variables.set(
    'abs',
    callable('abs', 1, 1, ([value = null]) => absolute(value)),
  )
  variables.set(
    'debug',
    callable('debug', 1, Number.POSITIVE_INFINITY, operands => {
      options.debug?.(operands)
      return operands.at(-1) ?? null
    }),
  )
  variables.set('Host', host.entity)
  variables.set('Guests', guestList)
  for (const [name, value] of Object.entries(options.variables ?? {})) variables.set(name, value)

  const values = program.codes.map(code => {
    tracer?.backTo(0)
    return guarded(run, code)
  })
  return { values, host: resultOf(host), guests: guests.map(resultOf), skipped, traces, steps: run.steps }
}

const callable = (label: string, least: number, most: number, call: Callable['call']): Callable => ({
  kind: 'callable',
  label,
  operands: [least, most],
  call,
})

function guarded(run: Run, code: Code): Value {
  try {
    return code(run)
  } catch (error) {
    if (error instanceof LanguageError) throw error.at(run.at)
    // A bound of ours that is set too high for this machine's stack; never the policy's way to end the service.
    if (error instanceof RangeError) throw new LanguageError('limit', 'expressions nested too deep', { span: run.at })
    throw error
  }
}

function dropTraces(traces: ControlTrace[], entity: string): void {
  for (let index = traces.length - 1; index >= 0; index--) if (traces[index]?.entity === entity) traces.splice(index, 1)
}

const resultOf = ({ entity, controls, variables }: EntityState): EntityResult => ({
  name: entity.label,
  controls: Object.fromEntries(controls),
  variables: Object.fromEntries(variables),
})
