import { describe, expect, it } from 'vitest'
import { integer } from '../../../shared/policy/parameter.ts'
import { aCluster, aHost, aSnapshot, aVm, NOON_MS } from '../../../test/fakes/builders.ts'
import { aScheduler } from '../../../test/fakes/schedulers.ts'
import { indexSnapshot } from '../../model/indexed-snapshot.ts'
import { parseClusterSchedulers } from './cluster-schedulers.ts'
import { createSchedulers } from './create-schedulers.ts'
import type { LoadedScheduler, SchedulerQuestion } from './loaded-scheduler.ts'

const because = { text: 'so it is' }
const most = integer({ label: 'Most', help: 'Moves', min: 0, max: 5, default: 1 })

function start(site: readonly LoadedScheduler[], entries: readonly string[] = ['Default=own'], cluster = aCluster()) {
  const asked: SchedulerQuestion[] = []
  const answer = (value: unknown) => (question: SchedulerQuestion) => {
    asked.push(question)
    return value
  }
  const byDefault = aScheduler('default', {
    selectedHosts: answer(['host2']),
    hasAnyHosts: answer(true),
    selectHost: answer({ hostId: 'host2', because }),
    loadBalance: answer(undefined),
    onTimerInvoked: answer({ because }),
    onVmStatusChanged: answer(undefined),
    onHostStatusChanged: answer(undefined),
  })
  const { clusters } = parseClusterSchedulers(entries)
  const options = { quarantineAfter: 2, elapsedMs: () => 0, now: () => NOON_MS }
  const schedulers = createSchedulers({ byDefault, siteSchedulers: () => site, clusters, ...options })
  const index = indexSnapshot(
    aSnapshot({
      clusters: [cluster],
      hosts: [aHost(), aHost({ id: 'host2' })],
      policies: [
        { id: cluster.policyId ?? '', name: 'p', locked: false, properties: { most: '4' }, filters: [], weights: [] },
      ],
    }),
  )
  return { schedulers, asked, at: { index, cluster }, of: () => schedulers.of(cluster, index) }
}

describe('which scheduler a cluster has', () => {
  const own = aScheduler('own', { loadBalance: () => undefined }, { description: { parameters: { most } } })

  it.each([
    { why: 'nobody named it', entries: [], expected: ['default', 'First', []] },
    { why: 'it was given one', entries: ['Default=own'], expected: ['own', 'First', []] },
    { why: 'it was given a policy', entries: ['Default=own/Second'], expected: ['own', 'Second', []] },
    {
      why: 'its scheduler is not there',
      entries: ['Default=owl'],
      expected: ['default', 'First', ['there is no scheduler "owl"; did you mean "own"?']],
    },
    {
      why: 'the policy is not offered',
      entries: ['Default=own/Secund'],
      expected: ['own', 'First', ['own: there is no policy "Secund"; did you mean "Second"?']],
    },
    {
      why: 'there is no such input',
      entries: ['Default=own?must=1'],
      expected: ['own', 'First', ['own: there is no input "must"; did you mean "most"?']],
    },
    {
      why: 'an input is out of range',
      entries: ['Default=own?most=6'],
      expected: ['own', 'First', ['own: most must be a whole number from 0 to 5, not "6"; its default is used']],
    },
  ])('$why', ({ entries, expected }) => {
    const { scheduler, policy, problems } = start([own], entries).of()
    expect([scheduler.scheduler.id, policy, problems]).toEqual(expected)
  })

  it('is not one that is ignored', () => {
    const ignored = 'own was written for version 9, this is 0.1.0'
    const { scheduler, problems } = start([aScheduler('own', {}, { ignored })]).of()
    expect([scheduler.scheduler.id, problems]).toEqual(['default', [`the scheduler ${ignored}`]])
  })

  it.each([
    { why: 'its own default', site: 'Default=own', cluster: {}, policyId: undefined, expected: [{ most: 1 }, []] },
    { why: 'the policy', site: 'Default=own', cluster: {}, policyId: 'p', expected: [{ most: 4 }, []] },
    { why: 'the cluster', site: 'Default=own', cluster: { most: '3' }, policyId: 'p', expected: [{ most: 3 }, []] },
    {
      why: 'the setting',
      site: 'Default=own?most=2',
      cluster: { most: '3' },
      policyId: 'p',
      expected: [{ most: 2 }, ['most']],
    },
  ])('takes inputs from $why', ({ site, cluster: properties, policyId, expected }) => {
    const { policyId: _, ...bare } = aCluster()
    const cluster = { ...bare, properties, ...(policyId && { policyId }) }
    const { values, given } = start([own], [site], cluster).of()
    expect([values, given]).toEqual(expected)
  })
})

describe('asking', () => {
  it('puts the question with the policy, the inputs and what was selected', async () => {
    const questions: SchedulerQuestion[] = []
    const own = aScheduler(
      'own',
      { loadBalance: question => void questions.push(question) },
      { description: { parameters: { most } } },
    )
    const { schedulers, at } = start([own], ['Default=own/Second?most=2'])
    await schedulers.selectHost({ ...at, vm: aVm(), candidates: [{ hostId: 'host2', points: 3 }] })
    expect(await schedulers.loadBalance(at)).toEqual({ ok: true, value: undefined, by: 'own' })
    expect(questions).toEqual([
      {
        snapshot: at.index.snapshot,
        values: { most: 2 },
        ask: {
          clusterId: at.cluster.id,
          policy: 'Second',
          given: ['most'],
          selected: [{ vmId: 'vm1', hostId: 'host2', atMs: NOON_MS }],
        },
      },
    ])
  })

  it('lets the default one stand in for functions that are missing', async () => {
    const { schedulers, at, asked } = start([aScheduler('own', { loadBalance: () => ({ because }) })])
    expect([await schedulers.loadBalance(at), await schedulers.onTimerInvoked(at)]).toMatchObject([
      { ok: true, by: 'own' },
      { ok: true, by: 'default' },
    ])
    expect(asked.map(({ ask }) => ask.policy)).toEqual(['First'])
  })

  it('asks about a change with its subject', async () => {
    const questions: SchedulerQuestion[] = []
    const own = aScheduler('own', { onHostStatusChanged: question => void questions.push(question) })
    const { schedulers, at } = start([own])
    const change = { kind: 'host', id: 'host2', from: 'up', to: 'non_operational', atMs: 7 } as const
    await schedulers.onStatusChanged(at, change)
    expect(questions[0]?.ask).toMatchObject({
      changedId: 'host2',
      change: { from: 'up', to: 'non_operational', atMs: 7 },
    })
  })

  it.each([
    {
      why: 'throws',
      balance: () => {
        throw new Error('no idea')
      },
      expected: { code: 'failed', message: 'own failed in loadBalance: no idea' },
    },
    {
      why: 'asks for what cannot be',
      balance: () => ({ because, moves: [{ vmId: 'v9', because }] }),
      expected: {
        code: 'bad-output',
        message: 'own failed in loadBalance: a move names the VM "v9", which is not of this cluster',
      },
    },
  ])('says so where one $why, and asks it no more after so many times', async ({ balance, expected }) => {
    const { schedulers, at } = start([aScheduler('own', { loadBalance: balance })])
    expect(await schedulers.loadBalance(at)).toMatchObject({ ok: false, by: 'own', ...expected })
    await schedulers.loadBalance(at)
    expect(await schedulers.loadBalance(at)).toMatchObject({ ok: false, code: 'quarantined' })
    expect(schedulers.list()[1]?.health()).toMatchObject({ state: 'quarantined', calls: 2, failures: 2 })
  })

  it('never quarantines the default one', async () => {
    const { schedulers, at } = start([], [])
    for (let call = 0; call < 3; call++) await schedulers.hasAnyHosts({ ...at, vm: aVm(), candidates: [] })
    expect(schedulers.list()[0]?.health()).toMatchObject({ state: 'active', calls: 3 })
  })
})

describe('what was selected', () => {
  const pick = (hostId: string) => aScheduler('own', { selectHost: () => ({ hostId, because }) })
  const candidates = [{ hostId: 'host1' }, { hostId: 'host2' }]

  it('is remembered, the newest first', async () => {
    const { schedulers, at } = start([pick('host1')])
    for (const id of ['a', 'b']) await schedulers.selectHost({ ...at, vm: aVm({ id }), candidates })
    expect(schedulers.selected(at.cluster.id).map(({ vmId }) => vmId)).toEqual(['b', 'a'])
  })

  it('is not remembered where nothing was', async () => {
    const { schedulers, at } = start([pick('host9')])
    expect(await schedulers.selectHost({ ...at, vm: aVm(), candidates })).toMatchObject({
      ok: false,
      code: 'bad-output',
    })
    expect(schedulers.selected(at.cluster.id)).toEqual([])
  })

  it('is what the scheduler says it is', async () => {
    const { schedulers, at } = start([], [])
    expect(await schedulers.selectedHosts(at)).toEqual({ ok: true, value: ['host2'], by: 'default' })
  })

  it('is nothing where the rules allow no host, whatever the scheduler says', async () => {
    const { schedulers, at } = start([], [])
    expect(await schedulers.hasAnyHosts({ ...at, vm: aVm(), candidates: [] })).toMatchObject({ value: false })
    expect(await schedulers.hasAnyHosts({ ...at, vm: aVm(), candidates })).toMatchObject({ value: true })
  })
})
