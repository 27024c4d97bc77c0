import { describe, expect, it } from 'vitest'
import { shareOut } from './share-out.ts'

/** What is claimed, the least that is worth it, priority. */
type Told = readonly [kib: number, leastKiB: number, priority: number]

describe('shareOut', () => {
  const cases: { why: string; amount: number; claims: Told[]; expected: number[] }[] = [
    { why: 'has nothing for nobody', amount: 10, claims: [], expected: [] },
    {
      why: 'gives all where there is enough',
      amount: 50,
      claims: [
        [20, 8, 0],
        [30, 8, 1],
      ],
      expected: [20, 30],
    },
    { why: 'gives nothing of nothing, or of less', amount: -5, claims: [[20, 8, 0]], expected: [0] },
    {
      why: 'serves the higher priority first',
      amount: 40,
      claims: [
        [20, 8, 0],
        [30, 8, 1],
      ],
      expected: [10, 30],
    },
    {
      why: 'serves one priority by what is claimed',
      amount: 40,
      claims: [
        [20, 8, 0],
        [60, 8, 0],
      ],
      expected: [10, 30],
    },
    {
      why: 'comes to the amount exactly',
      amount: 100,
      claims: [
        [70, 8, 0],
        [70, 8, 0],
        [70, 8, 0],
      ],
      expected: [33, 33, 34],
    },
    {
      why: 'leaves out who would get less than is worth it',
      amount: 20,
      claims: [
        [20, 8, 0],
        [60, 8, 0],
      ],
      expected: [0, 20],
    },
    {
      why: 'comes to something for one of many',
      amount: 10,
      claims: [
        [20, 8, 0],
        [20, 8, 0],
        [20, 8, 0],
      ],
      expected: [10, 0, 0],
    },
    {
      why: 'gives nothing where it is worth it to nobody',
      amount: 7,
      claims: [
        [20, 8, 0],
        [60, 8, 0],
      ],
      expected: [0, 0],
    },
    {
      why: 'hands on what one priority has no use for',
      amount: 7,
      claims: [
        [20, 8, 1],
        [5, 5, 0],
      ],
      expected: [0, 5],
    },
    {
      why: 'skips claims of nothing',
      amount: 20,
      claims: [
        [0, 0, 5],
        [20, 8, 0],
      ],
      expected: [0, 20],
    },
  ]
  for (const { why, amount, claims, expected } of cases) {
    it(why, () =>
      expect(
        shareOut(
          amount,
          claims.map(([kib, leastKiB, priority]) => ({ kib, leastKiB, priority })),
        ),
      ).toEqual(expected),
    )
  }
})
