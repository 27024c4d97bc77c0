import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EditedContent } from '../../shared/api/policy-units.ts'
import type { EnginePolicyUnit, SchedulingPolicy } from '../../shared/model/cluster.ts'
import type { SnapshotState } from '../../shared/model/snapshot.ts'
import { aCluster, aSnapshot, NOON_MS } from '../../test/fakes/builders.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { hostMemoryBalance } from '../units/host-memory-balance.ts'
import { createPolicyContents } from './policy-contents.ts'
import type { EngineAnswer, PolicyUnitPort } from './ports.ts'

const admin = { id: 'user-admin', name: 'admin@internal' }
const { signal } = new AbortController()
const unit = (id: string, kind: EnginePolicyUnit['kind'], over: Partial<EnginePolicyUnit> = {}): EnginePolicyUnit => ({
  id,
  name: id.toUpperCase(),
  kind,
  internal: true,
  enabled: true,
  properties: {},
  ...over,
})
const units = [
  unit('f1', 'filter', { description: 'Keeps some' }),
  unit('f2', 'filter'),
  unit('f3', 'filter'),
  unit('w1', 'weight'),
  unit('w2', 'weight'),
  unit('gone', 'weight', { internal: false, enabled: false }),
  unit('b1', 'load_balancing'),
  unit('b2', 'load_balancing', { internal: false, name: hostMemoryBalance.id }),
  unit('selector', undefined),
]
const mine: SchedulingPolicy = {
  id: 'p1',
  name: 'mine',
  locked: false,
  properties: { HighUtilization: '80' },
  filters: [
    { unitId: 'f1', position: -1 },
    { unitId: 'f2', position: 0 },
  ],
  weights: [{ unitId: 'w1', factor: 2 }],
  balanceUnitId: 'b1',
}
const content: EditedContent = {
  filters: [
    { unitId: 'f1', position: -1 },
    { unitId: 'f2', position: 0 },
  ],
  weights: [{ unitId: 'w1', factor: 2 }],
  balanceUnitId: 'b1',
}

let store: Store
/** What the engine holds. */
let policies: SchedulingPolicy[]
let problem: SnapshotState['problem']
let sent: string[]
let told: string[]
/** What the engine says to a request, by its text; otherwise it does it. */
let says: Record<string, EngineAnswer | Error>
beforeEach(async () => {
  store = await openStore({ file: ':memory:', reportBadRow: row => expect.fail(JSON.stringify(row)) })
  policies = [mine, { ...mine, id: 'p-none', name: 'none', locked: true, properties: {} }]
  problem = undefined
  sent = []
  told = []
  says = {}
})
afterEach(() => store.close())

const state = (): SnapshotState => {
  const clusters = [aCluster({ policyId: 'p1' }), aCluster({ id: 'c2', name: 'Second', policyId: 'p1' })]
  return problem ? { problem } : { snapshot: aSnapshot({ clusters, policies, units }) }
}

function answer(request: string, done: () => void): Promise<EngineAnswer> {
  sent.push(request)
  const said = says[request] ?? { ok: true }
  if (said instanceof Error) return Promise.reject(said)
  if (said.ok) done()
  return Promise.resolve(said)
}
const change = (id: string, edit: (policy: SchedulingPolicy) => SchedulingPolicy) => {
  policies = policies.map(policy => (policy.id === id ? edit(policy) : policy))
}
const engine: PolicyUnitPort = {
  callUnit: (policyId, { call, role, unitId, value }) =>
    answer(`${call} ${unitId} ${value}`, () =>
      change(policyId, policy => {
        const without = {
          ...policy,
          filters: policy.filters.filter(one => one.unitId !== unitId),
          weights: policy.weights.filter(one => one.unitId !== unitId),
        }
        if (role === 'balance') {
          const { balanceUnitId: _, ...rest } = without
          return call === 'add' ? { ...rest, balanceUnitId: unitId } : rest
        }
        if (call === 'remove') return without
        return role === 'filter'
          ? { ...without, filters: [...without.filters, { unitId, position: value }] }
          : { ...without, weights: [...without.weights, { unitId, factor: value }] }
      }),
    ),
  async createPolicy({ name }) {
    const said = await answer(`create ${name}`, () => {
      policies.push({ id: 'p-new', name, locked: false, properties: {}, filters: [], weights: [] })
    })
    return said.ok ? { ok: true, id: 'p-new' } : said
  },
  setProperties: (id, properties) => answer('properties', () => change(id, policy => ({ ...policy, properties }))),
  removePolicy: id =>
    answer('remove policy', () => {
      policies = policies.filter(policy => policy.id !== id)
    }),
}

const service = () =>
  createPolicyContents({
    snapshots: { current: state, refresh: async () => state(), onChange: () => () => undefined },
    engine,
    store,
    ourUnits: () => [hostMemoryBalance],
    now: () => NOON_MS,
    newId: () => '0198c2f4-aaaa-4bbb-8ccc-0123456789ab',
    changes: { onPolicy: id => told.push(id) },
    log: { error: (_, message) => expect.fail(String(message)) },
  })

const save = (over: Partial<EditedContent>, version = service().get('p1').version) =>
  service().save('p1', { version, content: { ...content, ...over } }, admin, signal)

describe('get', () => {
  it('shows what a policy has, what it could have, and who uses it', () => {
    const { units: options, ...rest } = service().get('p1')
    expect(rest).toMatchObject({ policy: { name: 'mine' }, locked: false, content, mayEdit: false })
    expect(rest.usedBy.map(({ name }) => name)).toEqual(['Default', 'Second'])
    expect(options.map(({ id, role, origin, enabled }) => [id, role, origin, enabled])).toEqual([
      ['f1', 'filter', 'engine', true],
      ['f2', 'filter', 'engine', true],
      ['f3', 'filter', 'engine', true],
      ['w1', 'weight', 'engine', true],
      ['w2', 'weight', 'engine', true],
      ['gone', 'weight', 'external', false],
      ['b1', 'balance', 'engine', true],
      ['b2', 'balance', 'ours', true],
    ])
    expect(options[0]?.description).toBe('Keeps some')
    expect(options.at(-1)?.description).toBe(hostMemoryBalance.description)
  })

  it('throws for a policy that is not there', () => {
    expect(() => service().get('p9')).toThrow(expect.objectContaining({ code: 'not-found' }))
  })
})

describe('save', () => {
  it('sends the fewest requests, tells every cluster that uses it, and remembers who', async () => {
    const saved = await save({
      weights: [
        { unitId: 'w1', factor: 5 },
        { unitId: 'w2', factor: 1 },
      ],
    })
    expect(sent).toEqual(['remove w1 2', 'add w1 5', 'add w2 1'])
    expect(saved.content.weights).toEqual([
      { unitId: 'w1', factor: 5 },
      { unitId: 'w2', factor: 1 },
    ])
    expect(told).toEqual([aCluster().id, 'c2'])
    expect(await store.listAudit({ limit: 9 })).toMatchObject([
      {
        action: 'edit_policy_units',
        by: admin,
        subject: 'p1',
        detail: {
          policy: { name: 'mine' },
          before: { 'W1 (weight)': 'factor 2', 'W2 (weight)': null },
          after: { 'W1 (weight)': 'factor 5', 'W2 (weight)': 'factor 1' },
        },
      },
    ])
  })

  it('asks for nothing when nothing changes', async () => {
    await save({ filters: content.filters.toReversed() })
    expect(sent).toEqual([])
  })

  it('refuses a stale version and shows what differs', async () => {
    const refused = save({ weights: [{ unitId: 'w1', factor: 9 }] }, 'old')
    await expect(refused).rejects.toMatchObject({
      code: 'policy-changed',
      fields: [{ path: 'weight.w1', problem: 'W1 is now factor 2; you sent factor 9' }],
    })
    expect(sent).toEqual([])
  })

  const invalid: { why: string; over: Partial<EditedContent>; path: string; problem: RegExp }[] = [
    {
      why: 'an unknown unit',
      over: { weights: [{ unitId: 'x', factor: 1 }] },
      path: 'weight.x',
      problem: /no policy unit/,
    },
    {
      why: 'a unit of another type',
      over: { weights: [{ unitId: 'f3', factor: 1 }] },
      path: 'weight.f3',
      problem: /no weight unit/,
    },
    {
      why: 'a unit that is not enabled',
      over: { weights: [{ unitId: 'gone', factor: 1 }] },
      path: 'weight.gone',
      problem: /not enabled/,
    },
    {
      why: 'a unit twice',
      over: {
        weights: [
          { unitId: 'w1', factor: 1 },
          { unitId: 'w1', factor: 2 },
        ],
      },
      path: 'weight.w1',
      problem: /twice/,
    },
    {
      why: 'two first filters',
      over: {
        filters: [
          { unitId: 'f1', position: -1 },
          { unitId: 'f2', position: -1 },
        ],
      },
      path: 'filter.f2',
      problem: /first already/,
    },
    { why: 'no balancer', over: { balanceUnitId: undefined }, path: 'balance', problem: /without a balancer/ },
  ]
  for (const { why, over, path, problem } of invalid) {
    it(`refuses ${why}, naming field and fix, before the engine is asked`, async () => {
      await expect(save(over)).rejects.toMatchObject({
        code: 'invalid-request',
        fields: [{ path, problem: expect.stringMatching(problem) }],
      })
      expect(sent).toEqual([])
    })
  }

  it('keeps its hands off a locked policy', async () => {
    const { version } = service().get('p-none')
    const refused = service().save('p-none', { version, content }, admin, signal)
    await expect(refused).rejects.toMatchObject({ code: 'invalid-request', fields: [{ path: 'id' }] })
  })

  it('takes back what was done when the engine refuses a later request', async () => {
    says['add w2 1'] = { ok: false, detail: 'No such unit.' }
    const refused = save({
      weights: [
        { unitId: 'w1', factor: 5 },
        { unitId: 'w2', factor: 1 },
      ],
    })
    await expect(refused).rejects.toMatchObject({
      code: 'engine-refused',
      message: 'The engine refused to add the weight W2 with factor 1: No such unit. Nothing was changed.',
      fields: [{ path: 'weight.w2', problem: 'No such unit.' }],
    })
    expect(sent).toEqual(['remove w1 2', 'add w1 5', 'add w2 1', 'remove w1 5', 'add w1 2'])
    expect(policies[0]?.weights).toEqual(mine.weights)
    expect(await store.listAudit({ limit: 9 })).toEqual([])
  })

  it('says what was done and what was not when it cannot be taken back', async () => {
    says['add w2 1'] = { ok: false, detail: 'No such unit.' }
    says['add w1 2'] = new Error('connection reset')
    const refused = save({
      weights: [
        { unitId: 'w1', factor: 5 },
        { unitId: 'w2', factor: 1 },
      ],
    })
    await expect(refused).rejects.toMatchObject({
      code: 'partly-saved',
      message: expect.stringContaining(
        'mine was saved in part. Done: the weight W1 is removed. Not done: the weight W1 is added with factor 5; the weight W2 is added with factor 1.',
      ),
      fields: [{ path: 'weight.w2' }, { path: 'weight.w1', problem: 'was not saved' }],
    })
    expect(told).toHaveLength(2)
    expect(await store.listAudit({ limit: 9 })).toMatchObject([{ detail: { after: { 'W1 (weight)': null } } }])
  })

  it('looks at the policy when an answer is lost: nothing was changed', async () => {
    says['remove w1 2'] = new Error('connection reset')
    await expect(save({ weights: [{ unitId: 'w1', factor: 5 }] })).rejects.toMatchObject({
      code: 'engine-unreachable',
      message: expect.stringContaining('Nothing was changed.'),
    })
  })

  it('looks at the policy when an answer is lost: all was changed', async () => {
    const add = engine.callUnit
    const lossy: PolicyUnitPort = {
      ...engine,
      async callUnit(id, call, traced) {
        await add(id, call, traced)
        if (call.unitId === 'w2') throw new Error('connection reset')
        return { ok: true }
      },
    }
    const contents = createPolicyContents({
      snapshots: { current: state, refresh: async () => state(), onChange: () => () => undefined },
      engine: lossy,
      store,
      ourUnits: () => [],
      now: () => NOON_MS,
      newId: () => 'id1',
      changes: { onPolicy: () => undefined },
      log: { error: () => undefined },
    })
    const wanted = {
      ...content,
      weights: [
        { unitId: 'w1', factor: 2 },
        { unitId: 'w2', factor: 1 },
      ],
    }
    const saved = await contents.save('p1', { version: contents.get('p1').version, content: wanted }, admin, signal)
    expect(saved.content).toEqual(wanted)
  })

  it('says that it is not known how the policy stands when the engine has gone', async () => {
    says['add w1 5'] = new Error('connection reset')
    const { version } = service().get('p1')
    const removing = engine.callUnit
    const saving = createPolicyContents({
      snapshots: { current: state, refresh: async () => state(), onChange: () => () => undefined },
      engine: {
        ...engine,
        callUnit(id, call, traced) {
          if (call.call === 'add') problem = { code: 'x', message: 'down', sinceMs: 0 }
          return removing(id, call, traced)
        },
      },
      store,
      ourUnits: () => [],
      now: () => NOON_MS,
      newId: () => 'id1',
      changes: { onPolicy: () => undefined },
      log: { error: () => undefined },
    }).save('p1', { version, content: { ...content, weights: [{ unitId: 'w1', factor: 5 }] } }, admin, signal)
    await expect(saving).rejects.toMatchObject({
      code: 'partly-saved',
      message:
        'The engine did not answer when asked to add the weight W1 with factor 5. How mine stands now is not known; this was done: remove the weight W1. Reload it.',
    })
  })
})

describe('copy', () => {
  const copy = (fromId = 'p-none', name = 'mine_2') => service().copy({ fromId, name }, admin, signal)

  it('makes a policy with the same units and properties, and remembers who', async () => {
    const made = await copy('p1')
    expect(made).toMatchObject({ policy: { id: 'p-new', name: 'mine_2' }, locked: false, usedBy: [] })
    expect(made.content).toEqual(content)
    expect(sent).toEqual(['create mine_2', 'add f1 -1', 'add f2 0', 'add w1 2', 'add b1 0', 'properties'])
    expect(policies.at(-1)?.properties).toEqual(mine.properties)
    expect(await store.listAudit({ limit: 9 })).toMatchObject([
      { action: 'copy_policy', subject: 'p-new', detail: { from: { name: 'mine' }, policy: { name: 'mine_2' } } },
    ])
  })

  it('refuses a name in use', async () => {
    await expect(copy('p-none', 'mine')).rejects.toMatchObject({ code: 'invalid-request', fields: [{ path: 'name' }] })
    expect(sent).toEqual([])
  })

  it('puts what the engine says of a name at the name', async () => {
    says['create mine_2'] = { ok: false, detail: 'The name is too long.' }
    await expect(copy()).rejects.toMatchObject({ code: 'engine-refused', fields: [{ path: 'name' }] })
  })

  it('removes a copy that cannot be finished', async () => {
    says['add w1 2'] = { ok: false, detail: 'No.' }
    await expect(copy()).rejects.toMatchObject({
      code: 'engine-refused',
      message:
        'none could not be copied: the engine refused the unit W1: No. The copy was removed again; nothing was changed.',
    })
    expect(policies).toHaveLength(2)
    expect(await store.listAudit({ limit: 9 })).toEqual([])
  })

  it('says what is left when it cannot be removed either', async () => {
    says['add w1 2'] = new Error('connection reset')
    says['remove policy'] = { ok: false, detail: 'It is in use.' }
    await expect(copy()).rejects.toMatchObject({
      code: 'partly-saved',
      message: expect.stringContaining(
        'The policy mine_2 was made and is not complete, and could not be removed: It is in use.',
      ),
    })
  })
})
