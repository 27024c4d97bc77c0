import type { NilOrder, Tick } from './compare.ts'
import { LanguageError } from './language-error.ts'
import type { Limits } from './limits.ts'
import type { Node } from './parse.ts'
import type { Compatibility } from './scan.ts'
import type { Scope } from './scopes.ts'
import type { Span } from './source.ts'
import type { Tracer } from './trace.ts'
import type { Callable, Value } from './value.ts'

/** A compiled expression. */
export type Code = (run: Run) => Value

export type UserFunction = Readonly<{ parameters: Node; body: Code }>

/** What one evaluation has in hand. */
export type Run = {
  readonly compatibility: Compatibility
  readonly limits: Limits
  readonly nilOrder: NilOrder
  readonly tick: Tick
  readonly functions: Map<string, UserFunction>
  readonly tracer: Tracer | undefined
  /** Wraps the body of `with` for one item, so that a guest that fails can be left out. */
  readonly isolate: (iterable: Value, item: Value, body: () => Value) => Value
  /** Told of calls that set a knob by themselves. */
  readonly onSet: (sets: NonNullable<Callable['sets']>, value: Value) => void
  /** Told of each variable before it changes, with what takes that back. */
  readonly change: (undo: () => void) => void
  scope: Scope
  /** The expression whose operation is under way: where an error without a place belongs. */
  at: Span | undefined
  steps: number
  depth: number
}

/** Counts one step. @throws LanguageError `limit` */
export function countStep(run: Run): void {
  run.steps += 1
  if (run.steps > run.limits.steps)
    throw new LanguageError('limit', `the evaluation took more than ${run.limits.steps} steps`, { span: run.at })
}
