import { describe, expect, it } from 'vitest'
import { parseSearch } from './parse-search.ts'

const is = (field: string, value: string, operator = '=') => ({ field, operator, value })
const free = (value: string) => ({ field: undefined, operator: '=', value })

describe('the search language', () => {
  const valid = [
    { query: '', every: [] },
    { query: 'name=vm1', every: [[[is('name', 'vm1')]]] },
    { query: 'NAME = vm1', every: [[[is('name', 'vm1')]]] },
    { query: 'name="two words"', every: [[[is('name', 'two words')]]] },
    { query: 'name=db*', every: [[[is('name', 'db*')]]] },
    { query: 'cpu_usage>=80', every: [[[is('cpu_usage', '80', '>=')]]] },
    { query: 'status!=up', every: [[[is('status', 'up', '!=')]]] },
    { query: 'time>2026-08-19T12:00:00Z', every: [[[is('time', '2026-08-19T12:00:00Z', '>')]]] },
    { query: 'web', every: [[[free('web')]]] },
    { query: 'name=a and status=up', every: [[[is('name', 'a'), is('status', 'up')]]] },
    { query: 'name=a or name=b', every: [[[is('name', 'a')], [is('name', 'b')]]] },
    {
      query: 'name=a or name=b AND status=up',
      every: [[[is('name', 'a')], [is('name', 'b'), is('status', 'up')]]],
    },
    {
      query: 'name=a or name=b status=up',
      every: [[[is('name', 'a')], [is('name', 'b')]], [[is('status', 'up')]]],
    },
    { query: 'host.name=host1', every: [[[is('host.name', 'host1')]]] },
  ]
  for (const { query, every } of valid) {
    it(`understands ${JSON.stringify(query)}`, () => expect(parseSearch(query)?.every).toEqual(every))
  }

  const tails = [
    { query: 'sortby name', sort: { field: 'name', descending: false }, page: undefined },
    { query: 'status=up sortby name desc', sort: { field: 'name', descending: true }, page: undefined },
    { query: 'sortby time asc page 3', sort: { field: 'time', descending: false }, page: 3 },
    { query: 'sortby name page 2', sort: { field: 'name', descending: false }, page: 2 },
    { query: 'cluster=A page 1', sort: undefined, page: 1 },
  ]
  for (const { query, sort, page } of tails) {
    it(`understands the tail of "${query}"`, () => expect(parseSearch(query)).toMatchObject({ sort, page }))
  }

  const invalid = [
    ...['name=', '=vm1', 'name==', 'name=a and', 'and name=a', 'name=a or or name=b', "name='a'", 'name=a;drop'],
    ...['(name=a)=b=', 'a b', 'sortby', 'sortby name sideways', 'page 0', 'page x', 'page', 'name="open'],
  ]
  for (const query of invalid) {
    it(`refuses ${JSON.stringify(query)}`, () => expect(parseSearch(query)).toBeUndefined())
  }
})
