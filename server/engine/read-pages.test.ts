import { describe, expect, it } from 'vitest'
import { limitConcurrency } from './http/limit-concurrency.ts'
import { readPages } from './read-pages.ts'
import { type Items, WireProblem } from './wire.ts'

const signal = new AbortController().signal
const ids = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ id: `vm${from + index}` }))
const good = (items: readonly { id: string }[]) => ({ items, problems: [] })

async function read(pages: readonly Items<{ id: string }>[], expected: number) {
  const asked: number[] = []
  const paging = { size: 3, expected, limit: limitConcurrency(2), signal }
  const result = await readPages(async page => {
    asked.push(page)
    return pages[page - 1] ?? good([])
  }, paging)
  return { asked, ids: result.items.map(({ id }) => id), problems: result.problems }
}

describe('readPages', () => {
  const cases = [
    { why: 'nothing', pages: [], expected: 0, asked: [1], count: 0 },
    { why: 'one short page', pages: [good(ids(1, 2))], expected: 2, asked: [1], count: 2 },
    {
      why: 'pages that are all full',
      pages: [good(ids(1, 3)), good(ids(4, 6))],
      expected: 6,
      asked: [1, 2, 3],
      count: 6,
    },
    {
      why: 'more than was announced',
      pages: [good(ids(1, 3)), good(ids(4, 6)), good(ids(7, 7))],
      expected: 1,
      asked: [1, 2, 3],
      count: 7,
    },
    { why: 'less than was announced', pages: [good(ids(1, 2))], expected: 7, asked: [1, 2, 3], count: 2 },
  ]
  for (const { why, pages, expected, asked, count } of cases) {
    it(`reads ${why}`, async () => {
      const result = await read(pages, expected)
      expect(result.asked).toEqual(asked)
      expect(result.ids).toHaveLength(count)
    })
  }

  it('lists once what a new name pushed onto the next page', async () => {
    const { ids: found } = await read([good(ids(1, 3)), good(ids(3, 4))], 4)
    expect(found).toEqual(['vm1', 'vm2', 'vm3', 'vm4'])
  })

  it('counts what could not be read as part of its page', async () => {
    const problems = [new WireProblem('vm[2].id', 'is missing')]
    const result = await read([{ items: ids(1, 2), problems }, good(ids(4, 4))], 3)
    expect(result.asked).toEqual([1, 2])
    expect(result.problems).toEqual(problems)
  })
})
