import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, type HostOver } from '../../../test/fakes/scheduling.ts'
import { evenGuestsBalance } from './even-guests.ts'

/** Each host has one VM to move, named after it. */
const cases: {
  why: string
  hosts: HostOver[]
  properties?: Record<string, string>
  moves: string[][]
  code: string
}[] = [
  { why: 'one host', hosts: [{ id: 'A', vmActive: 99 }], moves: [], code: 'too-few-hosts' },
  {
    why: 'the most and at the limit',
    hosts: [
      { id: 'A', vmActive: 10 },
      { id: 'B', vmActive: 5 },
    ],
    moves: [['vm-A', 'B', 'A']],
    code: 'moves-found',
  },
  {
    why: 'the most, but one below the limit',
    hosts: [
      { id: 'A', vmActive: 9 },
      { id: 'B', vmActive: 0 },
    ],
    moves: [],
    code: 'no-source',
  },
  {
    why: 'a difference one short of the threshold',
    hosts: [
      { id: 'A', vmActive: 10 },
      { id: 'B', vmActive: 6 },
    ],
    moves: [],
    code: 'no-destination',
  },
  {
    why: 'only hosts with the most give',
    hosts: [
      { id: 'A', vmActive: 20 },
      { id: 'B', vmActive: 19 },
      { id: 'C', vmActive: 20 },
      { id: 'D', vmActive: 1 },
    ],
    moves: [
      ['vm-A', 'D', 'A'],
      ['vm-C', 'D', 'C'],
    ],
    code: 'moves-found',
  },
  {
    why: 'the pool manager counts more',
    hosts: [
      { id: 'A', vmActive: 5, spm: 'spm' },
      { id: 'B', vmActive: 5 },
    ],
    moves: [['vm-A', 'B', 'A']],
    code: 'moves-found',
  },
  {
    why: 'contending to be it does not',
    hosts: [
      { id: 'A', vmActive: 5, spm: 'contending' },
      { id: 'B', vmActive: 0 },
    ],
    moves: [],
    code: 'no-source',
  },
  {
    why: 'limits from the properties',
    hosts: [
      { id: 'A', vmActive: 1, spm: 'spm' },
      { id: 'B', vmActive: 1 },
    ],
    properties: { HighVmCount: '3', MigrationThreshold: '2', SpmVmGrace: '2' },
    moves: [['vm-A', 'B', 'A']],
    code: 'moves-found',
  },
  {
    why: 'a destination whose CPUs would be too busy',
    hosts: [
      { id: 'A', vmActive: 10 },
      { id: 'B', vmActive: 0, usagePercent: 75 },
    ],
    moves: [],
    code: 'no-vm-fits',
  },
  {
    why: 'a malformed property',
    hosts: [{ id: 'A', vmActive: 10 }, { id: 'B' }],
    properties: { MaxFreeMemoryForOverUtilized: '-' },
    moves: [],
    code: 'bad-property',
  },
  {
    why: 'a malformed property it does not read',
    hosts: [{ id: 'A', vmActive: 10 }, { id: 'B' }],
    properties: { MinFreeMemoryForUnderUtilized: '-' },
    moves: [['vm-A', 'B', 'A']],
    code: 'moves-found',
  },
]

describe('OptimalForEvenGuestDistribution', () => {
  it.each(cases)('$why', ({ hosts, properties = {}, moves, code }) => {
    const facts = hosts.map(aHostFacts)
    const vms = facts.map(({ id }) => aVmFacts({ id: `vm-${id}`, hostId: id, usageCpuPercent: 10 }))
    const answer = evenGuestsBalance.balance(facts, aSituation({ hosts: facts, vms, properties }))
    expect(answer.candidates.map(({ vmId, hostIds }) => [vmId, ...hostIds])).toEqual(moves)
    expect(answer.because.code).toBe(code)
  })
})
