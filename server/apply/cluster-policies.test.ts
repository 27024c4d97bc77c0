import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Cluster, EnginePolicyUnit, SchedulingPolicy } from '../../shared/model/cluster.ts'
import type { SnapshotState } from '../../shared/model/snapshot.ts'
import { aCluster, aSnapshot, NOON_MS } from '../../test/fakes/builders.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { hostMemoryBalance } from '../units/host-memory-balance.ts'
import { createClusterPolicies } from './cluster-policies.ts'
import type { ClusterPolicyPort, EngineAnswer } from './ports.ts'

const admin = { id: 'user-admin', name: 'admin@internal' }
const { signal } = new AbortController()
const units: EnginePolicyUnit[] = [
  {
    id: 'u-ours',
    name: 'host_memory_balance',
    kind: 'load_balancing',
    internal: false,
    enabled: true,
    properties: { minimum_host_memoryMB: '^[0-9]{1,7}$', safe_selection: '^(true|false|True|False)$' },
  },
  {
    id: 'u-cpu',
    name: 'CPUOverloaded',
    kind: 'filter',
    internal: true,
    enabled: true,
    properties: { HighUtilization: '^([5-9][0-9])$' },
  },
  {
    id: 'u-even',
    name: 'EvenCpu',
    kind: 'weight',
    internal: true,
    enabled: true,
    properties: { HighUtilization: '^([5-9][0-9])$' },
  },
]
const policies: SchedulingPolicy[] = [
  {
    id: 'p-ours',
    name: 'memory',
    locked: false,
    properties: { HighUtilization: '80' },
    filters: [{ unitId: 'u-cpu', position: 0 }],
    weights: [{ unitId: 'u-even', factor: 1 }],
    balanceUnitId: 'u-ours',
  },
  { id: 'p-none', name: 'none', locked: true, properties: {}, filters: [], weights: [] },
]

let store: Store
let cluster: Cluster
let problem: SnapshotState['problem']
let answer: () => Promise<EngineAnswer>
let sent: Parameters<ClusterPolicyPort['savePolicy']>[0][]
let told: string[]
let logged: string[]
beforeEach(async () => {
  store = await openStore({ file: ':memory:', reportBadRow: row => expect.fail(JSON.stringify(row)) })
  cluster = aCluster({ policyId: 'p-ours', properties: { minimum_host_memoryMB: '700', stale: 'x' } })
  problem = undefined
  answer = async () => ({ ok: true })
  sent = []
  told = []
  logged = []
})
afterEach(() => store.close())

const state = (): SnapshotState =>
  problem ? { problem } : { snapshot: aSnapshot({ clusters: [cluster], policies, units }) }

const service = (over: { store?: Pick<Store, 'appendAudit'> } = {}) =>
  createClusterPolicies({
    snapshots: { current: state, refresh: async () => state(), onChange: () => () => undefined },
    engine: {
      async savePolicy(change) {
        sent.push(change)
        const said = await answer()
        const { policyId = cluster.policyId, properties } = change
        if (said.ok)
          cluster = aCluster({
            ...cluster,
            ...(policyId && { policyId }),
            properties: { ...cluster.properties, ...properties },
          })
        return said
      },
    },
    store: over.store ?? store,
    ourUnits: () => [hostMemoryBalance],
    now: () => NOON_MS,
    newId: () => '0198c2f4-aaaa-4bbb-8ccc-0123456789ab',
    changes: { onPolicy: id => told.push(id) },
    log: { error: (_, message) => logged.push(message) },
  })

describe('get', () => {
  it('shows every property of the policy, typed where it is ours', () => {
    const { properties, ...rest } = service().get(cluster.id)
    expect(rest).toMatchObject({
      cluster: { id: cluster.id, name: 'Default' },
      policy: { id: 'p-ours', name: 'memory' },
      policies: [
        { id: 'p-ours', locked: false, usesOurUnits: true },
        { id: 'p-none', locked: true, usesOurUnits: false },
      ],
    })
    expect(properties).toEqual([
      {
        name: 'HighUtilization',
        label: 'HighUtilization',
        help: 'A property of CPUOverloaded, EvenCpu.',
        parameter: { type: 'text' },
        regex: '^([5-9][0-9])$',
        default: '80',
        units: ['CPUOverloaded', 'EvenCpu'],
        ours: false,
        editable: true,
      },
      expect.objectContaining({
        name: 'minimum_host_memoryMB',
        parameter: { type: 'integer', min: 0, max: 9_999_999, unit: 'MiB' },
        default: '500',
        value: '700',
        ours: true,
        editable: true,
      }),
      expect.objectContaining({ name: 'safe_selection', parameter: { type: 'boolean' }, default: 'true' }),
    ])
    expect(properties[2]).not.toHaveProperty('value')
  })

  it('shows our properties as not editable where the policy lacks our unit', () => {
    cluster = aCluster({ policyId: 'p-none' })
    const { properties } = service().get(cluster.id)
    expect(properties.map(({ name, editable }) => ({ name, editable }))).toEqual([
      { name: 'minimum_host_memoryMB', editable: false },
      { name: 'safe_selection', editable: false },
    ])
  })

  it('has another version for other values, and the same for another order', () => {
    const version = () => service().get(cluster.id).version
    const first = version()
    cluster = aCluster({ ...cluster, properties: { stale: 'x', minimum_host_memoryMB: '700' } })
    expect(version()).toBe(first)
    cluster = aCluster({ ...cluster, properties: { stale: 'x', minimum_host_memoryMB: '701' } })
    expect(version()).not.toBe(first)
  })

  it('throws for an unknown cluster and without a snapshot', () => {
    expect(() => service().get('c9')).toThrow(expect.objectContaining({ code: 'not-found' }))
    problem = { code: 'x', message: 'down', sinceMs: 0 }
    expect(() => service().get(cluster.id)).toThrow(expect.objectContaining({ code: 'no-snapshot' }))
  })
})

describe('save', () => {
  const save = (properties: Record<string, string>, over: { version?: string; policyId?: string } = {}) => {
    const change = { version: service().get(cluster.id).version, properties, ...over }
    return service().save(cluster.id, change, admin, signal)
  }

  it('writes through, reads again, tells and remembers who', async () => {
    const saved = await save({ minimum_host_memoryMB: '900' })
    expect(saved.properties.find(({ name }) => name === 'minimum_host_memoryMB')?.value).toBe('900')
    expect(sent).toEqual([
      { clusterId: cluster.id, properties: { minimum_host_memoryMB: '900' }, correlationId: 'ovs-0198c2f4aaaa-policy' },
    ])
    expect(told).toEqual([cluster.id])
    expect(await store.listAudit({ limit: 9 })).toMatchObject([
      {
        action: 'edit_policy',
        by: admin,
        subject: cluster.id,
        detail: {
          before: { policy: { name: 'memory' }, properties: { minimum_host_memoryMB: '700' } },
          after: { policy: { name: 'memory' }, properties: { minimum_host_memoryMB: '900' } },
        },
      },
    ])
  })

  it('asks the engine for nothing when nothing changes', async () => {
    await save({ minimum_host_memoryMB: '700' })
    expect(sent).toEqual([])
  })

  it('switches the policy, judging the values by the new one', async () => {
    cluster = aCluster({ policyId: 'p-none' })
    const saved = await save({ minimum_host_memoryMB: '900' }, { policyId: 'p-ours' })
    expect(saved.policy?.name).toBe('memory')
    expect(sent).toMatchObject([{ policyId: 'p-ours' }])
    expect((await store.listAudit({ limit: 9 }))[0]?.detail).toMatchObject({
      before: { policy: { id: 'p-none', name: 'none' } },
      after: { policy: { id: 'p-ours', name: 'memory' } },
    })
    await expect(save({ safe_selection: 'true' }, { policyId: 'p-none' })).rejects.toMatchObject({
      code: 'invalid-request',
      fields: [{ path: 'properties.safe_selection' }],
    })
  })

  it('refuses a stale version and shows what differs', async () => {
    const refused = save(
      { minimum_host_memoryMB: '900', safe_selection: 'true' },
      { version: 'old', policyId: 'p-none' },
    )
    await expect(refused).rejects.toMatchObject({
      code: 'policy-changed',
      fields: [
        { path: 'properties.minimum_host_memoryMB', problem: 'is now "700"; you sent "900"' },
        { path: 'properties.safe_selection', problem: 'is now not set; you sent "true"' },
        { path: 'policyId', problem: 'the policy is now "memory"' },
      ],
    })
    expect(sent).toEqual([])
  })

  it('refuses an unknown policy', async () => {
    const refused = save({}, { policyId: 'p9' })
    await expect(refused).rejects.toMatchObject({ code: 'invalid-request', fields: [{ path: 'policyId' }] })
  })

  it('maps the engine’s refusal to the field it names', async () => {
    answer = async () => ({ ok: false, detail: 'Invalid parameter minimum_host_memoryMB.' })
    await expect(save({ minimum_host_memoryMB: '900', safe_selection: 'true' })).rejects.toMatchObject({
      code: 'engine-refused',
      message:
        'The engine refused the policy of Default: Invalid parameter minimum_host_memoryMB. Nothing was changed.',
      fields: [{ path: 'properties.minimum_host_memoryMB' }],
    })
    expect(await store.listAudit({ limit: 9 })).toEqual([])
  })

  it('says that the outcome is not known when the answer is lost', async () => {
    answer = async () => Promise.reject(new Error('connection reset'))
    await expect(save({ minimum_host_memoryMB: '900' })).rejects.toMatchObject({
      code: 'engine-unreachable',
      cause: expect.objectContaining({ message: 'connection reset' }),
    })
  })

  it('changes nothing while the engine does not answer', async () => {
    const { version } = service().get(cluster.id)
    problem = { code: 'x', message: 'The engine is down.', sinceMs: 0 }
    const refused = service().save(cluster.id, { version, properties: {} }, admin, signal)
    await expect(refused).rejects.toMatchObject({ code: 'engine-unreachable' })
    expect(sent).toEqual([])
  })

  it('stands by a change that the store could not note', async () => {
    const broken = { appendAudit: async () => Promise.reject(new Error('disk full')) }
    const { version } = service().get(cluster.id)
    const change = { version, properties: { minimum_host_memoryMB: '900' } }
    await service({ store: broken }).save(cluster.id, change, admin, signal)
    expect(logged).toHaveLength(1)
  })
})
