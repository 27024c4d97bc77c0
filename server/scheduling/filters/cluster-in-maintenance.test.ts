import { describe, expect, it } from 'vitest'
import { aHostFacts, aVmFacts, type HostOver, type VmOver, verdictOf } from '../../../test/fakes/scheduling.ts'
import { clusterInMaintenanceFilter } from './cluster-in-maintenance.ts'

const cases: { why: string; vm?: VmOver; host?: HostOver; expected: object }[] = [
  {
    why: 'lets a highly available VM start',
    vm: { highlyAvailable: true },
    expected: { kind: 'kept', reason: { code: 'maintenance-ha' } },
  },
  {
    why: 'lets a running VM move',
    vm: { hostId: 'host2' },
    expected: { kind: 'kept', reason: { code: 'maintenance-running' } },
  },
  {
    why: 'lets nothing else start',
    expected: { kind: 'dropped', reason: { code: 'cluster-in-maintenance', values: { vm: 'vm1' } } },
  },
]

describe('ClusterInMaintenance', () => {
  it.each(cases)('$why', ({ vm = {}, host = {}, expected }) => {
    expect(verdictOf(clusterInMaintenanceFilter, aVmFacts(vm), aHostFacts(host))).toMatchObject(expected)
  })
})
