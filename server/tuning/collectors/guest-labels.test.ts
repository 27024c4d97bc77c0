import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { labelGuests } from './guest-labels.ts'

describe('labels of guests', () => {
  const cases: readonly { why: string; guests: readonly [id: string, name: string][]; labels: readonly string[] }[] = [
    {
      why: 'are names',
      guests: [
        ['1-a', 'web'],
        ['2-b', 'db'],
      ],
      labels: ['web', 'db'],
    },
    {
      why: 'tell two of one name apart',
      guests: [
        ['1-a', 'web'],
        ['2-b', 'web'],
      ],
      labels: ['web (1)', 'web (2)'],
    },
    {
      why: 'need the whole id at times',
      guests: [
        ['1-a', 'web'],
        ['1-b', 'web'],
      ],
      labels: ['web (1)', 'web (1-b)'],
    },
    {
      why: 'leave other names alone',
      guests: [
        ['1-a', 'web'],
        ['2-b', 'web'],
        ['3', 'web (1)'],
      ],
      labels: ['web (1-a)', 'web (2)', 'web (1)'],
    },
    { why: 'are not the host’s', guests: [['1-a', 'Host']], labels: ['Host (1)'] },
    { why: 'none', guests: [], labels: [] },
  ]
  for (const { why, guests, labels } of cases) {
    it(why, () => {
      const labelled = labelGuests(guests.map(([id, name]) => ({ id, name })))
      expect([...labelled]).toEqual(guests.map(([id], index) => [id, labels[index]]))
    })
  }

  it('all differ', () => {
    const part = fc.constantFrom('a', 'a-b', 'a (a)', 'a (a-b)', 'a (a) 2', 'Host', 'Host (a)')
    const some = fc.uniqueArray(fc.record({ id: part, name: part }), { selector: ({ id }) => id })
    fc.assert(
      fc.property(some, guests => {
        const labels = [...labelGuests(guests).values(), 'Host']
        expect(new Set(labels).size).toBe(guests.length + 1)
      }),
    )
  })
})
