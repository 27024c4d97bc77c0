import type { EngineAnswer } from './ports.ts'
import { inverseOf, type UnitCall } from './unit-calls.ts'

/**
 * What came of a list of requests. `refused`: the engine declined one, and those before it were taken back as far as
 * `standing` tells. `unknown`: no answer came to one, and those before it stand.
 */
export type CarriedOut = Readonly<
  | { outcome: 'done' }
  | { outcome: 'refused'; call: UnitCall; detail: string; standing: readonly UnitCall[] }
  | { outcome: 'unknown'; call: UnitCall; cause: unknown; standing: readonly UnitCall[] }
>

/** Both throw when no answer comes. `undo` has a time of its own: it must not end with the request that went wrong. */
export type CallPorts = Readonly<{
  send(call: UnitCall): Promise<EngineAnswer>
  undo(call: UnitCall): Promise<EngineAnswer>
}>

/** One request after the other, until one fails; then back. Nothing is tried twice. */
export async function carryOutCalls(calls: readonly UnitCall[], { send, undo }: CallPorts): Promise<CarriedOut> {
  const done: UnitCall[] = []
  for (const call of calls) {
    let answer: EngineAnswer
    try {
      answer = await send(call)
    } catch (cause) {
      return { outcome: 'unknown', call, cause, standing: done }
    }
    if (!answer.ok) return { outcome: 'refused', call, detail: answer.detail, standing: await takeBack(done, undo) }
    done.push(call)
  }
  return { outcome: 'done' }
}

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
