import { scalarDecoder } from './decode-scalar.ts'
import { expandText } from './expand-text.ts'
import { type DecodeLimits, defaultDecodeLimits } from './read-document.ts'
import { isLegal } from './strip-illegal.ts'
import { XmlRpcError } from './xml-rpc-error.ts'
import { EXTENSIONS_NAMESPACE, type XmlRpcStruct, type XmlRpcValue } from './xml-rpc-value.ts'

export type ScannedCall = Readonly<{ methodName: string; params: readonly XmlRpcValue[] }>

/**
 * Reads a request written plainly, as the engine's client and most others do, several times faster than `readDocument`.
 * It knows only what it is sure of. Undefined means: let `readDocument` say what this is, or what is wrong with it.
 * That is the answer to comments, CDATA, blanks inside tags, rare types and every mistake, so nothing is thrown here.
 * What it does return is what `readDocument` returns, absent params being none.
 */
export function scanCall(xml: string, limits: DecodeLimits): ScannedCall | undefined {
  // Three levels are what a call takes besides its values; those look after themselves.
  if (xml.length > limits.maxLength || limits.maxDepth < 3) return undefined
  if (!isLegal(xml) || xml.includes(']]>')) return undefined
  const start = prologue.exec(xml)
  if (start === null) return undefined
  const cursor: Cursor = {
    xml,
    at: start[0].length,
    extended: start[1] !== undefined,
    verbatim: !xml.includes('&') && !xml.includes('\r'),
    // scanValue calls itself, so there is a bound whatever the caller allows.
    maxDepth: Math.min(limits.maxDepth, defaultDecodeLimits.maxDepth),
  }
  const methodName = takeNext(cursor, '<methodName>') ? scanText(cursor, '</methodName>') : undefined
  const params = scanParams(cursor)
  if (methodName === undefined || params === undefined || !takeNext(cursor, '</methodCall>')) return undefined
  skipBlanks(cursor)
  return cursor.at === xml.length ? { methodName, params } : undefined
}

/** Where the scanning is. Once a function has returned undefined, `at` means nothing any more. */
type Cursor = {
  readonly xml: string
  at: number
  /** The root binds `ex:` to the extension namespace. */
  readonly extended: boolean
  /** No text needs expanding. Asked once of the whole document: most calls are nothing but ids. */
  readonly verbatim: boolean
  readonly maxDepth: number
}

const prologue = new RegExp(
  `^\uFEFF?(?:<\\?xml version=(?:"1\\.0"|'1\\.0')(?: encoding=(?:"[A-Za-z][\\w.-]*"|'[A-Za-z][\\w.-]*'))? ?\\?>)?` +
    `[ \\t\\r\\n]*<methodCall( xmlns:ex="${RegExp.escape(EXTENSIONS_NAMESPACE)}")?>`,
)

const scalars = ['i4', 'int', 'boolean', 'double'].map(element => ({
  open: `<${element}>`,
  close: `</${element}>`,
  decode: scalarDecoder('call', element),
}))

function scanParams(cursor: Cursor): XmlRpcValue[] | undefined {
  const params: XmlRpcValue[] = []
  if (takeNext(cursor, '<params/>') || !take(cursor, '<params>')) return params
  while (takeNext(cursor, '<param>')) {
    skipBlanks(cursor)
    const value = scanValue(cursor, 4)
    if (value === undefined || !takeNext(cursor, '</param>')) return undefined
    params.push(value)
  }
  return take(cursor, '</params>') ? params : undefined
}

/** `depth`: open elements, this value among them. Values inside it are three deeper, and nothing else is deeper still. */
function scanValue(cursor: Cursor, depth: number): XmlRpcValue | undefined {
  if (depth + 3 > cursor.maxDepth) return undefined
  if (!take(cursor, '<value>')) return take(cursor, '<value/>') ? '' : undefined
  const start = cursor.at
  const text = scanText(cursor, '</value>')
  if (text !== undefined) return text
  cursor.at = start
  skipBlanks(cursor)
  const value = scanType(cursor, depth)
  return value !== undefined && takeNext(cursor, '</value>') ? value : undefined
}

function scanType(cursor: Cursor, depth: number): XmlRpcValue | undefined {
  if (take(cursor, '<string>')) return scanText(cursor, '</string>')
  if (take(cursor, '<array>')) return scanArray(cursor, depth)
  if (take(cursor, '<struct>')) return scanStruct(cursor, depth)
  for (const { open, close, decode } of scalars) {
    if (!take(cursor, open)) continue
    const text = scanText(cursor, close)
    return text === undefined ? undefined : tryDecode(text, decode)
  }
  if (take(cursor, '<struct/>')) return Object.create(null)
  if (take(cursor, '<string/>')) return ''
  return take(cursor, '<nil/>') || (cursor.extended && take(cursor, '<ex:nil/>')) ? null : undefined
}

/** Undefined for what the decoder refuses. `readDocument` will come to it and refuse it, too. */
function tryDecode(text: string, decode: ((text: string) => XmlRpcValue) | undefined): XmlRpcValue | undefined {
  try {
    return decode?.(text)
  } catch (error) {
    if (error instanceof XmlRpcError) return undefined
    throw error
  }
}

function scanArray(cursor: Cursor, depth: number): XmlRpcValue[] | undefined {
  const items: XmlRpcValue[] = []
  if (!takeNext(cursor, '<data/>')) {
    if (!take(cursor, '<data>')) return undefined
    while (!takeNext(cursor, '</data>')) {
      const value = scanValue(cursor, depth + 3)
      if (value === undefined) return undefined
      items.push(value)
    }
  }
  return takeNext(cursor, '</array>') ? items : undefined
}

function scanStruct(cursor: Cursor, depth: number): XmlRpcStruct | undefined {
  const members: Record<string, XmlRpcValue> = Object.create(null)
  while (takeNext(cursor, '<member>')) {
    const name = takeNext(cursor, '<name>') ? scanText(cursor, '</name>') : undefined
    if (name === undefined || name in members) return undefined
    skipBlanks(cursor)
    const value = scanValue(cursor, depth + 3)
    if (value === undefined || !takeNext(cursor, '</member>')) return undefined
    members[name] = value
  }
  return take(cursor, '</struct>') ? members : undefined
}

/** The text from here to `close`, if that is the next tag. */
function scanText(cursor: Cursor, close: string): string | undefined {
  const { xml, at } = cursor
  const end = xml.indexOf('<', at)
  if (end < 0 || !xml.startsWith(close, end)) return undefined
  cursor.at = end + close.length
  const text = xml.slice(at, end)
  return cursor.verbatim ? text : expandText(text)
}

function take(cursor: Cursor, tag: string): boolean {
  if (!cursor.xml.startsWith(tag, cursor.at)) return false
  cursor.at += tag.length
  return true
}

function takeNext(cursor: Cursor, tag: string): boolean {
  skipBlanks(cursor)
  return take(cursor, tag)
}

function skipBlanks(cursor: Cursor): void {
  while (isBlank(cursor.xml.charCodeAt(cursor.at))) cursor.at++
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
