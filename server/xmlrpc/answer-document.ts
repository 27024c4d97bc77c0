import { decodeCall, type XmlRpcCall } from '../protocol/xmlrpc/decode-call.ts'
import { decodeText } from '../protocol/xmlrpc/decode-text.ts'
import { encodeFault, encodeReply, type ReplyForm } from '../protocol/xmlrpc/encode-reply.ts'
import { XmlRpcError } from '../protocol/xmlrpc/xml-rpc-error.ts'
import type { XmlRpcValue } from '../protocol/xmlrpc/xml-rpc-value.ts'
import type { Log } from '../telemetry/log.ts'
import { CallError, faultCodes } from './call-error.ts'
import type { Methods } from './method.ts'

/** `method`: undefined when the document did not get as far as naming one of ours. `params`: what it was given. */
export type Answer = Readonly<{
  document: string
  method: string | undefined
  params: readonly XmlRpcValue[]
  outcome: 'ok' | 'fault' | 'failed'
}>

export type AnswerOptions = Readonly<{
  maxBytes: number
  /** What the callers of this door can read. */
  form: ReplyForm
  /** Code and text of a fault, where they are not ours. `asked`: the method as the caller wrote it, or empty. */
  toFault?: ((error: CallError, asked: string) => readonly [code: number, text: string]) | undefined
  log: Log
}>

/** Answers one request document, with a fault if need be. Never rejects: a bug becomes a fault too, and is logged. */
export async function answerDocument(bytes: Uint8Array, methods: Methods, options: AnswerOptions): Promise<Answer> {
  const { maxBytes, form, toFault = ourFault, log } = options
  let known: string | undefined
  let asked = ''
  let params: readonly XmlRpcValue[] = []
  try {
    const call = readCall(bytes, maxBytes)
    const { method } = call
    params = call.params
    asked = method
    const called = Object.hasOwn(methods, method) ? methods[method] : undefined
    if (called === undefined) throw new CallError('unknown-method', `there is no method "${method.slice(0, 80)}"`)
    known = method
    return { document: encodeReply(await called.call(params), form), method: known, params, outcome: 'ok' }
  } catch (error) {
    if (error instanceof CallError) {
      return { document: encodeFault(...toFault(error, asked)), method: known, params, outcome: 'fault' }
    }
    log.error({ error, method: known }, 'An XML-RPC call could not be answered.')
    const document = encodeFault(faultCodes['internal-error'], 'ovirt-scheduler failed on this call; its log says why')
    return { document, method: known, params, outcome: 'failed' }
  }
}

const ourFault = (error: CallError) => [faultCodes[error.code], error.message] as const

function readCall(bytes: Uint8Array, maxBytes: number): XmlRpcCall {
  try {
    return decodeCall(decodeText(bytes), { maxLength: maxBytes, maxDepth: 64 })
  } catch (error) {
    if (error instanceof XmlRpcError) throw new CallError('parse-error', error.message)
    throw error
  }
}
