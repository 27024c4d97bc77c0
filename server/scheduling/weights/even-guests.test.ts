import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, type HostOver, shortWeights } from '../../../test/fakes/scheduling.ts'
import { evenGuestsWeight } from './even-guests.ts'

const cases: {
  why: string
  host: HostOver
  pending?: number
  properties?: Record<string, string>
  expected: number
}[] = [
  { why: 'counts VMs that are up, not all', host: { vmCount: 9, vmActive: 3 }, expected: 3 },
  { why: 'counts those on their way', host: { vmActive: 3 }, pending: 2, expected: 5 },
  { why: 'charges the pool manager', host: { vmActive: 3, spm: 'spm' }, expected: 8 },
  { why: 'not one that contends', host: { vmActive: 3, spm: 'contending' }, expected: 3 },
  { why: 'as much as the property says', host: { spm: 'spm' }, properties: { SpmVmGrace: '2' }, expected: 2 },
  { why: 'or the default', host: { spm: 'spm' }, properties: { SpmVmGrace: 'few' }, expected: 5 },
  { why: 'never below 0', host: { spm: 'spm' }, properties: { SpmVmGrace: '-3' }, expected: 0 },
]

describe('OptimalForEvenGuestDistribution', () => {
  it.each(cases)('$why', ({ host, pending = 0, properties = {}, expected }) => {
    const hosts = [aHostFacts(host)]
    const vms = Array.from({ length: pending }, (_, index) => aVmFacts({ id: `p${index}` }))
    const situation = aSituation({
      hosts,
      vms,
      properties,
      pending: vms.map(({ id }) => ({ vmId: id, hostId: 'host1' })),
    })
    expect(shortWeights(evenGuestsWeight.weigh([aVmFacts()], hosts, situation))).toEqual({ host1: expected })
  })
})
