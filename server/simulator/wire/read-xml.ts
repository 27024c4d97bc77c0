import { readScalar } from './read-scalar.ts'
import { commonMembers, type Member } from './schema.ts'
import { isTypeName, type TypeName, types, type Wire } from './types.ts'
import { WireError } from './wire-error.ts'
import { parseXml, type XmlElement } from './xml-element.ts'

/**
 * Reads a request body as `type`. `id` and `href` are attributes only. An unknown element is a syntax error; text that
 * is not of its member's kind is a value error, which the engine reports under another reason.
 */
export function readXml<N extends TypeName>(type: N, text: string): Wire<N> {
  const root = parseXml(text)
  if (root.name !== type) throw new WireError('syntax', `expected <${type}>, not <${root.name}>`)
  return readElement(type, root) as Wire<N>
}

function readElement(type: TypeName, element: XmlElement): Readonly<Record<string, unknown>> {
  const { own, linked, entity } = types[type]
  const members: Readonly<Record<string, Member>> = { ...own, ...linked }
  const out: Record<string, unknown> = {}
  if (entity) {
    if (element.attributes.id !== undefined) out.id = element.attributes.id
    if (element.attributes.href !== undefined) out.href = element.attributes.href
  }
  for (const child of element.children) {
    if (child.name === 'link' || (entity && child.name === 'actions')) continue
    if (Object.hasOwn(members, child.name)) out[child.name] = readMember(members[child.name], child)
    else if (entity && commonMembers.some(common => common === child.name)) out[child.name] = child.text
    else throw new WireError('syntax', `<${element.name}> has no element <${child.name}>`)
  }
  return out
}

function readMember(kind: Member | undefined, element: XmlElement): unknown {
  if (typeof kind === 'object') {
    if ('oneOf' in kind) {
      const text = element.text.trim()
      if (kind.oneOf.includes(text)) return text
      throw new WireError('value', `${text} is not a value of ${element.name}`)
    }
    if ('one' in kind) return readElement(known(kind.one), element)
    if ('texts' in kind) return itemsOf(kind.texts, element).map(item => item.text)
    const type = known(kind.many)
    return itemsOf(kind.many, element).map(item => readElement(type, item))
  }
  const value = kind === undefined ? undefined : readScalar(kind, element.text)
  if (value === undefined || element.children.length > 0)
    throw new WireError('value', `${element.text} is not a value of ${element.name}`)
  return value
}

function itemsOf(tag: string, collection: XmlElement): readonly XmlElement[] {
  const stranger = collection.children.find(child => child.name !== tag)
  if (stranger !== undefined)
    throw new WireError('syntax', `<${collection.name}> has no element <${stranger.name}>, only <${tag}>`)
  return collection.children
}

function known(name: string): TypeName {
  if (!isTypeName(name)) throw new Error(`the schema names ${name}, which is no type`)
  return name
}
