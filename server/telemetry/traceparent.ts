/**
 * One piece of work within a trace, as W3C Trace Context has it. `flags`: two hexadecimal digits that are passed on as they came; the
 * lowest bit says that somebody may keep a record, which our log is.
 */
export type Trace = Readonly<{ traceId: string; spanId: string; flags: string }>

/** Version 00, or a later one, which may add fields behind a dash. No others: what fits is harmless in a log and in a header. */
const form = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/

/** The caller's piece of work, by its `traceparent` header. undefined: none is given, or it is not one. */
export function parseTraceparent(text: string | undefined): Trace | undefined {
  const [, version, traceId, spanId, flags, more] = form.exec(text ?? '') ?? []
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined
  if (version === '00' && more !== undefined) return undefined
  return { traceId, spanId, flags }
}

export const toTraceparent = ({ traceId, spanId, flags }: Trace): string => `00-${traceId}-${spanId}-${flags}`
