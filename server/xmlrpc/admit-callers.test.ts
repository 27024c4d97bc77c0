import { describe, expect, it } from 'vitest'
import { allowList } from './admit-callers.ts'

describe('allowList', () => {
  const cases: { networks: string[]; admits: string[]; refuses: string[] }[] = [
    { networks: [], admits: ['192.0.2.1', '2001:db8::1'], refuses: [] },
    {
      networks: ['192.0.2.7'],
      admits: ['192.0.2.7', '::ffff:192.0.2.7'],
      refuses: ['192.0.2.8', '::ffff:192.0.2.8', '::1', '', 'localhost'],
    },
    {
      networks: ['192.0.2.130/25', '2001:db8::/32'],
      admits: ['192.0.2.128', '192.0.2.255', '2001:db8:ffff::1', '2001:DB8::1%eth0'],
      refuses: ['192.0.2.127', '2001:db9::1'],
    },
    { networks: ['::/0'], admits: ['2001:db8::1'], refuses: ['192.0.2.7', '::ffff:192.0.2.7'] },
    { networks: ['0.0.0.0/0'], admits: ['192.0.2.7', '::ffff:192.0.2.7'], refuses: ['2001:db8::1'] },
    { networks: ['fe80::/10'], admits: ['fe80::1%eth0'], refuses: ['fec0::1'] },
  ]
  for (const { networks, admits, refuses } of cases) {
    it(`of [${networks}]`, () => {
      const isAllowed = allowList(networks)
      expect(admits.filter(address => !isAllowed(address))).toEqual([])
      expect(refuses.filter(isAllowed)).toEqual([])
    })
  }

  it('throws for what is no network', () => expect(() => allowList(['engine.example'])).toThrow(RangeError))
})
