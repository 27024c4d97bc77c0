import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, shortWeights, type VmOver } from '../../../test/fakes/scheduling.ts'
import { haReservationWeight } from './ha-reservation.ts'

const on = (hostId: string, count: number): VmOver[] =>
  Array.from({ length: count }, (_, index) => ({ id: `${hostId}-${index}`, hostId, highlyAvailable: true }))

const cases: {
  why: string
  vm?: VmOver
  reservation?: boolean | undefined
  others?: VmOver[]
  properties?: Record<string, string>
  expected: Record<string, number | string>
}[] = [
  { why: 'in proportion to the most', others: [...on('h0', 3), ...on('h1', 1)], expected: { h0: 100, h1: 33, h2: 0 } },
  { why: 'a half is rounded up', others: [...on('h0', 8), ...on('h1', 1)], expected: { h0: 100, h1: 13, h2: 0 } },
  { why: 'none anywhere', expected: { h0: 0, h1: 0, h2: 0 } },
  {
    why: 'others do not count',
    others: [{ id: 'a', hostId: 'h0' }, ...on('h1', 1)],
    expected: { h0: 0, h1: 100, h2: 0 },
  },
  {
    why: 'divided and rounded up',
    others: [...on('h0', 3), ...on('h1', 1)],
    properties: { ScaleDown: '10' },
    expected: { h0: 10, h1: 4, h2: 0 },
  },
  {
    why: 'a divisor is at least 1',
    others: on('h0', 1),
    properties: { ScaleDown: '0' },
    expected: { h0: 100, h1: 0, h2: 0 },
  },
  {
    why: 'a divisor that is no number is 1',
    others: on('h0', 1),
    properties: { ScaleDown: '' },
    expected: { h0: 100, h1: 0, h2: 0 },
  },
  {
    why: 'VM not highly available',
    vm: { highlyAvailable: false },
    others: on('h0', 1),
    expected: { h0: 0, h1: 0, h2: 0 },
  },
  { why: 'no reservation', reservation: false, others: on('h0', 1), expected: { h0: 0, h1: 0, h2: 0 } },
  {
    why: 'does not guess the reservation',
    reservation: undefined,
    expected: { h0: 'cluster.haReservation', h1: 'cluster.haReservation', h2: 'cluster.haReservation' },
  },
  {
    why: 'asks for it only where it matters',
    vm: { highlyAvailable: false },
    reservation: undefined,
    expected: { h0: 0, h1: 0, h2: 0 },
  },
]

describe('OptimalForHaReservation', () => {
  it.each(cases)('$why', ({ vm = {}, others = [], properties = {}, expected, ...rest }) => {
    const haReservation = 'reservation' in rest ? rest.reservation : true
    const hosts = ['h0', 'h1', 'h2'].map(id => aHostFacts({ id }))
    const situation = aSituation({ hosts, vms: others.map(aVmFacts), properties })
    const cluster = { ...situation.cluster, ...(haReservation !== undefined && { haReservation }) }
    const group = [aVmFacts({ highlyAvailable: true, ...vm })]
    expect(shortWeights(haReservationWeight.weigh(group, hosts, { ...situation, cluster }))).toEqual(expected)
  })
})
