import type { Span } from './source.ts'
import type { Value } from './value.ts'

/** One thing that led to a control: a value read, a function entered, a guest taken up, a branch taken. */
export type TraceStep =
  | Readonly<{ kind: 'read'; span: Span; name: string; value: Value }>
  | Readonly<{ kind: 'call'; span: Span; name: string; operands: readonly Value[]; value: Value | undefined }>
  | Readonly<{ kind: 'each'; span: Span; name: string; value: Value }>
  | Readonly<{ kind: 'branch'; span: Span; condition: Value; taken: 'then' | 'else' }>

/** Why a control has its value: the expression that set it and what was read and decided before, oldest first. */
export type ControlTrace = Readonly<{
  entity: string
  control: string
  value: Value
  span: Span | undefined
  steps: readonly TraceStep[]
  /** Steps that were left out, the oldest, where there were too many. */
  omitted: number
}>

/** Keeps the steps of what is being evaluated; those of an iteration that is over are forgotten. */
export function createTracer(most: number) {
  let steps: TraceStep[] = []
  let omitted = 0
  return {
    add(step: TraceStep): void {
      steps.push(step)
      if (steps.length < 2 * most) return
      omitted += steps.length - most
      steps = steps.slice(-most)
    },
    mark: (): number => omitted + steps.length,
    backTo(mark: number): void {
      steps.length = Math.min(steps.length, Math.max(0, mark - omitted))
    },
    kept: () => {
      const kept = steps.slice(-most)
      return { steps: kept, omitted: omitted + steps.length - kept.length }
    },
  }
}

export type Tracer = ReturnType<typeof createTracer>
