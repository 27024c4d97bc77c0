/**
 * How a wire type is described. One table of these (types.ts) drives both encodings in both directions, so that a
 * member can only be spelt one way. Members are named by their XML tag, which is also their JSON key.
 */

export type Scalar = 'string' | 'integer' | 'boolean' | 'decimal' | 'date'

export type Member =
  | Scalar
  | Readonly<{ oneOf: readonly string[] }>
  /** A single nested or linked object of that type. */
  | Readonly<{ one: string }>
  /** A nested collection; its items carry the type's name as tag. `emptyList`: the engine writes `[]` here, not `{}`. */
  | Readonly<{ many: string; emptyList?: true }>
  /** A list of plain texts under that item tag. */
  | Readonly<{ texts: string }>

export type Members = Readonly<Record<string, Member>>

/** `own` members precede `linked` ones in XML. An entity also has id, href, name, description, comment and links. */
export type WireType = Readonly<{ plural: string; entity: boolean; own: Members; linked: Members }>

type NoMembers = Readonly<Record<never, never>>

export function entity<const Own extends Members, const Linked extends Members = NoMembers>(
  plural: string,
  own: Own,
  linked?: Linked,
): Readonly<{ plural: string; entity: true; own: Own; linked: Linked }> {
  return { plural, entity: true, own, linked: linked ?? ({} as Linked) }
}

/** A type without identity. `plural` is never written, because no collection resource holds it. */
export function struct<const Own extends Members>(
  own: Own,
): Readonly<{ plural: string; entity: false; own: Own; linked: NoMembers }> {
  return { plural: '', entity: false, own, linked: {} }
}

/** Members every entity has besides `id`, `href`, `link` and `actions`. In XML they come first, in this order. */
export const commonMembers = ['name', 'description', 'comment'] as const
