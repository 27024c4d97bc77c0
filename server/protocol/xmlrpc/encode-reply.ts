import { escapeText, stripIllegal } from './escape-text.ts'
import { XmlRpcError } from './xml-rpc-error.ts'
import { INT32_MAX, INT32_MIN, isList, type XmlRpcStruct, type XmlRpcValue } from './xml-rpc-value.ts'

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'

/**
 * An answer that the engine can read: only string, int, boolean, array and struct. Throws XmlRpcError `not-encodable`
 * for null, for a number that is no 32-bit integer, and for two members of one name.
 */
export const encodeReply = (value: XmlRpcValue): string =>
  `${DECLARATION}<methodResponse><params><param>${encodeValue(value)}</param></params></methodResponse>`

/** A fault. Its transport still is HTTP 200; the engine ignores the body of anything else. */
export const encodeFault = (code: number, text: string): string => {
  const fault = encodeValue({ faultCode: code, faultString: text })
  return `${DECLARATION}<methodResponse><fault>${fault}</fault></methodResponse>`
}

function encodeValue(value: XmlRpcValue): string {
  switch (typeof value) {
    case 'string':
      return `<value><string>${escapeText(value)}</string></value>`
    case 'number':
      return `<value><int>${int32(value)}</int></value>`
    case 'boolean':
      return `<value><boolean>${value ? 1 : 0}</boolean></value>`
    default:
      if (value === null) throw new XmlRpcError('not-encodable', 'the engine cannot read nil')
      if (isList(value)) return `<value><array><data>${value.map(encodeValue).join('')}</data></array></value>`
      return `<value><struct>${encodeMembers(value)}</struct></value>`
  }
}

function encodeMembers(struct: XmlRpcStruct): string {
  const names = new Set<string>()
  let members = ''
  for (const [given, value] of Object.entries(struct)) {
    const name = stripIllegal(given)
    if (names.has(name)) throw new XmlRpcError('not-encodable', `two members named "${name}"`)
    names.add(name)
    members += `<member><name>${escapeText(name)}</name>${encodeValue(value)}</member>`
  }
  return members
}

export function int32(value: number): number {
  if (!Number.isInteger(value) || value < INT32_MIN || value > INT32_MAX) {
    throw new XmlRpcError('not-encodable', `${value} is not a 32-bit integer`)
  }
  return value === 0 ? 0 : value
}
