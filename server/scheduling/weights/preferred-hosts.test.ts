import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, shortWeights, type VmOver } from '../../../test/fakes/scheduling.ts'
import { preferredHostsWeight } from './preferred-hosts.ts'

const cases: { why: string; vms: VmOver[]; expected: Record<string, number | string> }[] = [
  { why: 'no wish', vms: [{}], expected: { h0: 0, h1: 0 } },
  { why: 'one host', vms: [{ pinnedHostIds: ['h1'] }], expected: { h0: 10_000, h1: 0 } },
  { why: 'a host that is not there', vms: [{ pinnedHostIds: ['h9'] }], expected: { h0: 10_000, h1: 10_000 } },
  { why: 'says nothing of a running VM', vms: [{ hostId: 'h0', pinnedHostIds: ['h1'] }], expected: {} },
  { why: 'nor of a paused one', vms: [{ status: 'paused', pinnedHostIds: ['h1'] }], expected: {} },
  { why: 'does not guess', vms: [{ status: undefined }], expected: { h0: 'vm.status', h1: 'vm.status' } },
  {
    why: 'adds up a group',
    vms: [
      { id: 'a', pinnedHostIds: ['h0'] },
      { id: 'b', pinnedHostIds: ['h0'] },
    ],
    expected: { h0: 0, h1: 20_000 },
  },
]

describe('PreferredHosts', () => {
  it.each(cases)('$why', ({ vms, expected }) => {
    const hosts = [aHostFacts({ id: 'h0' }), aHostFacts({ id: 'h1' })]
    expect(shortWeights(preferredHostsWeight.weigh(vms.map(aVmFacts), hosts, aSituation({ hosts })))).toEqual(expected)
  })
})
