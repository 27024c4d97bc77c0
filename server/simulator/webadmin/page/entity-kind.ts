import type { EngineRest } from './engine-rest.ts'
import type { NameDirectory } from './name-directory.ts'
import type { MainType } from './plugin-contract.ts'
import type { Cell, Row } from './row.ts'

export type Engine = Readonly<{ rest: EngineRest; directory: NameDirectory }>

export type Column = Readonly<{ label: string; numeric?: boolean; wide?: boolean; wraps?: boolean }>

export type Fact = Readonly<{ label: string; value: Cell }>

/** Everything the portal knows about one kind of object: how to list it, how to describe it, what plugins are told. */
export type EntityKind = Readonly<{
  type: MainType
  /** Token of the main list; detail tabs are `<token>-<tab>`. */
  token: string
  title: string
  singular: string
  /** What a search must start with to be meant for this list. */
  searchPrefix: string
  columns: readonly Column[]
  refreshMs: number
  /** Rows that match, one page of them. An invalid search matches nothing, as in the engine. */
  load(search: string, maxRows: number, signal: AbortSignal): Promise<readonly Row[]>
  /** Facts of one object for its General tab; absent for kinds without a detail view. */
  facts?: (id: string, signal: AbortSignal) => Promise<readonly Fact[]>
  tabs: readonly DetailTab[]
}>

/** A built-in tab beside General that lists related objects. */
export type DetailTab = Readonly<{
  /** The second part of the token and the id by which plugins add buttons to it. */
  token: string
  id: string
  label: string
  priority: number
  lists: MainType
  /** Search for the related objects of the object with this name. */
  search(name: string): string
}>
