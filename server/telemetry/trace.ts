/** Which trace the work under way belongs to. It follows the work through promises and timers; no function is handed it. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes, randomUUID } from 'node:crypto'
import { parseTraceparent, type Trace } from './traceparent.ts'

/** Does the work, in a trace. */
export type Traced = <T>(work: () => T) => T

const storage = new AsyncLocalStorage<Trace | undefined>()

const newSpanId = (): string => randomBytes(8).toString('hex')

/** A UUID of version 4 has the random bits that the standard asks for. */
const beginTrace = (traceId = randomUUID().replaceAll('-', '')): Trace => ({
  traceId,
  spanId: newSpanId(),
  flags: '01',
})

/** The next piece of work in the trace of the caller's `traceparent`; in one of its own without a valid one. */
export function traceFor(traceparent: string | undefined): Trace {
  const given = parseTraceparent(traceparent)
  return given === undefined ? beginTrace() : { ...given, spanId: newSpanId() }
}

export const currentTrace = (): Trace | undefined => storage.getStore()

export const within = <T>(trace: Trace, work: () => T): T => storage.run(trace, work)

/** A round of what the service does by itself. */
export const inOwnTrace: Traced = work => storage.run(beginTrace(), work)

/** A piece of the work under way, of which others are told: what asked for it and what comes of it have the same trace. */
export function inSpan<T>(work: () => T): T {
  const trace = currentTrace()
  return storage.run(trace === undefined ? beginTrace() : { ...trace, spanId: newSpanId() }, work)
}

/** What outlives the work that began it: a process, a connection, a listener. Else it would be of that trace for ever. */
export const untraced: Traced = work => storage.run(undefined, work)

/** For work that is stored and gone on with later, maybe by another process. */
export type StoredTraces = Readonly<{
  currentId(): string | undefined
  /** Work whose trace is not known, as of old rows, has one of its own. */
  goOn<T>(traceId: string | undefined, work: () => T): T
}>

export const storedTraces: StoredTraces = {
  currentId: () => currentTrace()?.traceId,
  goOn: (traceId, work) => storage.run(beginTrace(traceId), work),
}
