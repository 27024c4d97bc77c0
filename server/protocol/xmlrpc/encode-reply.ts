import { escapeText } from './escape-text.ts'
import { stripIllegal } from './strip-illegal.ts'
import { XmlRpcError } from './xml-rpc-error.ts'
import { INT32_MAX, INT32_MIN, isList, type XmlRpcStruct, type XmlRpcValue } from './xml-rpc-value.ts'

export type EncodeOptions = Readonly<{
  /**
   * Write a number with a fraction as double instead of refusing it, as the original daemon does. Other clients read
   * that; the engine fails on it wherever it expects an int.
   */
  doubles?: boolean
}>

/**
 * An answer that the engine can read: only string, int, boolean, array and struct. Throws XmlRpcError `not-encodable`
 * for null, for a number that is no 32-bit integer, and for two members of one name.
 */
export const encodeReply = (value: XmlRpcValue, { doubles = false }: EncodeOptions = {}): string =>
  toDocument(`<params><param>${encodeValue(value, doubles)}</param></params>`)

/** A fault. Its transport still is HTTP 200; the engine ignores the body of anything else. */
export const encodeFault = (code: number, text: string): string =>
  toDocument(`<fault>${encodeValue({ faultCode: code, faultString: text }, false)}</fault>`)

const toDocument = (content: string): string =>
  stripIllegal(`<?xml version="1.0" encoding="UTF-8"?><methodResponse>${content}</methodResponse>`)

// Strings grow by appending throughout: half the time and memory of arrays of pieces that are joined.
function encodeValue(value: XmlRpcValue, doubles: boolean): string {
  switch (typeof value) {
    case 'string':
      return `<value><string>${escapeText(value)}</string></value>`
    case 'number':
      return doubles && isFraction(value)
        ? `<value><double>${value}</double></value>`
        : `<value><int>${int32(value)}</int></value>`
    case 'boolean':
      return `<value><boolean>${value ? 1 : 0}</boolean></value>`
    default:
      if (value === null) throw new XmlRpcError('not-encodable', 'the engine cannot read nil')
      return isList(value) ? encodeList(value, doubles) : encodeStruct(value, doubles)
  }
}

function encodeList(list: readonly XmlRpcValue[], doubles: boolean): string {
  let items = '<value><array><data>'
  for (const item of list) items += encodeValue(item, doubles)
  return `${items}</data></array></value>`
}

function encodeStruct(struct: XmlRpcStruct, doubles: boolean): string {
  const names = new Set<string>()
  let members = '<value><struct>'
  for (const [given, value] of Object.entries(struct)) {
    const name = stripIllegal(given)
    if (names.has(name)) throw new XmlRpcError('not-encodable', `two members named "${name}"`)
    names.add(name)
    members += `<member><name>${escapeText(name)}</name>${encodeValue(value, doubles)}</member>`
  }
  return `${members}</struct></value>`
}

const isFraction = (value: number): boolean => Number.isFinite(value) && !Number.isInteger(value)

export function int32(value: number): number {
  if (!Number.isInteger(value) || value < INT32_MIN || value > INT32_MAX) {
    throw new XmlRpcError('not-encodable', `${value} is not a 32-bit integer`)
  }
  return value === 0 ? 0 : value
}
