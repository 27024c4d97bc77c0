import type { Limit } from './http/limit-concurrency.ts'
import type { Items } from './wire.ts'

/** The engine counts pages from 1 and takes `max` as their size. */
export const pageQuery = (page: number, size: number): Readonly<Record<'search' | 'max', string>> => ({
  search: `sortby name asc page ${page}`,
  max: String(size),
})

export type Paging = Readonly<{
  size: number
  /** How many items there should be: that many pages are read side by side, the rest one by one. */
  expected: number
  limit: Limit
  signal: AbortSignal
}>

/**
 * All pages of a collection. The engine gives no total and no snapshot across pages: when names come or go meanwhile an
 * item may be listed twice, which is mended here, or be missed until the next read.
 */
export async function readPages<T extends Readonly<{ id: string }>>(
  read: (page: number) => Promise<Items<T>>,
  { size, expected, limit, signal }: Paging,
): Promise<Items<T>> {
  const readLimited = (page: number) => limit(() => read(page), signal)
  const firstPages = Math.max(1, Math.ceil(expected / size))
  const pages = await Promise.all(Array.from({ length: firstPages }, (_, index) => readLimited(index + 1)))
  for (let last = pages.at(-1); last !== undefined && isFull(last, size); last = pages.at(-1)) {
    pages.push(await readLimited(pages.length + 1))
  }
  const byId = new Map(pages.flatMap(page => page.items.map(item => [item.id, item])))
  return { items: [...byId.values()], problems: pages.flatMap(page => page.problems) }
}

const isFull = ({ items, problems }: Items<unknown>, size: number): boolean => items.length + problems.length >= size
