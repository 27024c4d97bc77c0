/** Values that a JSON schema allows, for the schemas of our OpenAPI document. */
import fc from 'fast-check'
import { anyText } from './strange-values.ts'

/** As much of JSON Schema 2020-12 as the document uses. What is not known here fails, so that nothing is left out unseen. */
export type JsonSchema = Readonly<{
  $ref?: string
  type?: string | readonly string[]
  const?: unknown
  enum?: readonly unknown[]
  anyOf?: readonly JsonSchema[]
  oneOf?: readonly JsonSchema[]
  allOf?: readonly JsonSchema[]
  properties?: Readonly<Record<string, JsonSchema>>
  required?: readonly string[]
  additionalProperties?: boolean | JsonSchema
  propertyNames?: JsonSchema
  items?: JsonSchema
  prefixItems?: readonly JsonSchema[]
  minItems?: number
  maxItems?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
}>

export type SchemaContext = Readonly<{
  /** What `$ref` leads to. */
  find(ref: string): JsonSchema
  /** What means something to the service for a member of this name; undefined: nothing in particular. */
  valueFor(name: string): fc.Arbitrary<unknown> | undefined
}>

/** Any value of the schema. `name` is the member that it stands in. */
export function fromJsonSchema(schema: JsonSchema, context: SchemaContext, name = ''): fc.Arbitrary<unknown> {
  const of = (part: JsonSchema, called = name) => fromJsonSchema(part, context, called)
  if (schema.$ref !== undefined) return of(context.find(schema.$ref))
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) return fc.oneof(...choices.map(choice => of(choice)))
  if (schema.allOf?.length === 1 && schema.allOf[0] !== undefined) return of(schema.allOf[0])
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map(type => of({ ...schema, type })))
  switch (schema.type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return or(wholeNumber(schema), context.valueFor(name))
    case 'number': {
      const any = fc.double({ ...range(schema), noNaN: true, noDefaultInfinity: true })
      return or(fc.oneof(wholeNumber(schema), any), context.valueFor(name))
    }
    case 'string':
      return text(schema, context.valueFor(name))
    case 'array':
      return array(schema, of)
    case 'object':
      return object(schema, of)
    case undefined:
      return fc.jsonValue({ maxDepth: 2 })
    default:
      throw new Error(`a schema of an unknown kind: ${JSON.stringify(schema)}`)
  }
}

const or = (any: fc.Arbitrary<unknown>, meant: fc.Arbitrary<unknown> | undefined): fc.Arbitrary<unknown> =>
  meant === undefined ? any : fc.oneof(any, { weight: 3, arbitrary: meant })

type Of = (part: JsonSchema, called?: string) => fc.Arbitrary<unknown>

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): { min: number; max: number } {
  const min = minimum ?? (exclusiveMinimum === undefined ? -(2 ** 53 - 1) : exclusiveMinimum + 1)
  const max = maximum ?? (exclusiveMaximum === undefined ? 2 ** 53 - 1 : exclusiveMaximum - 1)
  return { min, max }
}

/** Its ends, what is near the lower one, and what is between. */
function wholeNumber(schema: JsonSchema): fc.Arbitrary<number> {
  const { min, max } = range(schema)
  const [low, high] = [Math.max(Math.ceil(min), -(2 ** 53 - 1)), Math.min(Math.floor(max), 2 ** 53 - 1)]
  const near = { min: Math.min(Math.max(low, 0), high), max: Math.min(high, Math.max(low, 0) + 20) }
  return fc.oneof(
    fc.constantFrom(low, high),
    fc.integer(near),
    fc.maxSafeInteger().map(n => within(n, low, high)),
  )
}

const within = (n: number, low: number, high: number): number => Math.min(high, Math.max(low, n))

function text(schema: JsonSchema, meant: fc.Arbitrary<unknown> | undefined): fc.Arbitrary<unknown> {
  const { minLength = 0, maxLength = 60, pattern } = schema
  if (pattern !== undefined) {
    const regex = new RegExp(pattern, 'u')
    return fc.stringMatching(new RegExp(pattern)).filter(made => regex.test(made) && made.length <= maxLength)
  }
  const any = fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, minLength + 40) })
  const odd = anyText.filter(({ length }) => length >= minLength && length <= (schema.maxLength ?? length))
  return or(fc.oneof(any, odd), meant)
}

function array(schema: JsonSchema, of: Of): fc.Arbitrary<unknown[]> {
  const { prefixItems, items = {}, minItems = 0, maxItems = 20 } = schema
  if (prefixItems !== undefined) return fc.tuple(...prefixItems.map(item => of(item)))
  return fc.array(of(items), { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, 4)) })
}

function object(schema: JsonSchema, of: Of): fc.Arbitrary<object> {
  const { properties, required = [], additionalProperties, propertyNames } = schema
  if (properties !== undefined) {
    const members = Object.fromEntries(Object.entries(properties).map(([key, part]) => [key, of(part, key)]))
    return fc.record(members, { requiredKeys: required as (keyof typeof members)[] })
  }
  if (typeof additionalProperties !== 'object') return fc.constant({})
  const names = propertyNames === undefined ? fc.string({ maxLength: 12 }) : of(propertyNames)
  return fc.dictionary(names.map(String), of(additionalProperties), { maxKeys: 4 })
}
