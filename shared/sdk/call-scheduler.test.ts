import { describe, expect, it } from 'vitest'
import { aCluster, aHost, aSnapshot, aVm } from '../../test/fakes/builders.ts'
import { callScheduler, type SchedulerAsk } from './call-scheduler.ts'
import type { SchedulerContext, SchedulerFunction } from './scheduler.ts'
import { defineScheduler } from './sdk.ts'

const snapshot = aSnapshot({
  clusters: [aCluster(), aCluster({ id: 'other' })],
  hosts: [aHost(), aHost({ id: 'host2' }), aHost({ id: 'stranger', clusterId: 'other' })],
  vms: [aVm(), aVm({ id: 'vm2', hostId: 'host2' }), aVm({ id: 'foreign', clusterId: 'other', hostId: 'stranger' })],
})
const given: unknown[] = []
const scheduler = defineScheduler({
  id: 'own',
  name: 'Own',
  version: '1',
  writtenFor: '0.1',
  policies: ['Only'],
  parameters: {},
  selectHost: (vm, candidates) => {
    given.push(
      vm.id,
      candidates.map(({ host, points }) => [host.id, points]),
    )
    return { because: { code: 'x', text: 'x', values: {} } }
  },
  hasAnyHosts: (vm, candidates) => {
    given.push(
      vm.id,
      candidates.map(({ host }) => host.id),
    )
    return true
  },
  loadBalance: (_values, context) => void given.push(context),
  onHostStatusChanged: change => void given.push(change),
  onVmStatusChanged: change => void given.push(change),
})
const fetch = () => Promise.reject(new Error('no'))
const ask = async (name: SchedulerFunction, more: Partial<SchedulerAsk> = {}) => {
  given.length = 0
  const question = { clusterId: aCluster().id, policy: 'Only', given: ['most'], selected: [], ...more }
  await callScheduler(scheduler, name, question, { snapshot, values: {}, fetch })
  return given
}

describe('callScheduler', () => {
  it('shows the cluster alone, and in it who runs where', async () => {
    const [context] = (await ask('loadBalance')) as [SchedulerContext]
    const { hosts, vms, vmsOn, policy, cluster } = context
    expect([hosts, vms, vmsOn('host2'), vmsOn('stranger')].map(list => list.map(({ id }) => id))).toEqual([
      ['host1', 'host2'],
      ['vm1', 'vm2'],
      ['vm2'],
      [],
    ])
    expect([policy, cluster.id, context.given, context.snapshot]).toEqual(['Only', aCluster().id, ['most'], snapshot])
    expect(context.fetch).toBe(fetch)
  })

  it('shows what was selected', async () => {
    const selected = [{ vmId: 'vm1', hostId: 'host2', atMs: 5 }]
    const [context] = (await ask('loadBalance', { selected })) as [SchedulerContext]
    expect(context.selected).toEqual(selected)
  })

  it('asks of the VM and the hosts that are named whether there are any', async () => {
    expect(await ask('hasAnyHosts', { vmId: 'vm2', candidates: [{ hostId: 'host1' }] })).toEqual(['vm2', ['host1']])
    expect(await ask('hasAnyHosts', { vmId: 'vm2' })).toEqual(['vm2', []])
  })

  it('names a host that has changed, what it was before and the event that told of it', async () => {
    const change = { from: 'up', to: 'down', atMs: 5, event: { code: 13, description: 'down' } }
    expect(await ask('onHostStatusChanged', { changedId: 'host2', change })).toEqual([
      { ...change, subject: snapshot.hosts[1] },
    ])
  })

  it('names candidates and what has changed by what is known of them', async () => {
    const candidates = [{ hostId: 'host2', points: 3 }, { hostId: 'host1' }]
    expect(await ask('selectHost', { vmId: 'vm2', candidates })).toEqual([
      'vm2',
      [
        ['host2', 3],
        ['host1', undefined],
      ],
    ])
    const change = { to: 'down', atMs: 5 }
    expect(await ask('onVmStatusChanged', { changedId: 'vm1', change })).toEqual([
      { ...change, from: undefined, subject: snapshot.vms[0] },
    ])
  })

  it('has no answer of a function that is missing', async () => expect(await ask('onTimerInvoked')).toEqual([]))

  it.each<{ why: string; name: SchedulerFunction; more: Partial<SchedulerAsk> }>([
    { why: 'a cluster', name: 'loadBalance', more: { clusterId: 'gone' } },
    { why: 'a VM', name: 'selectHost', more: { vmId: 'foreign', candidates: [] } },
    { why: 'a candidate', name: 'selectHost', more: { vmId: 'vm1', candidates: [{ hostId: 'stranger' }] } },
    {
      why: 'a VM that has changed',
      name: 'onVmStatusChanged',
      more: { changedId: 'foreign', change: { to: 'up', atMs: 0 } },
    },
    {
      why: 'a host that has changed',
      name: 'onHostStatusChanged',
      more: { changedId: 'stranger', change: { to: 'up', atMs: 0 } },
    },
    { why: 'a change', name: 'onVmStatusChanged', more: { changedId: 'vm1' } },
  ])('throws for $why that is not there', async ({ name, more }) => {
    await expect(ask(name, more)).rejects.toThrow('is not in its snapshot')
  })
})
