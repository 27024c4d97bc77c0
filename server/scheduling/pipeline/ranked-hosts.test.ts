import { describe, expect, it } from 'vitest'
import type { Decision } from './decision.ts'
import { rankedHosts } from './ranked-hosts.ts'

const judged = (hostId: string, isKept = true) => ({ hostId, hostName: hostId, isKept, verdicts: [] })
const decision = (over: Partial<Decision>): Decision => ({
  vmIds: ['v'],
  hosts: [judged('a'), judged('b'), judged('out', false)],
  leftOut: [],
  silentWeights: [],
  because: { code: 'x', text: 'x', values: {} },
  ...over,
})
const ranked = (hostId: string, total: number) => ({ hostId, total, units: [] })

describe('rankedHosts', () => {
  it.each([
    {
      why: 'the ranking, with points',
      over: { hostId: 'b', ranking: { chosenHostId: 'b', hosts: [ranked('b', 5), ranked('a', 2)] } },
      expected: [
        { hostId: 'b', points: 5 },
        { hostId: 'a', points: 2 },
      ],
    },
    {
      why: 'the chosen one first where nothing was weighed',
      over: { hostId: 'b' },
      expected: [{ hostId: 'b' }, { hostId: 'a' }],
    },
    { why: 'none', over: { hosts: [judged('out', false)] }, expected: [] },
  ])('$why', ({ over, expected }) => expect(rankedHosts(decision(over))).toEqual(expected))
})
