import type { Entity } from './plugin-contract.ts'

/** One value of a list or of a detail view, as data: it is drawn again only when it differs. */
export type Cell = Readonly<{
  text: string
  href?: string
  tone?: 'good' | 'busy' | 'warning' | 'bad' | 'off'
  /** Draws a bar of this share, 0 to 100. */
  percent?: number
  /** Smaller, behind the text. */
  note?: string
}>

export type Row = Readonly<{
  id: string
  name: string
  /** What plugins are told about it. */
  entity: Entity
  cells: readonly Cell[]
}>
