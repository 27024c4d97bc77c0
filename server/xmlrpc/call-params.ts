import { isList, isStruct, type XmlRpcValue } from '../protocol/xmlrpc/xml-rpc-value.ts'
import type { EngineProperties } from '../runtime/unit-runtime.ts'
import { CallError } from './call-error.ts'
import type { MethodRules } from './method-rules.ts'

type Params = readonly XmlRpcValue[]

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Throws CallError unless exactly the named parameters were given. */
export function expectParams(method: string, params: Params, names: readonly string[]): void {
  if (params.length === names.length) return
  const wanted = `${names.length} ${names.length === 1 ? 'parameter' : 'parameters'}`
  throw new CallError('invalid-params', `${method} takes ${wanted} (${names.join(', ')}), ${params.length} were given`)
}

export function parseName(value: XmlRpcValue | undefined, what: string): string {
  if (typeof value !== 'string') throw new CallError('invalid-params', `${what} must be a string`)
  return value
}

/** In lower case, as the engine compares them. */
export function parseId(value: XmlRpcValue | undefined, what: string): string {
  if (typeof value === 'string' && guid.test(value)) return value.toLowerCase()
  throw notAnId(value, what)
}

/** Each once, in the order given. */
export function parseIds(list: readonly XmlRpcValue[], what: string): string[] {
  const ids = list.map((id, index) => parseId(id, `${what}[${index}]`))
  const once = new Set(ids)
  return once.size === ids.length ? ids : [...once]
}

/** The hosts of a call. Strict compatibility takes whatever texts there are, as the original daemon did. */
export function parseHosts(value: XmlRpcValue | undefined, rules: MethodRules): readonly string[] {
  const list = parseList(value, 'hosts')
  return rules.compatibility === 'mended'
    ? rules.recall(list, given => parseIds(given, 'hosts'))
    : list.map((id, index) => parseName(id, `hosts[${index}]`))
}

/** The second to fourth parameter of runFilters and runCostFunctions; the last one is kept as it was written. */
export function parseVmAndHosts([, hosts, vm, written]: Params, rules: MethodRules) {
  const hostIds = parseHosts(hosts, rules)
  return { hostIds, vmId: rules.compatibility === 'mended' ? parseId(vm, 'vm') : parseName(vm, 'vm'), written }
}

function notAnId(value: XmlRpcValue | undefined, what: string): CallError {
  const given = typeof value === 'string' ? `"${value.slice(0, 40)}"` : 'another type'
  return new CallError('invalid-params', `${what} must be a UUID, not ${given}`)
}

export const parseNames = (value: XmlRpcValue | undefined, what: string): string[] => [
  ...new Set(parseList(value, what).map((name, index) => parseName(name, `${what}[${index}]`))),
]

/** Unit name → factor. A name given twice counts with the sum, as two entries would. */
export function parseFactors(value: XmlRpcValue | undefined, what: string): Map<string, number> {
  const factors = new Map<string, number>()
  for (const [index, pair] of parseList(value, what).entries()) {
    const [name, factor, ...more] = isList(pair) ? pair : []
    if (typeof name !== 'string' || typeof factor !== 'number' || more.length > 0) {
      throw new CallError('invalid-params', `${what}[${index}] must be a pair of a unit name and an int factor`)
    }
    factors.set(name, (factors.get(name) ?? 0) + factor)
  }
  return factors
}

/**
 * The engine sends a struct of strings, but other clients of the original daemon send "" or nil. Scalars are taken as
 * their text; whatever else there is cannot be a property.
 */
export function parseEngineProperties(value: XmlRpcValue | undefined): EngineProperties {
  if (value === undefined || !isStruct(value)) return {}
  const properties: Record<string, string> = Object.create(null)
  for (const [name, member] of Object.entries(value)) {
    if (typeof member === 'string' || typeof member === 'number' || typeof member === 'boolean') {
      properties[name] = String(member)
    }
  }
  return properties
}

function parseList(value: XmlRpcValue | undefined, what: string): readonly XmlRpcValue[] {
  if (value !== undefined && isList(value)) return value
  throw new CallError('invalid-params', `${what} must be an array`)
}
