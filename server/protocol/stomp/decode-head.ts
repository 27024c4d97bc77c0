import { ProtocolError } from '../protocol-error.ts'
import { unescapeHeader } from './escape-header.ts'
import { type StompCommand, stompCommands } from './frame.ts'

export type FrameHead = Readonly<{ command: StompCommand; headers: ReadonlyMap<string, string> }>

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Command and headers of a frame, without the empty line after them. Throws ProtocolError. */
export function decodeHead(bytes: Uint8Array, maxHeaders: number): FrameHead {
  const [command = '', ...lines] = linesOf(bytes)
  if (!isCommand(command)) throw new ProtocolError('unknown-command', 'a frame begins with no command of STOMP')
  if (lines.length > maxHeaders) {
    throw new ProtocolError('too-many-headers', `a frame has ${lines.length} headers, at most ${maxHeaders} are read`)
  }
  const headers = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon <= 0) throw new ProtocolError('bad-header', 'a header line has no name')
    const name = unescapeHeader(line.slice(0, colon))
    if (!headers.has(name)) headers.set(name, unescapeHeader(line.slice(colon + 1)))
  }
  return { command, headers }
}

/** How long the body is said to be; undefined: it ends at the first NUL. Throws ProtocolError. */
export function bodyLengthOf({ headers }: FrameHead, maxBodyBytes: number): number | undefined {
  const told = headers.get('content-length')
  if (told === undefined) return undefined
  if (!/^\d{1,15}$/.test(told)) throw new ProtocolError('bad-length', 'content-length is not a number of bytes')
  const length = Number(told)
  if (length > maxBodyBytes) throw bodyTooLarge(maxBodyBytes)
  return length
}

export const bodyTooLarge = (maxBodyBytes: number): ProtocolError =>
  new ProtocolError('body-too-large', `a frame has a body of more than ${maxBodyBytes} bytes`)

function linesOf(bytes: Uint8Array): string[] {
  try {
    const lines = utf8
      .decode(bytes)
      .split('\n')
      .map(line => (line.endsWith('\r') ? line.slice(0, -1) : line))
    // The end of the last header, and perhaps the CR of the empty line.
    while (lines.at(-1) === '') lines.pop()
    return lines
  } catch (error) {
    throw new ProtocolError('bad-header', 'the headers of a frame are not in UTF-8', { cause: error })
  }
}

const isCommand = (text: string): text is StompCommand => (stompCommands as readonly string[]).includes(text)
