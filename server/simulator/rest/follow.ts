import type { Member } from '../wire/schema.ts'
import { isTypeName, type TypeName, types, type WireObject } from '../wire/types.ts'
import { EngineFault } from '../world/world.ts'
import type { Context } from './context.ts'
import type { Resource } from './resource.ts'
import { resourceByType } from './resources.ts'

type Tree = ReadonlyMap<string, Tree>

/**
 * Inlines what `follow` names, e.g. `nics.statistics,cluster`. A name the type does not have, or a reference one item
 * lacks, fails the whole call with 500, as in the engine.
 */
export function follow(context: Context, type: TypeName, items: readonly WireObject[]): readonly WireObject[] {
  const paths = context.query.get('follow')
  if (paths === null || paths.trim() === '') return items
  const tree = parsePaths(paths)
  return items.map(item => inline(context, type, item, tree))
}

function parsePaths(paths: string): Tree {
  const root = new Map<string, Tree>()
  for (const path of paths.split(',')) {
    let node = root
    for (const name of path.trim().split('.')) {
      const next = (node.get(name) as Map<string, Tree> | undefined) ?? new Map<string, Tree>()
      node.set(name, next)
      node = next
    }
  }
  return root
}

function inline(
  context: Context,
  type: TypeName,
  item: WireObject,
  tree: Tree,
  relations: Resource['relations'] = resourceByType.get(type)?.relations ?? {},
): WireObject {
  if (tree.size === 0) return item
  const out: Record<string, unknown> = { ...item }
  for (const [name, below] of tree) {
    const relation = Object.hasOwn(relations, name) ? relations[name] : undefined
    if (relation !== undefined) {
      const list = relation.list(context, String(item.id))
      out[relation.member] = list.map(child => inline(context, relation.type, child, below, relation.relations))
    } else {
      const target = referenceType(type, name)
      const found = target && fetchReference(context, target, item[name])
      if (target === undefined || found === undefined) throw cannotFollow(name)
      out[name] = inline(context, target, found, below)
    }
  }
  return out
}

/** The type of a single reference; undefined when the type has no such member or it is a list. */
function referenceType(type: TypeName, name: string): TypeName | undefined {
  const members: Readonly<Record<string, Member>> = types[type].linked
  const kind = Object.hasOwn(members, name) ? members[name] : undefined
  return typeof kind === 'object' && 'one' in kind && isTypeName(kind.one) ? kind.one : undefined
}

function fetchReference(context: Context, type: TypeName, reference: unknown): WireObject | undefined {
  if (typeof reference !== 'object' || reference === null || !('id' in reference)) return undefined
  return resourceByType.get(type)?.get(context, String(reference.id))
}

function cannotFollow(name: string): EngineFault {
  return new EngineFault('failed', [`Cannot follow the link ${name}.`])
}
