import { accessTypes } from './access-types.ts'
import { clusterTypes } from './cluster-types.ts'
import type { Decimal } from './decimal.ts'
import { eventTypes } from './event-types.ts'
import { hostTypes } from './host-types.ts'
import { schedulingTypes } from './scheduling-types.ts'
import { vmTypes } from './vm-types.ts'

/** Every wire type by its item tag. */
export const types = {
  ...hostTypes,
  ...vmTypes,
  ...clusterTypes,
  ...schedulingTypes,
  ...eventTypes,
  ...accessTypes,
} as const

type Types = typeof types
export type TypeName = keyof Types

/** A link by relation, below the object's own href; or, where the href follows no pattern, spelt out. */
export type Link = string | Readonly<{ rel: string; href: string }>

type Linked = Readonly<{ link?: readonly Link[]; actions?: readonly string[] }>
type Identity = Readonly<{ id?: string; href?: string; name?: string; description?: string; comment?: string }>

type MembersOf<N extends TypeName> = Types[N]['own'] & Types[N]['linked']

type Value<M> = M extends 'string'
  ? string
  : M extends 'integer' | 'date'
    ? number
    : M extends 'boolean'
      ? boolean
      : M extends 'decimal'
        ? Decimal
        : M extends { oneOf: readonly (infer Literal)[] }
          ? Literal
          : M extends { one: infer N extends TypeName }
            ? Wire<N>
            : M extends { many: infer N extends TypeName }
              ? readonly Wire<N>[]
              : M extends { texts: string }
                ? readonly string[]
                : never

/**
 * A value of a wire type: integers, booleans and dates (ms since the epoch) as such, collections as arrays. Absent
 * members are not written; an empty array is written as an empty collection.
 */
export type Wire<N extends TypeName> = Linked &
  (Types[N]['entity'] extends true ? Identity : unknown) &
  Readonly<{ [K in keyof MembersOf<N>]?: Value<MembersOf<N>[K]> | undefined }>

/** Any wire value, where the type's name travels beside it. */
export type WireObject = Readonly<Record<string, unknown>>

export function isTypeName(name: string): name is TypeName {
  return Object.hasOwn(types, name)
}
