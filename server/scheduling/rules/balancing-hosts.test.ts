import { describe, expect, it } from 'vitest'
import { vmStatuses } from '../../../shared/model/vm.ts'
import { aHostFacts, aSituation, aVmFacts, type HostOver, type VmOver } from '../../../test/fakes/scheduling.ts'
import { balancingHosts } from './balancing-hosts.ts'

const cases: { why: string; host?: HostOver; vm?: VmOver; pendingOn?: string; skipped?: string }[] = [
  { why: 'a host that is up' },
  { why: 'a host in maintenance', host: { status: 'maintenance' }, skipped: 'host-not-up' },
  { why: 'a host in a state we do not know', host: { status: undefined }, skipped: 'host-not-up' },
  { why: 'a host with a VM on its way', pendingOn: 'host1', skipped: 'vms-pending' },
  { why: 'a host beside one with a VM on its way', pendingOn: 'host2' },
  { why: 'a host with a VM that is up', vm: { status: 'up' } },
  { why: 'a host that a VM leaves', vm: { status: 'migrating' }, skipped: 'vm-between-states' },
  { why: 'a host with a VM that may be migrating', vm: { status: undefined }, skipped: 'missing-fact' },
]

describe('hosts that take part in balancing', () => {
  it.each(cases)('$why: $skipped', ({ host, vm, pendingOn, skipped }) => {
    const situation = aSituation({
      hosts: [aHostFacts(host)],
      vms: vm ? [aVmFacts({ hostId: 'host1', ...vm })] : [],
      pending: pendingOn === undefined ? [] : [{ vmId: 'vm9', hostId: pendingOn }],
    })
    const { taking, skipped: left } = balancingHosts(situation)
    expect(taking.map(({ id }) => id)).toEqual(skipped === undefined ? ['host1'] : [])
    expect(left.map(({ id, reason }) => [id, reason.code])).toEqual(skipped === undefined ? [] : [['host1', skipped]])
  })

  it('wait for VMs in three states', () => {
    const waiting = vmStatuses.filter(status => {
      const vms = [aVmFacts({ hostId: 'host1', status })]
      return balancingHosts(aSituation({ hosts: [aHostFacts()], vms })).taking.length === 0
    })
    expect(waiting).toEqual(['migrating', 'saving_state', 'restoring_state'])
  })
})
