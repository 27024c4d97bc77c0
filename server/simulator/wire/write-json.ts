import { type Decimal, jsonDecimal } from './decimal.ts'
import { commonMembers, type Member, type WireType } from './schema.ts'
import { type Link, type TypeName, types, type WireObject } from './types.ts'

type Step = Readonly<{ member: string; key: string; write: (value: unknown) => string }>

/** The JSON of one object, without a wrapping key. */
export function writeJson(type: TypeName, value: WireObject): string {
  return writeObject(type, value)
}

/** A top-level collection: one key, always an array; no key at all when it is empty. */
export function writeJsonList(type: TypeName, items: readonly WireObject[]): string {
  return writeItems(type, items, '{}')
}

function stepsOf(type: WireType): readonly Step[] {
  const identity = type.entity ? ['id', 'href', ...commonMembers] : []
  return [
    ...identity.map(member => step(member, text)),
    ...Object.entries(type.own).map(([member, kind]) => step(member, writerOf(kind))),
    ...Object.entries(type.linked).map(([member, kind]) => step(member, writerOf(kind))),
  ]
}

const step = (member: string, write: Step['write']): Step => ({ member, key: `"${member}":`, write })
const text = (value: unknown) => JSON.stringify(value)
// The engine writes whole numbers and booleans as strings.
const quoted = (value: unknown) => `"${String(value)}"`

function writerOf(kind: Member): Step['write'] {
  if (kind === 'string') return text
  if (kind === 'integer' || kind === 'boolean') return quoted
  if (kind === 'decimal') return value => jsonDecimal(value as Decimal)
  if (kind === 'date') return String
  if ('oneOf' in kind) return quoted
  if ('one' in kind) return value => writeObject(kind.one, value as WireObject)
  if ('texts' in kind) return value => JSON.stringify({ [kind.texts]: value })
  const empty = kind.emptyList ? `{"${kind.many}":[]}` : '{}'
  return value => writeItems(kind.many, value as readonly WireObject[], empty)
}

const plans: ReadonlyMap<string, readonly Step[]> = new Map(
  Object.entries(types).map(([name, type]) => [name, stepsOf(type)]),
)

function writeItems(type: string, items: readonly WireObject[], empty: string): string {
  if (items.length === 0) return empty
  let out = `{"${type}":[`
  let separator = ''
  for (const item of items) {
    out += separator + writeObject(type, item)
    separator = ','
  }
  return `${out}]}`
}

function writeObject(type: string, value: WireObject): string {
  let out = '{'
  let separator = ''
  for (const { member, key, write } of plans.get(type) ?? []) {
    const found = value[member]
    if (found === undefined) continue
    out += separator + key + write(found)
    separator = ','
  }
  const links = value.link
  if (links !== undefined) {
    out += `${separator}"link":${writeLinks(links as readonly Link[], value.href)}`
    separator = ','
  }
  const actions = value.actions
  if (actions !== undefined) {
    out += `${separator}"actions":{"link":${writeLinks(actions as readonly string[], value.href)}}`
  }
  return `${out}}`
}

function writeLinks(links: readonly Link[], href: unknown): string {
  let out = '['
  let separator = ''
  for (const link of links) {
    out +=
      typeof link === 'string'
        ? `${separator}{"href":"${String(href)}/${link}","rel":"${link}"}`
        : `${separator}{"href":${JSON.stringify(link.href)},"rel":"${link.rel}"}`
    separator = ','
  }
  return `${out}]`
}
