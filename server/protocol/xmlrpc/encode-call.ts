import { int32 } from './encode-reply.ts'
import { escapeToAscii } from './escape-text.ts'
import { EXTENSIONS_NAMESPACE, isStruct, type XmlRpcValue } from './xml-rpc-value.ts'

/**
 * A request, byte for byte in the style of the engine's client library: one line, untyped strings, i4, nil in the
 * extension namespace, which is declared on the root. Throws XmlRpcError for a number that is no 32-bit integer.
 */
export function encodeCall(method: string, params: readonly XmlRpcValue[]): string {
  const list = params.map(value => `<param>${encodeValue(value)}</param>`).join('')
  return (
    `<?xml version="1.0" encoding="UTF-8"?><methodCall xmlns:ex="${EXTENSIONS_NAMESPACE}">` +
    `<methodName>${escapeToAscii(method)}</methodName>${element('params', list)}</methodCall>`
  )
}

function encodeValue(value: XmlRpcValue): string {
  if (typeof value === 'string') return `<value>${escapeToAscii(value)}</value>`
  if (typeof value === 'number') return `<value><i4>${int32(value)}</i4></value>`
  if (typeof value === 'boolean') return `<value><boolean>${value ? 1 : 0}</boolean></value>`
  if (value === null) return '<value><ex:nil/></value>'
  if (!isStruct(value)) return `<value><array>${element('data', value.map(encodeValue).join(''))}</array></value>`
  const members = Object.entries(value).map(
    ([name, member]) => `<member><name>${escapeToAscii(name)}</name>${encodeValue(member)}</member>`,
  )
  return `<value>${element('struct', members.join(''))}</value>`
}

const element = (name: string, content: string): string =>
  content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`
