import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, NOW_MS } from '../../../test/fakes/scheduling.ts'
import { overCommitSince } from './over-commit-since.ts'

const EARLIER_MS = NOW_MS - 60_000

describe('overCommitSince', () => {
  const cases: {
    why: string
    load: number | undefined
    before?: number | null
    properties?: Record<string, string>
    expected: number | null | undefined
  }[] = [
    { why: 'marks a host at the upper bound', load: 75, expected: NOW_MS },
    { why: 'not one just below it', load: 74, expected: null },
    { why: 'marks an idle host', load: 0, expected: NOW_MS },
    { why: 'not one just above the lower bound', load: 1, expected: null },
    { why: 'keeps the time while it lasts', load: 90, before: EARLIER_MS, expected: EARLIER_MS },
    { why: 'keeps it over a jump to the other end', load: 0, before: EARLIER_MS, expected: EARLIER_MS },
    { why: 'forgets it in between', load: 50, before: EARLIER_MS, expected: null },
    { why: 'marks anew afterwards', load: 90, before: null, expected: NOW_MS },
    { why: 'keeps what it had of a host without figures', load: undefined, before: EARLIER_MS, expected: EARLIER_MS },
    { why: 'knows nothing of a host never measured', load: undefined, expected: undefined },
    { why: 'takes the bounds of the cluster', load: 60, properties: { HighUtilization: '60' }, expected: NOW_MS },
    { why: 'both of them', load: 20, properties: { LowUtilization: '20' }, expected: NOW_MS },
  ]
  it.each(cases)('$why', ({ load, before, properties = {}, expected }) => {
    const situation = aSituation({ hosts: [aHostFacts({ usagePercent: load })], properties })
    const known = new Map(before === undefined ? [] : [['host1', before]])
    expect(overCommitSince(known, situation).get('host1')).toBe(expected)
  })

  it('forgets hosts that are gone', () => {
    expect([...overCommitSince(new Map([['gone', 1]]), aSituation({ hosts: [aHostFacts()] })).keys()]).toEqual([
      'host1',
    ])
  })
})
