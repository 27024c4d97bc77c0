import { type Decimal, xmlDecimal } from './decimal.ts'
import { commonMembers, type Member, type WireType } from './schema.ts'
import { type Link, type TypeName, types, type WireObject } from './types.ts'

type Step = Readonly<{ member: string; write: (value: unknown) => string }>

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

export function writeXml(type: TypeName, value: WireObject): string {
  return DECLARATION + writeElement(type, type, value)
}

/** A top-level collection under the type's plural tag; `<hosts/>` when it is empty. */
export function writeXmlList(type: TypeName, items: readonly WireObject[]): string {
  return DECLARATION + writeItems(plans.get(type)?.plural ?? type, type, items)
}

/** An empty collection the simulator has no item type for. */
export function writeXmlEmpty(tag: string): string {
  return `${DECLARATION}<${tag}/>`
}

// Order as the engine's: actions, name, description, comment, links, own members by name, linked objects by name.
function planOf(type: WireType) {
  return {
    plural: type.plural,
    head: type.entity ? commonMembers.map(member => step(member, 'string')) : [],
    body: [...steps(type.own), ...steps(type.linked)],
  }
}

const steps = (members: WireType['own']) =>
  Object.entries(members)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([member, kind]) => step(member, kind))

const step = (member: string, kind: Member): Step => ({ member, write: writerOf(member, kind) })

function writerOf(tag: string, kind: Member): Step['write'] {
  if (kind === 'string') return value => `<${tag}>${escapeText(String(value))}</${tag}>`
  if (kind === 'integer' || kind === 'boolean') return value => `<${tag}>${String(value)}</${tag}>`
  if (kind === 'decimal') return value => `<${tag}>${xmlDecimal(value as Decimal)}</${tag}>`
  if (kind === 'date') return value => `<${tag}>${new Date(value as number).toISOString()}</${tag}>`
  if ('oneOf' in kind) return value => `<${tag}>${String(value)}</${tag}>`
  if ('one' in kind) return value => writeElement(tag, kind.one, value as WireObject)
  if ('texts' in kind) {
    const item = (text: string) => `<${kind.texts}>${escapeText(text)}</${kind.texts}>`
    return value => `<${tag}>${(value as readonly string[]).map(item).join('')}</${tag}>`
  }
  return value => writeItems(tag, kind.many, value as readonly WireObject[])
}

const plans: ReadonlyMap<string, Readonly<{ plural: string; head: readonly Step[]; body: readonly Step[] }>> = new Map(
  Object.entries(types).map(([name, type]) => [name, planOf(type)]),
)

function writeItems(tag: string, type: string, items: readonly WireObject[]): string {
  if (items.length === 0) return `<${tag}/>`
  let out = `<${tag}>`
  for (const item of items) out += writeElement(type, type, item)
  return `${out}</${tag}>`
}

function writeElement(tag: string, type: string, value: WireObject): string {
  const plan = plans.get(type)
  let inner = ''
  const actions = value.actions as readonly string[] | undefined
  if (actions !== undefined) inner += `<actions>${writeLinks(actions, value.href)}</actions>`
  for (const { member, write } of plan?.head ?? []) {
    const found = value[member]
    if (found !== undefined) inner += write(found)
  }
  const links = value.link as readonly Link[] | undefined
  if (links !== undefined) inner += writeLinks(links, value.href)
  for (const { member, write } of plan?.body ?? []) {
    const found = value[member]
    if (found !== undefined) inner += write(found)
  }
  let open = `<${tag}`
  if (types[type as TypeName].entity) {
    if (value.href !== undefined) open += ` href="${escapeText(String(value.href))}"`
    if (value.id !== undefined) open += ` id="${escapeText(String(value.id))}"`
  }
  return inner === '' ? `${open}/>` : `${open}>${inner}</${tag}>`
}

function writeLinks(links: readonly Link[], href: unknown): string {
  let out = ''
  for (const link of links) {
    out +=
      typeof link === 'string'
        ? `<link href="${String(href)}/${link}" rel="${link}"/>`
        : `<link href="${escapeText(link.href)}" rel="${link.rel}"/>`
  }
  return out
}

// Control characters, most of which XML 1.0 cannot carry, become U+FFFD instead of an unreadable document.
const special = /[&<>"\p{Cc}\ufffe\uffff]/u
const everySpecial = new RegExp(special, 'gu')
const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '\t',
  '\n': '\n',
  '\r': '&#13;',
}

function escapeText(text: string): string {
  return special.test(text) ? text.replace(everySpecial, found => escapes[found] ?? '\ufffd') : text
}
