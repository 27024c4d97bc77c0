import { escapeText } from './escape-text.ts'
import { stripIllegal } from './strip-illegal.ts'
import { XmlRpcError } from './xml-rpc-error.ts'
import { INT32_MAX, INT32_MIN, type XmlRpcReply } from './xml-rpc-value.ts'

/**
 * What the reader understands. engine: string, int, boolean, array and struct. doubles: also a number with a fraction, as
 * the original scheduler daemon writes; the engine fails on it wherever it expects an int. extended: what MOM's clients
 * read: nil, and integers that are bigint, as int or, from 2^31 in absolute value on, as i8; every number is a double.
 */
export type ReplyForm = 'engine' | 'doubles' | 'extended'

/**
 * An answer in a form that its reader understands. Throws XmlRpcError `not-encodable` for what the form does not hold,
 * above all null and numbers that are no 32-bit integers, and for two members of one name. A number that no double of
 * XML-RPC can hold is nil in `extended`, so that one odd figure does not cost the reader all others.
 */
export const encodeReply = (value: XmlRpcReply, form: ReplyForm = 'engine'): string =>
  toDocument(`<params><param>${encodeValue(value, form)}</param></params>`)

/** A fault. Its transport still is HTTP 200; the engine ignores the body of anything else. */
export const encodeFault = (code: number, text: string): string =>
  toDocument(`<fault>${encodeValue({ faultCode: code, faultString: text }, 'engine')}</fault>`)

const toDocument = (content: string): string =>
  stripIllegal(`<?xml version="1.0" encoding="UTF-8"?><methodResponse>${content}</methodResponse>`)

// Strings grow by appending throughout: half the time and memory of arrays of pieces that are joined.
function encodeValue(value: XmlRpcReply, form: ReplyForm): string {
  switch (typeof value) {
    case 'string':
      return `<value><string>${escapeText(value)}</string></value>`
    case 'number':
      return encodeNumber(value, form)
    case 'bigint':
      return encodeInteger(value, form)
    case 'boolean':
      return `<value><boolean>${value ? 1 : 0}</boolean></value>`
    default:
      if (value === null) return encodeNil(form)
      return isList(value) ? encodeList(value, form) : encodeStruct(value, form)
  }
}

function encodeNumber(value: number, form: ReplyForm): string {
  if (form === 'extended') return Number.isFinite(value) ? `<value><double>${value}</double></value>` : encodeNil(form)
  return form === 'doubles' && isFraction(value)
    ? `<value><double>${value}</double></value>`
    : `<value><int>${int32(value)}</int></value>`
}

// MOM writes i8 from -2^31 on, though int could still hold that one.
function encodeInteger(value: bigint, form: ReplyForm): string {
  if (form !== 'extended') throw new XmlRpcError('not-encodable', `${value} is not a 32-bit integer`)
  return value > INT32_MIN && value <= INT32_MAX
    ? `<value><int>${value}</int></value>`
    : `<value><i8>${value}</i8></value>`
}

function encodeNil(form: ReplyForm): string {
  if (form !== 'extended') throw new XmlRpcError('not-encodable', 'the engine cannot read nil')
  return '<value><nil/></value>'
}

function encodeList(list: readonly XmlRpcReply[], form: ReplyForm): string {
  let items = '<value><array><data>'
  for (const item of list) items += encodeValue(item, form)
  return `${items}</data></array></value>`
}

function encodeStruct(struct: Readonly<Record<string, XmlRpcReply>>, form: ReplyForm): string {
  const names = new Set<string>()
  let members = '<value><struct>'
  for (const [given, value] of Object.entries(struct)) {
    const name = stripIllegal(given)
    if (names.has(name)) throw new XmlRpcError('not-encodable', `two members named "${name}"`)
    names.add(name)
    members += `<member><name>${escapeText(name)}</name>${encodeValue(value, form)}</member>`
  }
  return `${members}</struct></value>`
}

const isList = (value: XmlRpcReply): value is readonly XmlRpcReply[] => Array.isArray(value)

const isFraction = (value: number): boolean => Number.isFinite(value) && !Number.isInteger(value)

export function int32(value: number): number {
  if (!Number.isInteger(value) || value < INT32_MIN || value > INT32_MAX) {
    throw new XmlRpcError('not-encodable', `${value} is not a 32-bit integer`)
  }
  return value === 0 ? 0 : value
}
