import { describe, expect, it } from 'vitest'
import { never, start as startEngine } from '../../test/fakes/engine-client.ts'
import { answerWithSamples, sample } from '../../test/fakes/engine-samples.ts'
import { type Answer, json } from '../../test/fakes/engine-server.ts'
import { readSnapshot } from './read-snapshot.ts'

async function start(api: Answer) {
  const { engine, http } = await startEngine(api)
  let nowMs = 1_787_140_800_000
  const now = () => {
    nowMs += 500
    return nowMs
  }
  return { engine, read: (signal = never) => readSnapshot(http, signal, now) }
}

describe('readSnapshot', () => {
  it('reads everything in a bounded number of requests', async () => {
    const { engine, read } = await start(answerWithSamples())
    const { clusters, hosts, vms, policies, units, affinityGroups, ...about } = await read()
    expect(about).toEqual({
      takenAtMs: 1_787_140_800_500,
      durationMs: 1_000,
      requests: 11,
      clockSkewMs: 1_250,
      engineVersion: '4.5.7-1.el9',
    })
    const lists = [clusters, hosts, vms, policies, units, affinityGroups]
    expect(lists.map(each => each?.length)).toEqual([2, 3, 4, 2, 3, 2])
    expect(engine.calls()).toHaveLength(11)
    const queries = new Map(engine.calls().map(({ path, query }) => [path, query]))
    expect(queries.get('/api/hosts')).toEqual({ search: 'sortby name asc page 1', max: '100', follow: 'statistics' })
    expect(queries.get('/api/vms')).toEqual({ search: 'sortby name asc page 1', max: '500' })
  })

  it('reads hosts in MiB and percent, and leaves out what the engine does not know', async () => {
    const { read } = await start(answerWithSamples())
    const { hosts } = await read()
    expect(hosts[0]).toEqual({
      id: 'h1',
      name: 'host01',
      clusterId: 'c1',
      status: 'up',
      address: 'host01.example',
      totalMiB: 257_492,
      maxSchedulingMiB: 171_661,
      cores: 32,
      threads: 64,
      activeVms: 12,
      migratingVms: 1,
      isSpm: true,
      statistics: {
        memoryUsedMiB: 128_746,
        memoryFreeMiB: 128_746,
        swapUsedMiB: 0,
        swapTotalMiB: 4_096,
        cpuPercent: 15.5,
        load5m: 100,
        ksmCpuPercent: 0,
      },
      scheduling: {
        spm: 'spm',
        sockets: 2,
        totalVms: 14,
        numaSupported: true,
        os: { family: 'RHEL', version: '9.4 - 1.el9' },
        powerManagement: { enabled: false, automatic: true },
        externalStatus: 'ok',
      },
    })
    expect(hosts[1]).toMatchObject({ id: 'h2', status: undefined, statistics: {} })
    expect(hosts[2]).toMatchObject({ id: 'h-new', status: 'pending_approval', totalMiB: 0, statistics: {} })
  })

  it('reads VMs, and keeps still those it does not understand', async () => {
    const { read } = await start(answerWithSamples())
    const { vms } = await read()
    expect(vms[0]).toEqual({
      id: 'vm1',
      name: 'vm001',
      clusterId: 'c1',
      status: 'up',
      hostId: 'h1',
      memoryMiB: 4_096,
      guaranteedMiB: 2_048,
      vcpus: 4,
      placement: 'migratable',
      pinnedHostIds: ['h1', 'h2'],
      highlyAvailable: true,
      origin: 'ovirt',
      startedAtMs: 1_787_133_600_000,
      scheduling: {
        topology: { sockets: 2, cores: 2, threads: 1 },
        priority: 50,
        pinning: 'none',
        highPerformance: false,
        customProperties: {},
        cpuPassthrough: false,
        ioThreads: 1,
      },
    })
    expect(vms[1]).not.toHaveProperty('hostId')
    expect(vms[2]).toMatchObject({ status: undefined, placement: 'pinned' })
    expect(vms[3]).toMatchObject({ origin: 'managed_hosted_engine', pinnedHostIds: [] })
  })

  it('reads clusters with their properties, policies with their units', async () => {
    const { read } = await start(answerWithSamples())
    const { clusters, policies, units } = await read()
    expect(clusters).toEqual([
      {
        id: 'c1',
        name: 'Default',
        dataCenterId: 'dc1',
        policyId: 'p-balance',
        properties: { minimum_host_memoryMB: '2048', safe_selection: 'True' },
        overCommitPercent: 150,
        threadsAsCores: true,
        upgradeInProgress: false,
        scheduling: {
          version: '4.7',
          architecture: 'x86_64',
          haReservation: true,
          onError: 'migrate_highly_available',
        },
        memory: { ballooning: true, ksm: true, ksmMergeAcrossNodes: false },
      },
      {
        id: 'c2',
        name: 'Bare',
        properties: {},
        overCommitPercent: 100,
        threadsAsCores: false,
        upgradeInProgress: true,
      },
    ])
    expect(policies).toEqual([
      {
        id: 'p-balance',
        name: 'balance',
        locked: false,
        properties: { minimum_host_memoryMB: '1024' },
        filters: [
          { unitId: 'u-pin', position: -1 },
          { unitId: 'u-memory', position: 0 },
        ],
        weights: [{ unitId: 'u-even', factor: 3 }],
        balanceUnitId: 'u-ours',
      },
      { id: 'p-none', name: 'none', locked: true, properties: {}, filters: [], weights: [] },
    ])
    expect(units.map(({ kind, internal, enabled }) => [kind, internal, enabled])).toEqual([
      ['filter', true, true],
      [undefined, true, true],
      ['load_balancing', false, false],
    ])
  })

  it('leaves out a host and a VM that it cannot read, and names them', async () => {
    const hosts = sample('hosts')
    const vms = sample('vms')
    delete (hosts.host as Record<string, unknown>[])[1]?.cluster
    Object.assign((vms.vm as object[])[0] ?? {}, { memory: 'plenty' })
    const { read } = await start(answerWithSamples({ '/api/hosts': hosts, '/api/vms': vms }))
    const snapshot = await read()
    expect(snapshot.hosts.map(({ id }) => id)).toEqual(['h1', 'h-new'])
    expect(snapshot.vms.map(({ id }) => id)).toEqual(['vm2', 'vm-illegal', 'vm-engine'])
    expect(snapshot.problems).toEqual([
      { path: 'host[1].cluster.id', problem: 'is missing' },
      { path: 'vm[0].memory', problem: 'is not a number' },
    ])
  })

  it('reads VMs page by page, and each once', async () => {
    const vm = (index: number) => ({
      id: `vm${index}`,
      name: `vm${index}`,
      cluster: { id: 'c1' },
      memory: '1073741824',
    })
    const pages: Answer = ({ query }, res) => {
      const page = Number(/page (\d+)$/.exec(query.search ?? '')?.[1])
      // A VM created meanwhile shifts the second page by one.
      const from = page === 1 ? 0 : (page - 1) * 500 - 1
      json(res, { vm: Array.from({ length: page < 3 ? 500 : 21 }, (_, index) => vm(from + index)) })
    }
    const api = { ...sample('api'), summary: { hosts: { total: '3' }, vms: { total: '1020' } } }
    const { engine, read } = await start(answerWithSamples({ '/api': api, '/api/vms': pages }))
    const { vms } = await read()
    expect(vms).toHaveLength(1020)
    expect(engine.calls().filter(({ path }) => path === '/api/vms')).toHaveLength(3)
  })

  const fatal: { why: string; over: Parameters<typeof answerWithSamples>[0]; code: string; says: RegExp }[] = [
    {
      why: 'no host can be read',
      over: { '/api/hosts': { host: [{ name: 'x' }, { name: 'y' }] } },
      code: 'engine-bad-reply',
      says: /GET \/api\/hosts is not as documented: host\[0\]\.id is missing/,
    },
    {
      why: 'the engine counts VMs but lists none',
      over: { '/api/vms': {} },
      code: 'engine-bad-reply',
      says: /counts 4 vms but lists none/,
    },
    {
      why: 'a list is none',
      over: { '/api/clusters': { cluster: { id: 'c1' } } },
      code: 'engine-bad-reply',
      says: /cluster is not a list/,
    },
    {
      why: 'the entry point is of another kind',
      over: { '/api': { hello: 'world' } },
      code: 'engine-bad-reply',
      says: /product_info\.version\.major is missing/,
    },
    {
      why: 'the user is no administrator',
      over: { '/api': { ...sample('api'), summary: undefined } },
      code: 'engine-not-administrator',
      says: /ReadOnlyAdmin/,
    },
    {
      why: 'the engine fails in the middle',
      over: { '/api/vms': (_asked, res) => json(res, { reason: 'Operation Failed', detail: '[boom]' }, 500) },
      code: 'engine-fault',
      says: /boom/,
    },
  ]
  for (const { why, over, code, says } of fatal) {
    it(`fails when ${why}`, async () => {
      const { read } = await start(answerWithSamples(over))
      await expect(read()).rejects.toMatchObject({ code, message: expect.stringMatching(says) })
    })
  }

  it('goes without a policy that is removed while it is read', async () => {
    const gone: Answer = (_asked, res) => void res.writeHead(404).end()
    const { read } = await start(answerWithSamples({ '/api/schedulingpolicies/p-balance/weights': gone }))
    expect((await read()).policies.map(({ id }) => id)).toEqual(['p-none'])
  })

  it('goes without affinity groups that the engine refuses, and names that', async () => {
    const refuse: Answer = (_asked, res) => json(res, { reason: 'Operation Failed', detail: '[no]' }, 400)
    const { read } = await start(answerWithSamples({ '/api/affinitylabels': refuse }))
    const snapshot = await read()
    expect(snapshot).not.toHaveProperty('affinityGroups')
    expect(snapshot.problems).toEqual([
      {
        path: 'affinity_group',
        problem: 'cannot be read: The engine declined GET /api/affinitylabels with HTTP 400: Operation Failed: no',
      },
    ])
    expect(snapshot.vms).toHaveLength(4)
  })

  it('lets go of all other requests when one fails', async () => {
    const hostsAsked = Promise.withResolvers<void>()
    const hostsLeft = Promise.withResolvers<void>()
    const { read } = await start(
      answerWithSamples({
        '/api/hosts': (_asked, res) => {
          res.on('close', hostsLeft.resolve)
          hostsAsked.resolve()
        },
        '/api/vms': (_asked, res) => void hostsAsked.promise.then(() => json(res, {}, 500)),
      }),
    )
    await expect(read()).rejects.toMatchObject({ code: 'engine-fault' })
    await hostsLeft.promise
  })

  it('ends with its signal', async () => {
    const caller = new AbortController()
    const stuck: Answer = () => caller.abort(new Error('shutting down'))
    const { read } = await start(answerWithSamples({ '/api/vms': stuck }))
    await expect(read(caller.signal)).rejects.toThrow('shutting down')
  })
})
