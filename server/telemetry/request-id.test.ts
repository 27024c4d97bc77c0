import { describe, expect, it } from 'vitest'
import { requestIdOf } from './request-id.ts'

describe('requestIdOf', () => {
  const cases = [
    { given: 'proxy-7.a_B', id: 'proxy-7.a_B' },
    { given: undefined, id: 'new' },
    { given: '', id: 'new' },
    { given: 'two words', id: 'new' },
    { given: 'line\nbreak', id: 'new' },
    { given: 'x'.repeat(65), id: 'new' },
  ]
  for (const { given, id } of cases)
    it(`${String(JSON.stringify(given)).slice(0, 20)} becomes ${id}`, () => expect(requestIdOf(given, 'new')).toBe(id))
})
