import { setTimeout as delay } from 'node:timers/promises'
import type { JsonRpcMessage } from '../../protocol/json-rpc/decode-message.ts'
import { encodeRequest, type JsonValue } from '../../protocol/json-rpc/encode-request.ts'
import { HostError } from '../host-error.ts'
import { answerProblem, RECOVERING } from './answer-problem.ts'
import type { VdsmTiming } from './vdsm-options.ts'

/** vdsm has 8 workers and a queue of 80 for all its clients, the engine among them. */
const MAX_IN_FLIGHT = 3
const MAX_QUEUED = 200
/** With less time left nothing is sent: it would be carried out, and its answer come too late. */
const LEAST_TIME_MS = 10

export type Params = Readonly<Record<string, JsonValue>>
export type CallOptions = Readonly<{
  signal: AbortSignal
  /** A host that recovers is asked again until the deadline, unless this is false. */
  isPatient?: boolean
}>

export type Calls = Readonly<{
  read(method: string, params: Params, options: CallOptions): Promise<unknown>
  /** Not asked again when no answer came: it may have been carried out. */
  set(method: string, params: Params, options: CallOptions): Promise<unknown>
  /** What came on our reply destination. */
  onAnswer(message: JsonRpcMessage): void
  /** Wakes all who wait, and refuses all who come. */
  end(why: HostError): void
}>

type Answer = Readonly<{ result: unknown } | { code: number; message: string }>
type Call = { untilMs: number; start: () => void; finish: (outcome: Answer | HostError) => void }

/** Requests, at most three under way at a time, matched with their answers. Everything rejects with HostError. */
export function createCalls(send: (body: Uint8Array) => void, timing: VdsmTiming): Calls {
  const queued = new Set<Call>()
  const inFlight = new Map<string, Call>()
  const ending = new AbortController()

  function startNext(): void {
    for (const call of queued) {
      if (inFlight.size >= MAX_IN_FLIGHT) return
      queued.delete(call)
      // Overdue in a moment: its own timer says so.
      if (call.untilMs - performance.now() >= LEAST_TIME_MS) call.start()
    }
  }

  /** Its place is free again when the answer is there or overdue, not before: the host works for those who left, too. */
  function exchange(method: string, params: Params, withinMs: number, signal: AbortSignal): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (ending.signal.aborted) return reject(ending.signal.reason)
      if (signal.aborted) return reject(abandoned(signal, method))
      if (queued.size >= MAX_QUEUED) return reject(new HostError('host-busy', `${method}: too many calls wait for it.`))
      let id: string | undefined
      const leave = () => {
        signal.removeEventListener('abort', leave)
        reject(abandoned(signal, method))
        if (queued.delete(call)) clearTimeout(overdue)
      }
      const call: Call = {
        untilMs: performance.now() + withinMs,
        start() {
          const request = encodeRequest(method, params)
          id = request.id
          inFlight.set(id, call)
          send(request.body)
        },
        finish(outcome) {
          queued.delete(call)
          if (id !== undefined) inFlight.delete(id)
          clearTimeout(overdue)
          signal.removeEventListener('abort', leave)
          if (outcome instanceof HostError) reject(outcome)
          else resolve(outcome)
          startNext()
        },
      }
      const overdue = setTimeout(() => call.finish(timedOut(method, id !== undefined)), withinMs)
      signal.addEventListener('abort', leave, { once: true })
      queued.add(call)
      startNext()
    })
  }

  async function ask(method: string, params: Params, limitMs: number, options: CallOptions): Promise<unknown> {
    const { signal, isPatient = true } = options
    const untilMs = performance.now() + limitMs
    for (;;) {
      const answer = await exchange(method, params, untilMs - performance.now(), signal)
      if ('result' in answer) return answer.result
      // Another attempt must have time for its answer too: a time-out would hide why.
      const isLast = !isPatient || performance.now() + 2 * timing.recoveringRetryMs >= untilMs
      if (answer.code !== RECOVERING || isLast) throw answerProblem(method, answer.code, answer.message)
      const either = AbortSignal.any([signal, ending.signal])
      await delay(timing.recoveringRetryMs, undefined, { signal: either }).catch(() => {})
    }
  }

  return {
    read: (method, params, options) => ask(method, params, timing.readCallMs, options),
    set: (method, params, options) => ask(method, params, timing.setCallMs, options),
    onAnswer(message) {
      // Answers to those who left, and whatever others send to our destination, concern nobody.
      if (message.kind === 'event' || message.id === undefined) return
      inFlight.get(message.id)?.finish(message)
    },
    end(why) {
      ending.abort(why)
      for (const call of [...queued, ...inFlight.values()]) call.finish(why)
    },
  }
}

const timedOut = (method: string, wasSent: boolean): HostError =>
  new HostError('host-timeout', `${method}: ${wasSent ? 'no answer in time' : 'not sent in time, others came first'}.`)

/** A caller’s deadline is a time-out like ours; one that no longer wants the answer gets its own reason back. */
function abandoned(signal: AbortSignal, method: string): unknown {
  const reason: unknown = signal.reason
  return reason instanceof Error && reason.name === 'TimeoutError' ? timedOut(method, true) : reason
}
