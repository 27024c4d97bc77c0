import type { EngineAnswer } from './ports.ts'
import { inverseOf, type UnitCall } from './unit-calls.ts'

/**
 * What came of a list of requests. `refused`: the engine declined one. `failed`: one never got as far as to be carried
 * out. Both times those before it were taken back, except for `standing`. `unknown`: one was sent and no answer came, and
 * those before it stand.
 */
export type CarriedOut = Readonly<
  | { outcome: 'done' }
  | { outcome: 'refused'; call: UnitCall; detail: string; standing: readonly UnitCall[] }
  | { outcome: 'failed' | 'unknown'; call: UnitCall; cause: unknown; standing: readonly UnitCall[] }
>

/** `send` and `undo` throw when there is no answer. */
export type CallPorts = Readonly<{
  send(call: UnitCall, until: AbortSignal): Promise<EngineAnswer>
  /** It must have a time of its own and not end with the request that went wrong. */
  undo(call: UnitCall): Promise<EngineAnswer>
  /** The time that one step has. */
  deadline(): AbortSignal
  /** No step begins after it. One that has begun is finished: between its requests the policy lacks a unit. */
  signal: AbortSignal
}>

/** One request after the other, until one fails; then back. Nothing is tried twice. */
export async function carryOutCalls(
  steps: readonly (readonly UnitCall[])[],
  { send, undo, deadline, signal }: CallPorts,
): Promise<CarriedOut> {
  const done: UnitCall[] = []
  for (const step of steps) {
    const until = deadline()
    for (const [at, call] of step.entries()) {
      let answer: EngineAnswer
      try {
        if (at === 0 && signal.aborted) throw new Error('The time for the whole was over.', { cause: signal.reason })
        answer = await send(call, until)
      } catch (cause) {
        if (mayHaveActed(cause)) return { outcome: 'unknown', call, cause, standing: done }
        return { outcome: 'failed', call, cause, standing: await takeBack(done, undo) }
      }
      if (!answer.ok) return { outcome: 'refused', call, detail: answer.detail, standing: await takeBack(done, undo) }
      done.push(call)
    }
  }
  return { outcome: 'done' }
}

const mayHaveActed = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'engine-outcome-unknown'

/** The last one first, since each undoes what the one before it has left. What could not be taken back is returned. */
async function takeBack(done: readonly UnitCall[], undo: CallPorts['undo']): Promise<readonly UnitCall[]> {
  const standing = [...done]
  for (const call of done.toReversed()) {
    try {
      if (!(await undo(inverseOf(call))).ok) return standing
    } catch {
      return standing // it is not known; the caller looks at the policy
    }
    standing.pop()
  }
  return standing
}
