import { ProtocolError } from '../protocol-error.ts'

/**
 * What comes from the other side. `id` is absent where it is null: vdsm could not read what was asked, and tells whom it may
 * concern. `params` and `result` are not looked into.
 */
export type JsonRpcMessage = Readonly<
  | { kind: 'result'; id: string | undefined; result: unknown }
  | { kind: 'error'; id: string | undefined; code: number; message: string }
  | { kind: 'event'; method: string; params: unknown }
>

const MAX_TEXT = 1_000
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Throws ProtocolError for anything but one answer or event; a batch too, since nobody asks for one. */
export function decodeMessage(body: Uint8Array): JsonRpcMessage {
  const message = parseJson(body)
  if (typeof message !== 'object' || message === null) throw bad('is not an object')
  const told = message as Readonly<Record<string, unknown>>
  // A list has no version, so a batch ends here too.
  if (told.jsonrpc !== '2.0') throw bad('is not JSON-RPC 2.0')
  if (typeof told.method === 'string') return eventOf(told.method, told.params)
  const id = idOf(told.id)
  if (isSet(told, 'error') && told.error !== null) return { kind: 'error', id, ...problemOf(told.error) }
  if (isSet(told, 'result')) return { kind: 'result', id, result: told.result }
  throw bad('has neither result, error nor method')
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(body))
  } catch (error) {
    throw new ProtocolError('not-json', 'a message is not JSON in UTF-8', { cause: error })
  }
}

function eventOf(method: string, params: unknown): JsonRpcMessage {
  if (method.length > MAX_TEXT) throw bad('names an event with too many letters')
  return { kind: 'event', method, params }
}

/** Ours are strings. A number is somebody else’s, on a destination that we share by mistake. */
function idOf(id: unknown): string | undefined {
  if (typeof id === 'string' && id.length <= MAX_TEXT) return id
  if (id === null || id === undefined || typeof id === 'number') return undefined
  throw bad('has an id that is no text')
}

function problemOf(error: unknown): { code: number; message: string } {
  const { code, message } = Object(error) as { code?: unknown; message?: unknown }
  if (typeof code !== 'number' || !Number.isInteger(code)) throw bad('tells of an error without a code')
  return { code, message: typeof message === 'string' ? message.slice(0, MAX_TEXT) : '' }
}

const isSet = (told: object, name: string) => Object.hasOwn(told, name)

const bad = (what: string): ProtocolError => new ProtocolError('bad-message', `a message ${what}`)
