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
  loadBalance: (_values, context) => void given.push(context),
  onVmStatusChanged: change => void given.push(change),
})
const ask = async (name: SchedulerFunction, more: Partial<SchedulerAsk> = {}) => {
  given.length = 0
  const question = { clusterId: aCluster().id, policy: 'Only', given: ['most'], selected: [], ...more }
  await callScheduler(scheduler, name, question, { snapshot, values: {}, fetch: () => Promise.reject(new Error('no')) })
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
    { why: 'a change', name: 'onVmStatusChanged', more: { changedId: 'vm1' } },
  ])('throws for $why that is not there', async ({ name, more }) => {
    await expect(ask(name, more)).rejects.toThrow('is not in its snapshot')
  })
})
