import { describe, expect, it } from 'vitest'
import type { Cluster } from '../../shared/model/cluster.ts'
import { aCluster } from '../../test/fakes/builders.ts'
import { never, start as startEngine } from '../../test/fakes/engine-client.ts'
import { answerWithSamples, sample } from '../../test/fakes/engine-samples.ts'
import { type Answer, json } from '../../test/fakes/engine-server.ts'
import { readAffinityGroups } from './affinity-groups.ts'
import { limitConcurrency } from './http/limit-concurrency.ts'

type Over = Parameters<typeof answerWithSamples>[0]

const atLevel = (version: string | undefined, id = 'c1'): Cluster =>
  aCluster({ id, ...(version !== undefined && { scheduling: { haReservation: false, version } }) })

async function start(over: Over = {}, { clusters = [atLevel('4.7')], requestTimeoutMs = 5_000 } = {}) {
  const { engine, http } = await startEngine(answerWithSamples(over), { requestTimeoutMs, retryDelaysMs: [] })
  return { engine, read: (signal = never) => readAffinityGroups(http, clusters, limitConcurrency(3), signal) }
}

const off = { enabled: false, positive: false, enforcing: false }
const groups = '/api/clusters/c1/affinitygroups'
const labels = '/api/affinitylabels'

const apart = {
  id: 'g-apart',
  name: 'db apart',
  clusterId: 'c1',
  priority: 1.5,
  vmIds: ['vm1', 'vm2'],
  hostIds: [],
  vmRule: { enabled: true, positive: false, enforcing: true },
  hostRule: off,
}
const licensed = {
  id: 'g-licensed',
  name: 'licensed',
  clusterId: 'c1',
  priority: 100,
  vmIds: ['vm1', 'vm-engine'],
  hostIds: ['h2', 'h1'],
  vmRule: off,
  hostRule: { enabled: true, positive: true, enforcing: false },
}
const implied = {
  id: 'l-old',
  name: 'old',
  priority: 0,
  vmIds: ['vm2'],
  hostIds: [],
  vmRule: off,
  hostRule: { enabled: true, positive: true, enforcing: true },
}

describe('readAffinityGroups', () => {
  it('reads rules and members, those by label once among them', async () => {
    const { read } = await start()
    expect(await read()).toEqual({ items: [apart, licensed], problems: [] })
  })

  it('asks once for the labels and once for each cluster', async () => {
    const { engine, read } = await start({}, { clusters: [atLevel('4.7'), atLevel('4.7', 'c/2')] })
    await read()
    const asked = engine.calls().map(({ path, query }) => [path, query])
    expect(asked.toSorted()).toEqual([
      [labels, { follow: 'vms,hosts' }],
      ['/api/clusters/c%2F2/affinitygroups', {}],
      [groups, {}],
    ])
  })

  const levels = [
    { level: '4.2', clusterIds: ['c1'] },
    { level: '4.3', clusterIds: ['c1'] },
    { level: '4.4', clusterIds: [] },
    { level: '4.10', clusterIds: [] },
    { level: '5.0', clusterIds: [] },
    { level: undefined, clusterIds: [] },
  ]
  it.each(levels)(
    'takes what labels imply for groups of $clusterIds at level $level',
    async ({ level, clusterIds }) => {
      const { read } = await start({ [groups]: {} }, { clusters: [atLevel(level), atLevel('4.6', 'c2')] })
      expect((await read()).items).toEqual(clusterIds.map(clusterId => ({ ...implied, clusterId })))
    },
  )

  const group = { id: 'g', name: 'g', priority: '1' }
  const shapes: { why: string; wire: object; expected: object }[] = [
    { why: 'a priority as text', wire: { priority: '2.5' }, expected: { priority: 2.5 } },
    { why: 'a priority with an exponent', wire: { priority: '1.0E+2' }, expected: { priority: 100 } },
    { why: 'no priority', wire: { priority: undefined }, expected: { priority: 0 } },
    { why: 'no members and no rules', wire: {}, expected: { vmIds: [], hostIds: [], vmRule: off, hostRule: off } },
    {
      why: 'empty member lists in the other form',
      wire: { vms: {}, hosts: {}, vm_labels: {}, host_labels: {} },
      expected: { vmIds: [], hostIds: [] },
    },
    {
      why: 'the older form of the rule between VMs',
      wire: { positive: 'true', enforcing: 'true' },
      expected: { vmRule: { enabled: true, positive: true, enforcing: true } },
    },
    { why: 'that form switched off', wire: { enforcing: 'true' }, expected: { vmRule: { ...off, enforcing: true } } },
    {
      why: 'the newer form rather than the older',
      wire: {
        positive: 'true',
        enforcing: 'true',
        vms_rule: { enabled: 'true', positive: 'false', enforcing: 'false' },
      },
      expected: { vmRule: { enabled: true, positive: false, enforcing: false } },
    },
    {
      why: 'a label that is not listed as one without members',
      wire: { vms: { vm: [{ id: 'vm1' }] }, vm_labels: { affinity_label: [{ id: 'l-gone' }] } },
      expected: { vmIds: ['vm1'] },
    },
  ]
  it.each(shapes)('reads $why', async ({ wire, expected }) => {
    const { read } = await start({ [groups]: { affinity_group: [{ ...group, ...wire }] } })
    expect(await read()).toMatchObject({ items: [{ id: 'g', clusterId: 'c1', ...expected }], problems: [] })
  })

  const garbled: { why: string; wire: object; path: string; problem: string }[] = [
    { why: 'priority', wire: { priority: 'high' }, path: 'priority', problem: 'is not a number' },
    { why: 'member', wire: { vms: { vm: [{}] } }, path: 'id', problem: 'is missing' },
    { why: 'list of members', wire: { hosts: { host: {} } }, path: 'hosts.host', problem: 'is not a list' },
    {
      why: 'direction of a rule in force',
      wire: { hosts_rule: { enabled: 'true' } },
      path: 'hosts_rule.positive',
      problem: 'is missing',
    },
  ]
  it.each(garbled)('leaves out a group without a readable $why, and names it', async ({ wire, path, problem }) => {
    const good = sample('affinitygroups').affinity_group as object[]
    const { read } = await start({ [groups]: { affinity_group: [{ ...group, ...wire }, ...good] } })
    const { items, problems } = await read()
    expect(items).toEqual([apart, licensed])
    expect(problems).toMatchObject([{ path: `affinity_group[0].${path}`, problem }])
  })

  it('names a label that it cannot read', async () => {
    const { read } = await start({ [labels]: { affinity_label: [{ id: 'l-oracle' }] } })
    const { items, problems } = await read()
    expect(items?.map(({ vmIds }) => vmIds)).toEqual([['vm1', 'vm2'], ['vm1']])
    expect(problems).toMatchObject([{ path: 'affinity_label[0].name', problem: 'is missing' }])
  })

  const gone: Answer = (_asked, res) => void res.writeHead(404).end()
  const fault =
    (status: number): Answer =>
    (_asked, res) =>
      json(res, { reason: 'Operation Failed', detail: '[not here]' }, status)

  it('takes a cluster that is gone for one without groups', async () => {
    const { read } = await start({ [groups]: gone })
    expect(await read()).toEqual({ items: [], problems: [] })
  })

  const refusals: { why: string; over: Over; says: RegExp }[] = [
    { why: 'has no labels', over: { [labels]: gone }, says: /no such object \(GET \/api\/affinitylabels\)/ },
    { why: 'refuses the labels', over: { [labels]: fault(400) }, says: /HTTP 400: Operation Failed: not here/ },
    { why: 'forbids the groups', over: { [groups]: fault(403) }, says: /HTTP 403/ },
    { why: 'refuses the groups', over: { [groups]: fault(400) }, says: /GET \/api\/clusters\/c1\/affinitygroups/ },
    { why: 'fails over the groups', over: { [groups]: fault(500) }, says: /HTTP 500/ },
    { why: 'has a web page there', over: { [labels]: (_asked, res) => json(res, {}, 404) }, says: /HTTP 404/ },
    { why: 'sends another shape', over: { [groups]: { affinity_group: {} } }, says: /affinity_group is not a list/ },
  ]
  it.each(refusals)('tells of no groups at all when the engine $why', async ({ over, says }) => {
    const { read } = await start(over, { clusters: [atLevel('4.7'), atLevel('4.7', 'c2')] })
    const found = await read()
    expect(found).not.toHaveProperty('items')
    expect(found.problems).toMatchObject([{ path: 'affinity_group', problem: expect.stringMatching(says) }])
  })

  it('tells of no groups at all when the engine takes too long over the labels', async () => {
    const { read } = await start({ [labels]: () => undefined }, { requestTimeoutMs: 300 })
    expect(await read()).toEqual({ problems: [expect.objectContaining({ path: 'affinity_group' })] })
  })

  const ends = [
    { why: 'is called off', reason: new Error('shutting down'), error: { message: 'shutting down' } },
    { why: 'has no time left', reason: new DOMException('late', 'TimeoutError'), error: { code: 'engine-timeout' } },
  ]
  it.each(ends)('fails when the whole read $why', async ({ reason, error }) => {
    const caller = new AbortController()
    const { read } = await start({ [labels]: () => caller.abort(reason) })
    await expect(read(caller.signal)).rejects.toMatchObject(error)
  })
})
