import { ProtocolError } from '../protocol-error.ts'

const toEscaped: Readonly<Record<string, string>> = { '\\': '\\\\', '\r': '\\r', '\n': '\\n', ':': '\\c' }
const fromEscaped: Readonly<Record<string, string>> = { '\\\\': '\\', '\\r': '\r', '\\n': '\n', '\\c': ':' }

/** A header's name or value as it is written. vdsm wants escapes in every frame, also in CONNECT, unlike STOMP 1.2. */
export const escapeHeader = (text: string): string => text.replace(/[\\\r\n:]/g, special => toEscaped[special] ?? '')

/** The text that was meant. Throws ProtocolError for what must have been escaped, or was escaped to nothing known. */
export function unescapeHeader(written: string): string {
  if (/[:\r\n]/.test(written)) throw new ProtocolError('bad-header', 'a colon or line end in a header is not escaped')
  return written.replace(/\\[\s\S]?/g, sequence => {
    const text = fromEscaped[sequence]
    if (text === undefined) throw new ProtocolError('bad-escape', 'a header has an escape that stands for nothing')
    return text
  })
}
