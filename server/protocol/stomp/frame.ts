import { escapeHeader } from './escape-header.ts'

/** Those that vdsm sends or takes. Any other command makes it, and us, drop the connection. */
export const stompCommands = [
  'CONNECT',
  'SUBSCRIBE',
  'UNSUBSCRIBE',
  'SEND',
  'DISCONNECT',
  'CONNECTED',
  'MESSAGE',
  'RECEIPT',
  'ERROR',
] as const

export type StompCommand = (typeof stompCommands)[number]

/** One frame of STOMP 1.2 (stomp.github.io/stomp-specification-1.2.html). Of a header that is repeated, the first counts. */
export type StompFrame = Readonly<{
  command: StompCommand
  headers: ReadonlyMap<string, string>
  body: Uint8Array
}>

const utf8 = new TextEncoder()
const NOTHING = new Uint8Array()

/** A single line end says only: I am still here. It may stand between frames, never before the first one. */
export const HEART_BEAT: Uint8Array = utf8.encode('\n')

/** `content-length` is added, so that a body may hold NUL. */
export function encodeFrame(
  command: StompCommand,
  headers: Readonly<Record<string, string>>,
  body: Uint8Array = NOTHING,
): Uint8Array {
  const all = body.length === 0 ? headers : { ...headers, 'content-length': String(body.length) }
  const lines = Object.entries(all).map(([name, value]) => `${escapeHeader(name)}:${escapeHeader(value)}\n`)
  const head = utf8.encode(`${command}\n${lines.join('')}\n`)
  const frame = new Uint8Array(head.length + body.length + 1)
  frame.set(head)
  frame.set(body, head.length)
  return frame
}
