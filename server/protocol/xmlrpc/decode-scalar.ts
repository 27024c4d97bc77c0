import { XmlRpcError } from './xml-rpc-error.ts'
import { INT32_MAX, INT32_MIN, type XmlRpcValue } from './xml-rpc-value.ts'

/**
 * Who reads. `call`: our endpoint, generous with what any client may send. `reply`: what the engine's client library
 * makes of an answer; it knows extension types only inside their namespace.
 */
export type Reader = 'call' | 'reply'

const asIs = (text: string): string => text

function decodeInt(text: string): number {
  const value = wholeNumber(text)
  if (value < INT32_MIN || value > INT32_MAX) throw new XmlRpcError('bad-value', `${brief(text)} is beyond 32 bits`)
  return value
}

/** Beyond 2^53 a number would lose digits, so the text is kept. */
function decodeLong(text: string): number | string {
  const value = wholeNumber(text)
  return Number.isSafeInteger(value) ? value : text.trim()
}

function wholeNumber(text: string): number {
  if (!/^\s*[+-]?[0-9]{1,40}\s*$/.test(text)) throw new XmlRpcError('bad-value', `not a whole number: ${brief(text)}`)
  return Number(text)
}

function decodeDouble(text: string): number {
  const value = /^\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isFinite(value)) throw new XmlRpcError('bad-value', `not a number: ${brief(text)}`)
  return value
}

function decodeBoolean(text: string): boolean {
  const digit = text.trim()
  if (digit !== '0' && digit !== '1') throw new XmlRpcError('bad-value', `not a boolean: ${brief(text)}`)
  return digit === '1'
}

function decodeNil(text: string): null {
  if (text.trim() !== '') throw new XmlRpcError('bad-value', 'nil with content')
  return null
}

const brief = (text: string): string => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)

type Decoders = Readonly<Record<string, (text: string) => XmlRpcValue>>

const standard: Decoders = {
  string: asIs,
  int: decodeInt,
  i4: decodeInt,
  boolean: decodeBoolean,
  double: decodeDouble,
  'dateTime.iso8601': asIs,
  base64: asIs,
}

const extensions: Decoders = {
  nil: decodeNil,
  i8: decodeLong,
  i1: decodeInt,
  i2: decodeInt,
  float: decodeDouble,
  bigdecimal: asIs,
  biginteger: asIs,
  dateTime: asIs,
}

const prefixed = (decoders: Decoders): Decoders =>
  Object.fromEntries(Object.entries(decoders).map(([name, decode]) => [`ex:${name}`, decode]))

/** Every other number stays text, because the engine casts to Integer and would fail on it just the same. */
const onlyIntegers: Decoders = { double: asIs, 'ex:i8': asIs, 'ex:i1': asIs, 'ex:i2': asIs, 'ex:float': asIs }

const decoders: Readonly<Record<Reader, ReadonlyMap<string, (text: string) => XmlRpcValue>>> = {
  call: new Map(Object.entries({ ...standard, ...extensions, ...prefixed(extensions) })),
  reply: new Map(Object.entries({ ...standard, ...prefixed(extensions), ...onlyIntegers })),
}

/** The function that turns the text of a scalar element into its value; undefined for a tag the reader does not know. */
export const scalarDecoder = (reader: Reader, element: string): ((text: string) => XmlRpcValue) | undefined =>
  decoders[reader].get(element)
