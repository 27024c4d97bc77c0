/** What a policy computes with. Integers are bigint and floats number: the language keeps 5 and 5.0 apart. */
export type Value = null | boolean | bigint | number | string | readonly Value[] | Entity | Callable

/** Something with members: a host, a guest. `member` is the whole of what a policy can reach of it. */
export type Entity = Readonly<{
  kind: 'entity'
  /** For messages, traces and results: `Host`, or the name of a guest. */
  label: string
  /** undefined: there is no such member. */
  member: (name: string) => Value | undefined
}>

export type Callable = Readonly<{
  kind: 'callable'
  label: string
  operands: readonly [least: number, most: number]
  /** A call that sets a knob without `Control`: so that it, too, is explained. */
  sets?: Readonly<{ entity: string; control: string }>
  call: (operands: readonly Value[]) => Value
}>

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value)
export const isEntity = (value: Value): value is Entity =>
  typeof value === 'object' && value !== null && !isList(value) && value.kind === 'entity'
export const isCallable = (value: Value): value is Callable =>
  typeof value === 'object' && value !== null && !isList(value) && value.kind === 'callable'

/** nil, false, zero, an empty text and an empty list are false; everything else is true. */
export function isTrue(value: Value): boolean {
  if (isList(value)) return value.length > 0
  // NaN is true, unlike in JavaScript.
  return typeof value === 'number' ? value !== 0 : Boolean(value)
}

export function typeName(value: Value): string {
  if (value === null) return 'nil'
  if (isList(value)) return 'a list'
  switch (typeof value) {
    case 'boolean':
      return 'a boolean'
    case 'bigint':
      return 'an integer'
    case 'number':
      return 'a float'
    case 'string':
      return 'a text'
    default:
      return (value as Entity | Callable).kind === 'entity' ? 'an entity' : 'a function'
  }
}
