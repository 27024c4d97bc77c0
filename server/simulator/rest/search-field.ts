import type { Context } from './context.ts'

type Text<Item> = Readonly<{
  kind: 'text'
  get(context: Context, item: Item): string | readonly string[] | undefined
}>
type Quantity<Item> = Readonly<{
  /** number: compared as such; time: the query's value is a date. */
  kind: 'number' | 'time'
  get(context: Context, item: Item): number | undefined
}>
type Choice<Item> = Readonly<{
  kind: 'choice'
  /** Query value in lower case → value of the item. Anything else makes the query invalid. */
  values: ReadonlyMap<string, string>
  get(context: Context, item: Item): string | undefined
}>
type Ranked<Item> = Readonly<{
  kind: 'ranked'
  ranks: readonly string[]
  get(context: Context, item: Item): string
}>

export type SearchField<Item> = Text<Item> | Quantity<Item> | Choice<Item> | Ranked<Item>

export type SearchTable<Item> = Readonly<{
  /** By the engine's field name in lower case; `host.name` and its like are fields of their own. */
  fields: Readonly<Record<string, SearchField<Item>>>
  /** What a word without a field is looked up in. */
  freeText: readonly string[]
  defaultSort: Readonly<{ field: string; descending: boolean }>
}>

export const text = <Item>(get: Text<Item>['get']): Text<Item> => ({ kind: 'text', get })
export const number = <Item>(get: Quantity<Item>['get']): Quantity<Item> => ({ kind: 'number', get })
export const time = <Item>(get: Quantity<Item>['get']): Quantity<Item> => ({ kind: 'time', get })
export const choice = <Item>(values: Readonly<Record<string, string>>, get: Choice<Item>['get']): Choice<Item> => ({
  kind: 'choice',
  values: new Map(Object.entries(values)),
  get,
})
export const ranked = <Item>(ranks: readonly string[], get: Ranked<Item>['get']): Ranked<Item> => ({
  kind: 'ranked',
  ranks,
  get,
})
