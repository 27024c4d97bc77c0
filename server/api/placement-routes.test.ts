import { afterEach, describe, expect, it } from 'vitest'
import { moveGates, placementSchema, whyNotMovedSchema } from '../../shared/plan/placement.ts'
import type { Recommendation } from '../../shared/plan/recommendation.ts'
import { reason } from '../../shared/policy/reason.ts'
import { accept, defineUnit } from '../../shared/policy/unit.ts'
import { type ApiServer, startApi } from '../../test/fakes/api-server.ts'
import { aCluster, aHost, aRecommendation, aSnapshot, aVm, NOON_MS, roomy } from '../../test/fakes/builders.ts'
import { aSnapshotSource, fakeRecommendations, someAdvice } from '../../test/fakes/services.ts'
import type { Refusal } from '../apply/refusals.ts'
import type { Advice, Recommendations } from '../apply/services.ts'
import { createRuntime } from '../runtime/create-runtime.ts'
import { builtIn } from '../runtime/unit-runner.ts'
import { builtInPolicies } from '../scheduling/policies/built-in-policies.ts'
import type { ApiDeps } from './api-app.ts'

let api: ApiServer
afterEach(() => api.close())

const busy = { ...roomy, statistics: { memoryFreeMiB: 50_000, cpuPercent: 60 } }
const hosts = [aHost({ id: 'h1', name: 'h1', ...busy }), aHost({ id: 'h2', name: 'h2', ...roomy })]
const vm = aVm({ id: 'v 1', name: 'web', hostId: 'h1', memoryMiB: 1024, pinnedHostIds: [] })
const snapshots = aSnapshotSource({ snapshot: aSnapshot({ hosts, vms: [vm], policies: [] }) })
const named = ({ id, name }: Readonly<{ id: string; name: string }>) => ({ id, name })
const refusalTo = (host: Readonly<{ id: string; name: string }>): Refusal => ({
  vm: named(vm),
  host: named(host),
  detail: 'Host is locked.',
  atMs: NOON_MS,
  untilMs: NOON_MS + 3_600_000,
})
const refusing = (recommendations: Recommendations, ...refused: readonly Refusal[]): Recommendations => ({
  ...recommendations,
  refusals: async clusterId => (clusterId === vm.clusterId ? refused : []),
})
const get = async (path: string, over: Partial<ApiDeps> = {}, token = 'admin') => {
  api = await startApi({ snapshots, recommendations: refusing(fakeRecommendations()), ...over })
  return api.call('GET', path, { token })
}

describe('/vms/:id/placement', () => {
  it('says where the VM would be placed', async () => {
    const { status, body } = await get('/vms/v%201/placement')
    expect(status).toBe(200)
    expect(body).toMatchObject({ vm: { name: 'web' }, current: { id: 'h1' }, chosen: { id: 'h2' } })
  })

  it('may be told to do without hosts of which a fact is missing', async () => {
    const { body } = await get('/vms/v%201/placement', { unknownFacts: 'drop' })
    expect(body).not.toHaveProperty('chosen')
    expect(body).toMatchObject({ because: { code: 'all-hosts-filtered-out' } })
  })

  const refusals: { why: string; path: string; over?: Partial<ApiDeps>; token?: string; status: number }[] = [
    { why: 'an unknown VM', path: '/vms/v9/placement', status: 404 },
    { why: 'an engine not read yet', path: '/vms/v9/placement', over: { snapshots: aSnapshotSource() }, status: 503 },
    { why: 'nobody', path: '/vms/v%201/placement', token: '', status: 401 },
    { why: 'an unknown host', path: '/vms/v%201/why-not?host=h9', status: 404 },
    { why: 'no host', path: '/vms/v%201/why-not', status: 400 },
    { why: 'an empty host', path: '/vms/v%201/why-not?host=', status: 400 },
    { why: 'a parameter that does not exist', path: '/vms/v%201/why-not?host=h2&vm=x', status: 400 },
  ]
  it.each(refusals)('refuses $why with $status', async ({ path, over, token, status }) => {
    expect((await get(path, over, token)).status).toBe(status)
  })
})

describe('/clusters/:id/engine-balance', () => {
  it('says what the engine’s own balancer would do', async () => {
    const { status, body } = await get(`/clusters/${vm.clusterId}/engine-balance`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ unit: 'None', policy: { name: 'none' }, attempts: [] })
  })

  it('moves a VM off a host that was watched to be busy for long', async () => {
    const policies = [...builtInPolicies]
    const clusters = [aCluster({ policyId: '20d25257-b4bd-4589-92a6-c4c5c5d3fd1a', properties: {} })]
    const hot = aHost({ id: 'h1', name: 'h1', ...roomy, statistics: { memoryFreeMiB: 50_000, cpuPercent: 95 } })
    const snapshot = aSnapshot({
      hosts: [hot, aHost({ id: 'h2', name: 'h2', ...roomy })],
      vms: [vm],
      policies,
      clusters,
    })
    const { body } = await get(`/clusters/${vm.clusterId}/engine-balance`, {
      snapshots: aSnapshotSource({ snapshot }),
      watched: () =>
        new Map([
          ['h1', { cpuOverCommitSinceMs: 0 }],
          ['h2', { cpuOverCommitSinceMs: null }],
        ]),
    })
    expect(body).toMatchObject({
      unit: 'OptimalForEvenDistribution',
      attempts: [{ vm: { id: 'v 1' }, from: { id: 'h1' }, to: { id: 'h2' }, outcome: 'moves' }],
    })
  })

  it('refuses an unknown cluster', async () => {
    expect((await get('/clusters/c9/engine-balance')).status).toBe(404)
  })
})

describe('a host that the engine refused', () => {
  const told = 'The engine refused to move web to h2: Host is locked. This counts until 2026-08-19 13:00 UTC.'
  const recommendations = refusing(fakeRecommendations(), refusalTo({ id: 'h2', name: 'h2' }))

  it('is dropped by one more filter, with the engine’s words', async () => {
    const { body } = await get('/vms/v%201/placement', { recommendations })
    expect(body).toMatchObject({
      chosen: { id: 'h1' },
      hosts: [
        {
          host: { id: 'h1' },
          kept: true,
          verdicts: expect.arrayContaining([{ unit: 'EngineRefusals', verdict: 'kept' }]),
        },
        { host: { id: 'h2' }, kept: false, rejectedBy: 'EngineRefusals' },
      ],
    })
  })

  it('is asked about after all other filters, those of the site included', async () => {
    const ours = {
      id: 'id-ours',
      name: 'ours',
      kind: 'filter',
      internal: false,
      enabled: true,
      properties: {},
    } as const
    const filters = [{ unitId: ours.id, position: 0 }]
    const policies = [{ id: 'p', name: 'p', locked: false, properties: {}, filters, weights: [] }]
    const unit = defineUnit({ id: 'ours', description: 'For the test', parameters: {}, filter: () => accept })
    const clusters = [aCluster({ policyId: 'p', properties: {} })]
    const { body } = await get('/vms/v%201/placement', {
      recommendations,
      units: createRuntime({ units: [builtIn(unit)], elapsedMs: () => 0 }),
      snapshots: aSnapshotSource({ snapshot: aSnapshot({ hosts, vms: [vm], policies, units: [ours], clusters }) }),
    })
    const asked = placementSchema.parse(body).hosts.map(({ verdicts }) => verdicts.map(verdict => verdict.unit))
    expect(asked.map(names => names.slice(-2))).toEqual(hosts.map(() => ['ours', 'EngineRefusals']))
  })

  it('is no choice, and why', async () => {
    const { body } = await get('/vms/v%201/why-not?host=h2', { recommendations })
    expect(body).toMatchObject({
      isChosen: false,
      because: [{ code: 'engine-refused', text: `EngineRefusals: ${told}` }],
    })
  })

  it('keeps the VM from being moved when it is the only one', async () => {
    const { body } = await get('/vms/v%201/why-not-moved', { recommendations })
    expect(body).toMatchObject({
      because: { code: 'all-hosts-refused', text: `The engine has refused every host that could take it. ${told}` },
    })
  })

  it('is a choice again when no refusal counts any more', async () => {
    const { body } = await get('/vms/v%201/placement', { recommendations: refusing(fakeRecommendations()) })
    expect(body).toMatchObject({ chosen: { id: 'h2' } })
  })
})

describe('/vms/:id/why-not', () => {
  it.each([
    { host: 'h2', isChosen: true },
    { host: 'h1', isChosen: false },
  ])('answers for $host', async ({ host, isChosen }) => {
    expect((await get(`/vms/v%201/why-not?host=${host}`)).body).toMatchObject({ host: { id: host }, isChosen })
  })
})

describe('/vms/:id/why-not-moved', () => {
  const clusterId = vm.clusterId
  const recommended = (state: 'open' | 'dismissed', createdAtMs: number) =>
    aRecommendation({ id: `r${createdAtMs}`, vm: { id: vm.id, name: vm.name }, state, createdAtMs })

  const asked = [{ vm: named(vm), from: { id: 'h1', name: 'h1' } }]
  const advised = async (over: Partial<Advice>, ...known: readonly Recommendation[]) => {
    const recommendations = refusing(fakeRecommendations(known))
    await recommendations.reconcile(clusterId, someAdvice({ clusterId, ...over }), [])
    return (await get('/vms/v%201/why-not-moved', { recommendations })).body
  }
  const skipped = (what: Readonly<{ id: string; name: string }>, code: string) => [
    { ...named(what), reason: reason(code, 'No.') },
  ]
  const otherVm = { id: 'v2', name: 'db' }
  const hold = { code: 'dismissed', untilMs: NOON_MS, because: 'This move was dismissed.' } as const

  it.each([
    {
      why: 'what the balancer said of the VM',
      over: { skippedVms: skipped(vm, 'too-big') },
      code: 'too-big',
      gate: 'unit',
    },
    { why: 'that nothing is asked for', over: {}, code: 'balanced', gate: 'threshold' },
    {
      why: 'what it said of the host',
      over: { skippedHosts: skipped({ id: 'h1', name: 'h1' }, 'enough-memory') },
      code: 'enough-memory',
      gate: 'threshold',
    },
    {
      why: 'nothing that it said of another host',
      over: { skippedHosts: skipped({ id: 'h2', name: 'h2' }, 'enough-memory') },
      code: 'balanced',
      gate: 'threshold',
    },
    {
      why: 'what holds the move back',
      over: { asked, held: [{ subject: named(vm), ...hold }] },
      code: 'held-dismissed',
      gate: 'cooldown',
    },
    {
      why: 'nothing that holds another VM back',
      over: { asked, held: [{ subject: otherVm, ...hold }] },
      code: 'not-recommended',
      gate: 'recommendation',
    },
  ] as const)('tells $why', async ({ over, code, gate }) => {
    const body = whyNotMovedSchema.parse(await advised(over))
    expect(body.because.code).toBe(code)
    expect(body.gates.find(({ isOpen }) => !isOpen)?.gate).toBe(gate)
  })

  it('tells of the recommendation that waits to be applied', async () => {
    const body = await advised({ asked }, recommended('open', 2))
    expect(body).toMatchObject({ because: { code: 'mode-manual' } })
    expect(body).toHaveProperty(
      'gates',
      expect.arrayContaining([
        expect.objectContaining({ gate: 'cost', reason: expect.objectContaining({ code: 'cost-known' }) }),
      ]),
    )
  })

  it('tells of the one that waits also behind a thousand newer ones of other VMs', async () => {
    const newer = Array.from({ length: 1000 }, (_, at) =>
      aRecommendation({ id: `n${at}`, vm: otherVm, state: 'applied' }),
    )
    expect(await advised({ asked }, ...newer, recommended('open', 2))).toMatchObject({
      because: { code: 'mode-manual' },
    })
  })

  it('tells of every gate in their order', async () => {
    const { body } = await get('/vms/v%201/why-not-moved')
    expect(whyNotMovedSchema.parse(body).gates.map(({ gate }) => gate)).toEqual(moveGates)
  })
})
