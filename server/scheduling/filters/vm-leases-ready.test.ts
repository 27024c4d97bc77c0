import { describe, expect, it } from 'vitest'
import { aHostFacts, aVmFacts, type HostOver, type VmOver, verdictOf } from '../../../test/fakes/scheduling.ts'
import { vmLeasesReadyFilter } from './vm-leases-ready.ts'

const cases: { why: string; vm?: VmOver; host?: HostOver; expected: object }[] = [
  {
    why: 'asks nothing for a VM without a lease',
    expected: { kind: 'kept' },
  },
  {
    why: 'keeps a host that is ready for the lease',
    vm: { leaseDomainId: 'sd1' },
    host: { leaseDomainIds: new Set(['sd1', 'sd2']) },
    expected: { kind: 'kept', reason: { code: 'lease-ready' } },
  },
  {
    why: 'drops one that is ready for others only',
    vm: { leaseDomainId: 'sd1' },
    host: { leaseDomainIds: new Set(['sd2']) },
    expected: { kind: 'dropped', reason: { code: 'lease-not-ready', values: { leaseDomain: 'sd1' } } },
  },
  {
    why: 'does not guess',
    vm: { leaseDomainId: 'sd1' },
    expected: { kind: 'unknown', field: 'host.leaseDomainIds' },
  },
]

describe('VM leases ready', () => {
  it.each(cases)('$why', ({ vm = {}, host = {}, expected }) => {
    expect(verdictOf(vmLeasesReadyFilter, aVmFacts(vm), aHostFacts(host))).toMatchObject(expected)
  })
})
