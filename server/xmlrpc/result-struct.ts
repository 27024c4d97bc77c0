import type { XmlRpcValue } from '../protocol/xmlrpc/xml-rpc-value.ts'
import type { Failure } from '../runtime/unit-runtime.ts'

/** What went wrong beside the result: of single units, by name, and of the call as a whole. */
export type Complaints = Readonly<{ ofUnits: Map<string, string[]>; ofCall: string[] }>

/** Of a balancer. Always two elements: the engine's parser fails on fewer, and then skips every cluster that follows. */
export const NO_MOVE = ['', []] as const

export const noComplaints = (): Complaints => ({ ofUnits: new Map(), ofCall: [] })

/**
 * Adds why a unit gave no answer. What has not been read yet is nobody's fault and is said once for the call, with what
 * follows from it; a unit that chose to say nothing, or that a person has disabled, is not complained of.
 */
export function complainOf(
  complaints: Complaints,
  name: string,
  { code, message }: Failure,
  consequence: string,
): void {
  if (code === 'no-answer' || code === 'disabled') return
  if (code !== 'no-facts') {
    complaints.ofUnits.set(name, [message])
    return
  }
  const text = `${message}; ${consequence}`
  if (!complaints.ofCall.includes(text)) complaints.ofCall.push(text)
}

/**
 * The struct that every run method answers with. The engine turns each message into an event for administrators, and
 * looks at messages only when the code is not 0, so the code follows from them.
 */
export function resultStruct(
  result: XmlRpcValue,
  { ofUnits, ofCall }: Complaints,
  diagnostics: Readonly<Record<string, XmlRpcValue>> = {},
): XmlRpcValue {
  return {
    result_code: ofUnits.size > 0 || ofCall.length > 0 ? 1 : 0,
    result,
    ...(ofUnits.size > 0 && { plugin_errors: toStruct(ofUnits) }),
    ...(ofCall.length > 0 && { errors: ofCall }),
    // The engine ignores members it does not know.
    ...diagnostics,
  }
}

/** A caller may name a unit as it likes, `__proto__` included. */
export function toStruct<T extends XmlRpcValue>(entries: ReadonlyMap<string, T>): Readonly<Record<string, T>> {
  const struct: Record<string, T> = Object.create(null)
  for (const [name, value] of entries) struct[name] = value
  return struct
}
