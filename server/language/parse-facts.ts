/** The facts of one cycle from JSON text, for trying a policy without a host. */
import type { EntityFacts, Sample } from './entity.ts'
import type { Facts } from './evaluate.ts'
import type { Value } from './value.ts'

/** Facts that cannot be used; the message says which and why. */
export class FactsError extends Error {
  override name = 'FactsError'
}

type Json = null | boolean | bigint | number | string | readonly Json[] | { readonly [name: string]: Json }
type JsonObject = { readonly [name: string]: Json }

export const noFacts: Facts = { host: { name: 'Host', samples: [{}] }, guests: [] }

/**
 * `{"Host": ENTITY, "Guests": [ENTITY, …]}`, either left out at will. An entity has `samples` (oldest first, each a record
 * of fields), or the fields themselves as one sample; `name`, `properties`, `fields` (known, perhaps absent) and `variables`
 * are optional. A number without point and exponent is an integer. @throws FactsError
 */
export function parseFacts(text: string): Facts {
  let json: Json
  try {
    json = JSON.parse(text, (_key, value, { source }: { source?: string } = {}) =>
      typeof value === 'number' && source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value,
    )
  } catch (error) {
    throw new FactsError(`the facts are not JSON: ${(error as Error).message}`)
  }
  const facts = object(json, 'the facts')
  const strange = Object.keys(facts).find(key => !['Host', 'host', 'Guests', 'guests'].includes(key))
  if (strange !== undefined) throw new FactsError(`the facts have "Host" and "Guests", not "${strange}"`)
  const host = facts.Host ?? facts.host ?? {}
  const guests = facts.Guests ?? facts.guests ?? []
  return {
    host: { ...toEntity(host, 'Host'), name: 'Host' },
    guests: isArray(guests)
      ? guests.map((guest, index) => toEntity(guest, `Guests[${index}]`))
      : Object.entries(object(guests, 'Guests')).map(([name, guest]) => ({
          ...toEntity(guest, `Guests.${name}`),
          name,
        })),
  }
}

const described = ['name', 'samples', 'fields', 'properties', 'variables']

function toEntity(json: Json, path: string): EntityFacts {
  const entity = object(json, path)
  const { samples, properties, variables, fields } = entity
  const name = entity.name ?? object(properties ?? {}, `${path}.properties`).name ?? path
  if (typeof name !== 'string') throw new FactsError(`${path}.name is not a text`)
  if (samples !== undefined && !isArray(samples)) throw new FactsError(`${path}.samples is not a list`)
  const flat = Object.fromEntries(Object.entries(entity).filter(([key]) => !described.includes(key)))
  if (samples !== undefined && Object.keys(flat).length > 0)
    throw new FactsError(`${path} has samples, so "${Object.keys(flat)[0]}" belongs into them`)
  return {
    name,
    samples:
      samples === undefined ? [values(flat, path)] : samples.map((row, at) => values(row, `${path}.samples[${at}]`)),
    fields: fields === undefined ? undefined : texts(fields, `${path}.fields`),
    properties: { name, ...values(properties ?? {}, `${path}.properties`) },
    variables: values(variables ?? {}, `${path}.variables`),
  }
}

const isArray = (json: Json): json is readonly Json[] => Array.isArray(json)

function texts(json: Json, path: string): string[] {
  if (isArray(json) && json.every(item => typeof item === 'string')) return [...json]
  throw new FactsError(`${path} is not a list of texts`)
}

function object(json: Json, path: string): JsonObject {
  if (typeof json === 'object' && json !== null && !isArray(json)) return json
  throw new FactsError(`${path} is not an object`)
}

function values(json: Json, path: string): Sample {
  const entries = Object.entries(object(json, path)).map(([name, value]) => [name, toValue(value, `${path}.${name}`)])
  return Object.fromEntries(entries)
}

function toValue(json: Json, path: string): Value {
  if (isArray(json)) return json.map((item, index) => toValue(item, `${path}[${index}]`))
  if (typeof json !== 'object' || json === null) return json
  // I/O limits come as records: their keys are read as members.
  const members = new Map(Object.entries(json).map(([name, value]) => [name, toValue(value, `${path}.${name}`)]))
  return { kind: 'entity', label: path, member: name => members.get(name) }
}
