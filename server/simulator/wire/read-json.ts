import { readScalar } from './read-scalar.ts'
import { commonMembers, type Member } from './schema.ts'
import { isTypeName, type TypeName, types, type Wire } from './types.ts'
import { WireError } from './wire-error.ts'

const MAX_DEPTH = 32 // ours: deeper than any request the engine knows

/**
 * Reads a request body as `type`. Numbers and booleans may be native or text; null is absence. An unknown member, a
 * wrong shape or a bad enum is a WireError, because the engine refuses the whole body then.
 */
export function readJson<N extends TypeName>(type: N, text: string): Wire<N> {
  return readObject(type, parse(text), type, 0) as Wire<N>
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new WireError('syntax', 'the body is not JSON', { cause })
  }
}

function readObject(type: TypeName, value: unknown, path: string, depth: number): Readonly<Record<string, unknown>> {
  if (depth > MAX_DEPTH) throw new WireError('syntax', `${path} is nested too deeply`)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new WireError('syntax', `${path} must be an object`)
  const out: Record<string, unknown> = {}
  for (const [member, given] of Object.entries(value)) {
    const kind = memberOf(type, member)
    if (kind === undefined) throw new WireError('syntax', `${path} has no member "${member}"`)
    if (kind === 'ignored' || given === null) continue
    out[member] = readMember(kind, given, `${path}.${member}`, depth)
  }
  return out
}

/** Links and actions may be sent, because whoever echoes an object sends them; they mean nothing in a request. */
function memberOf(type: TypeName, member: string): Member | 'ignored' | undefined {
  const { own, linked, entity } = types[type]
  const members: Readonly<Record<string, Member>> = { ...own, ...linked }
  if (Object.hasOwn(members, member)) return members[member]
  if (!entity) return undefined
  if (member === 'link' || member === 'actions') return 'ignored'
  return member === 'id' || member === 'href' || commonMembers.some(common => common === member) ? 'string' : undefined
}

function readMember(kind: Member, value: unknown, path: string, depth: number): unknown {
  if (typeof kind === 'object') {
    if ('oneOf' in kind) {
      if (typeof value === 'string' && kind.oneOf.includes(value)) return value
      throw new WireError('syntax', `${path} cannot be ${JSON.stringify(value)}`)
    }
    if ('one' in kind) return readObject(known(kind.one), value, path, depth + 1)
    if ('texts' in kind) return readItems(kind.texts, value, path, item => String(item))
    const type = known(kind.many)
    return readItems(kind.many, value, path, item => readObject(type, item, `${path}.${kind.many}`, depth + 1))
  }
  const scalar =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? readScalar(kind, String(value))
      : undefined
  if (scalar === undefined) throw new WireError('syntax', `${path} cannot be ${JSON.stringify(value)}`)
  return scalar
}

/** A collection is an object with at most the item's tag as key; its value is always an array. */
function readItems(tag: string, value: unknown, path: string, read: (item: unknown) => unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new WireError('syntax', `${path} must be an object with "${tag}"`)
  const items: unknown[] = []
  for (const [key, list] of Object.entries(value)) {
    if (key !== tag || !Array.isArray(list)) throw new WireError('syntax', `${path} must hold a list "${tag}"`)
    items.push(...list.map(read))
  }
  return items
}

function known(name: string): TypeName {
  if (!isTypeName(name)) throw new Error(`the schema names ${name}, which is no type`)
  return name
}
