import type { TypeName, WireObject } from '../wire/types.ts'
import { EngineFault } from '../world/world.ts'
import { type Context, maxOf } from './context.ts'
import { runSearch } from './run-search.ts'
import type { SearchTable } from './search-field.ts'

/** A collection below an object: `/hosts/{id}/statistics`. */
export type Relation = Readonly<{
  /** Last path segment and `rel` of its link. */
  rel: string
  type: TypeName
  /** Member of the parent that holds the list when it is followed. */
  member: string
  /** What can be followed from its items, where they are no resource of their own. */
  relations?: Readonly<Record<string, Relation>>
  list(context: Context, parentId: string): readonly WireObject[]
}>

/** A top-level collection and its items, as read. Changing them is the business of its routes. */
export type Resource = Readonly<{
  rel: string
  type: TypeName
  list(context: Context): readonly WireObject[]
  /** undefined: absent, or not for this caller to see. */
  get(context: Context, id: string): WireObject | undefined
  /** By the name used in `follow`: the member name of the API model, with underscores. */
  relations: Readonly<Record<string, Relation>>
  /** Sub-collections the simulator keeps empty: rel → tag of the empty collection. */
  emptyRelations: Readonly<Record<string, string>>
}>

type Definition<Item> = Readonly<{
  rel: string
  type: TypeName
  items(context: Context): Iterable<Item>
  find(context: Context, id: string): Item | undefined
  toWire(context: Context, item: Item): WireObject
  /** Whether a caller with the user-level view may see the item; absent: administrators only. */
  visible?: (context: Context, item: Item) => boolean
  /** Single items are for administrators, even where the list is not. */
  itemsForAdministrators?: true
  search?: SearchTable<Item>
  relations?: Readonly<Record<string, Relation>>
  emptyRelations?: Readonly<Record<string, string>>
}>

export function defineResource<Item>(definition: Definition<Item>): Resource {
  const { rel, type, items, find, toWire, visible, search, relations = {}, emptyRelations = {} } = definition
  const visibleItem = definition.itemsForAdministrators ? undefined : visible
  return {
    rel,
    type,
    relations,
    emptyRelations,
    list(context) {
      refuseUnlessVisible(context, visible)
      const all = [...items(context)]
      const seen = context.filtered && visible ? all.filter(item => visible(context, item)) : all
      const found = search === undefined ? limited(context, seen) : runSearch(context, search, seen)
      return found.map(item => toWire(context, item))
    },
    get(context, id) {
      refuseUnlessVisible(context, visibleItem)
      const item = find(context, id)
      if (item === undefined || (context.filtered && visible?.(context, item) === false)) return undefined
      return toWire(context, item)
    },
  }
}

/** Reads reserved for administrators answer 400, not 403, to everybody else. */
export function refuseUnlessVisible(context: Context, visible: unknown): void {
  if (!context.administrator && visible === undefined)
    throw new EngineFault('invalid', ['query execution failed due to insufficient permissions.'])
}

function limited<Item>(context: Context, items: readonly Item[]): readonly Item[] {
  return items.slice(0, maxOf(context))
}

/** The object or a 404. */
export function required<Item>(item: Item | undefined): Item {
  if (item === undefined) throw new EngineFault('missing', ['Entity not found'])
  return item
}
