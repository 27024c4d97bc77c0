import type { LiteralCursor } from './literal-cursor.ts'
import type { PythonValue } from './python-value.ts'

const opening = /[rRuUbB]{0,2}(?:'''|"""|'|")/y

/** One string literal or several side by side, which are one; undefined when there is none here. */
export function readPythonStrings(cursor: LiteralCursor): PythonValue | undefined {
  const parts: string[] = []
  let kind: 'str' | 'bytes' | undefined
  for (let written = cursor.take(opening); written !== ''; written = cursor.take(opening)) {
    const prefix = written.replace(/['"]+/, '').toLowerCase()
    if (!['', 'r', 'u', 'b', 'br', 'rb'].includes(prefix)) throw cursor.wrong('has an unknown prefix before a string')
    const body = cursor.takeUntilQuote(written.slice(prefix.length))
    const isBytes = prefix.includes('b')
    if (kind !== undefined && (kind === 'bytes') !== isBytes) throw cursor.wrong('mixes bytes with text')
    kind = isBytes ? 'bytes' : 'str'
    if (isBytes && !isAscii(body)) throw cursor.wrong('has bytes that are not ASCII')
    parts.push(prefix.includes('r') || !body.includes('\\') ? body : withoutEscapes(cursor, body, isBytes))
    cursor.skipGap()
  }
  if (kind === undefined) return undefined
  const text = parts.join('')
  if (kind === 'str') return { kind, value: text }
  return { kind, value: Uint8Array.from(text, character => character.charCodeAt(0)) }
}

const isAscii = (text: string): boolean => {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false
  return true
}

const simple: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}
const escapeInText = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g
/** \u and \U mean nothing in bytes; the same groups, so that one function reads both. */
const escapeInBytes = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|(?!)()()|([\s\S]))/g

function withoutEscapes(cursor: LiteralCursor, body: string, isBytes: boolean): string {
  return body.replace(isBytes ? escapeInBytes : escapeInText, (written, octal, two, four, eight, other) => {
    const hex = two ?? four ?? eight
    if (octal === undefined && hex === undefined) return plain(cursor, written, other, isBytes ? 'x' : 'xuUN')
    const code = octal === undefined ? Number.parseInt(hex, 16) : Number.parseInt(octal, 8)
    if (code > 0x10ffff) throw cursor.wrong('names a character beyond Unicode')
    return isBytes ? String.fromCharCode(code & 0xff) : String.fromCodePoint(code)
  })
}

/** Python keeps the backslash before a character that means nothing after one. */
function plain(cursor: LiteralCursor, written: string, character: string, needDigits: string): string {
  if (needDigits.includes(character)) throw cursor.wrong(`has an incomplete \\${character}`)
  return simple[character] ?? written
}
