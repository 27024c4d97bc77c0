import { describe, expect, it } from 'vitest'
import type { Cluster } from '../../../shared/model/cluster.ts'
import { hostStatuses } from '../../../shared/model/host.ts'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { Vm } from '../../../shared/model/vm.ts'
import type { SchedulerAsk } from '../../../shared/sdk/call-scheduler.ts'
import { aVm, NOON_MS } from '../../../test/fakes/builders.ts'
import { ask, hosts, scene, told } from '../../../test/fakes/default-scheduler.ts'

describe('onHostStatusChanged', () => {
  const several = [
    aVm({ id: 'low', hostId: 'hot' }),
    aVm({ id: 'ha', hostId: 'hot', highlyAvailable: true, scheduling: scheduling(9) }),
    aVm({ id: 'pinned', hostId: 'hot', placement: 'pinned' }),
  ]
  function scheduling(priority: number): NonNullable<Vm['scheduling']> {
    const topology = { sockets: 1, cores: 2, threads: 1 }
    return { topology, priority, highPerformance: false, customProperties: {}, cpuPassthrough: false }
  }
  const changed = (to: string, cluster: Partial<Cluster> = {}, more: Partial<Snapshot> = {}) => {
    const status = hostStatuses.find(known => known === to)
    const now = hosts.map(host => (host.id === 'hot' ? { ...host, status } : host))
    const change = { from: 'up', to, atMs: NOON_MS }
    return ask(
      'onHostStatusChanged',
      { changedId: 'hot', change },
      scene({ hosts: now, vms: several, ...more }, cluster),
    )
  }

  it.each([
    { onError: 'migrate', moves: ['ha', 'low'], stay: ['pinned'] },
    { onError: 'migrate_highly_available', moves: ['ha'], stay: ['low', 'pinned'] },
    { onError: 'do_not_migrate', moves: [], stay: ['ha', 'low', 'pinned'] },
    { onError: undefined, moves: ['ha', 'low'], stay: ['pinned'] },
  ] as const)('moves off a failing host what the cluster wants moved: $onError', async ({ onError, moves, stay }) => {
    const { onError: _, ...rest } = told
    const advice = await changed('non_operational', { scheduling: { ...rest, ...(onError && { onError }) } })
    expect(advice?.moves?.map(({ vmId, toHostIds, limitBroken }) => [vmId, toHostIds, limitBroken])).toEqual(
      moves.map(id => [id, undefined, true]),
    )
    expect(advice?.skippedVms?.map(({ id }) => id).toSorted()).toEqual([...stay].toSorted())
  })

  it('tells in which order VMs leave for maintenance, and which keep the host from it', async () => {
    const advice = await changed('preparing_for_maintenance')
    expect(advice?.because.text).toBe('hot goes into maintenance. Its VMs leave in this order: ha, low.')
    expect(advice?.moves).toBeUndefined()
    expect(advice?.notices).toMatchObject([
      { subject: { kind: 'host', id: 'hot' }, because: { code: 'maintenance-blocked', values: { vm: 'pinned' } } },
    ])
  })

  it.each(['down', 'non_responsive'])('tells which VMs of a lost host (%s) would find no other', async to => {
    const advice = await changed(to)
    expect([advice?.because.text, advice?.notices]).toEqual([
      'hot is lost. Highly available VMs on it: 1; of these 0 would find no host.',
      [],
    ])
    const big = aVm({ id: 'big', hostId: 'hot', memoryMiB: 90_000, highlyAvailable: true })
    expect((await changed(to, {}, { vms: [big] }))?.notices).toMatchObject([{ subject: { kind: 'vm', id: 'big' } }])
  })

  it.each(['up', 'maintenance', 'reboot', 'installing'])('has nothing to say of one that is %s', async to => {
    expect(await changed(to)).toBeUndefined()
  })
})

describe('onVmStatusChanged', () => {
  const stopped = { highlyAvailable: true, status: 'down' } as const
  const changed = (vm: Partial<Vm>, change: Partial<NonNullable<SchedulerAsk['change']>> = {}) => {
    const { hostId: _, ...down } = aVm({ id: 'v9', name: 'db', memoryMiB: 1024, ...vm })
    const question = { changedId: 'v9', change: { from: 'up', to: 'down', atMs: NOON_MS, ...change } }
    return ask('onVmStatusChanged', question, scene({ vms: [down] }))
  }

  it('tells where a highly available VM that went down would start', async () => {
    expect((await changed(stopped))?.notices).toMatchObject([
      {
        subject: { kind: 'vm', id: 'v9' },
        because: { code: 'ha-vm-down', text: expect.stringMatching(/would start on (cool|mild)\.$/) },
      },
    ])
  })
  it('tells that it cannot start', async () => {
    expect(await changed({ ...stopped, memoryMiB: 90_000 })).toMatchObject({ because: { code: 'ha-vm-homeless' } })
  })

  const event = { code: 33, description: 'stopped by admin' }
  it.each([
    { why: 'it is not highly available', vm: { ...stopped, highlyAvailable: false }, change: {} },
    { why: 'somebody shut it down', vm: stopped, change: { from: 'powering_down' } },
    { why: 'somebody stopped it', vm: stopped, change: { event } },
    { why: 'it is up', vm: { ...stopped, status: 'up' as const }, change: { from: 'down', to: 'up' } },
  ])('has nothing to say when $why', async ({ vm, change }) => expect(await changed(vm, change)).toBeUndefined())
})
