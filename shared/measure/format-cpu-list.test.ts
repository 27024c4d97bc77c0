import { describe, expect, it } from 'vitest'
import { formatCpuList } from './format-cpu-list.ts'

describe('formatCpuList', () => {
  const cases: [number[], string][] = [
    [[], ''],
    [[3], '3'],
    [[2, 0, 1, 5, 5], '0-2,5'],
    [[0, 2, 3], '0,2-3'],
  ]
  for (const [ids, text] of cases) it(`${ids} is "${text}"`, () => expect(formatCpuList(ids)).toBe(text))
})
