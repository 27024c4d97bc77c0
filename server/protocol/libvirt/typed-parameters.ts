import { ProtocolError } from '../protocol-error.ts'
import type { XdrReader } from './xdr-reader.ts'
import type { XdrWriter } from './xdr-writer.ts'

/** `virTypedParameterType`. Setters of libvirt want exactly their own type: a quota is an llong, a weight is not. */
const types = { int: 1, uint: 2, llong: 3, ullong: 4, double: 5, boolean: 6, string: 7 } as const

export type TypedParameter = Readonly<
  { field: string } & (
    | { type: 'int' | 'uint' | 'llong' | 'ullong' | 'double'; value: number }
    | { type: 'boolean'; value: boolean }
    | { type: 'string'; value: string }
  )
>

export type ParameterValue = TypedParameter['value']
/** By field. A field that is named twice counts once, as it was named last. */
export type Parameters = ReadonlyMap<string, ParameterValue>

/** Empty name, type, and a value of one word. */
const LEAST_BYTES = 12
/** REMOTE_DOMAIN_..._STATS_MAX: the largest of the protocol's limits. */
const MOST_PARAMETERS = 262_144

export function decodeParameters(reader: XdrReader): Parameters {
  const parameters = new Map<string, ParameterValue>()
  const count = reader.count(LEAST_BYTES, MOST_PARAMETERS)
  for (let index = 0; index < count; index++) {
    const field = reader.text()
    parameters.set(field, decodeValue(reader))
  }
  return parameters
}

function decodeValue(reader: XdrReader): ParameterValue {
  const type = reader.u32()
  switch (type) {
    case types.int:
      return reader.i32()
    case types.uint:
      return reader.u32()
    case types.llong:
      return reader.i64()
    case types.ullong:
      return reader.u64()
    case types.double:
      return reader.double()
    case types.boolean:
      return reader.i32() !== 0
    case types.string:
      return reader.text()
    default:
      throw new ProtocolError('bad-value', `A parameter cannot be of type ${type}.`)
  }
}

export function encodeParameters(writer: XdrWriter, parameters: readonly TypedParameter[]): void {
  writer.array(parameters, parameter => {
    writer.text(parameter.field)
    writer.u32(types[parameter.type])
    switch (parameter.type) {
      case 'int':
        return writer.i32(parameter.value)
      case 'uint':
        return writer.u32(parameter.value)
      case 'llong':
        return writer.i64(parameter.value)
      case 'ullong':
        return writer.u64(parameter.value)
      case 'double':
        return writer.double(parameter.value)
      case 'boolean':
        return writer.i32(parameter.value ? 1 : 0)
      case 'string':
        return writer.text(parameter.value)
    }
  })
}
