/** Scheduling policies in an engine that does, or refuses, what it is asked, and the service that edits them. */
import { onTestFinished } from 'vitest'
import { createPolicyContents, type PolicyContentsDeps } from '../../server/apply/policy-contents.ts'
import type { EngineAnswer, PolicyUnitPort } from '../../server/apply/ports.ts'
import type { HeldPolicyUnits, PolicyContents } from '../../server/apply/services.ts'
import type { UnitCall } from '../../server/apply/unit-calls.ts'
import { openStore } from '../../server/store/open-store.ts'
import type { Store } from '../../server/store/store.ts'
import { hostMemoryBalance } from '../../server/units/host-memory-balance.ts'
import type { EditedContent } from '../../shared/api/policy-units.ts'
import type { EnginePolicyUnit, SchedulingPolicy } from '../../shared/model/cluster.ts'
import type { SnapshotState } from '../../shared/model/snapshot.ts'
import { aCluster, aSnapshot, NOON_MS } from './builders.ts'

/** Who edits. */
export const admin = { id: 'user-admin', name: 'admin@internal' }

/** Of a caller that never hangs up. */
export const { signal } = new AbortController()

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

/** What `mine` consists of at first. */
export const content: EditedContent = {
  filters: [
    { unitId: 'f1', position: -1 },
    { unitId: 'f2', position: 0 },
  ],
  weights: [{ unitId: 'w1', factor: 2 }],
  balanceUnitId: 'b1',
}

/** The policy `p1`, as the engine holds it at first. Both clusters use it. */
export const mine: SchedulingPolicy = {
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

/** Of a request that was sent and may have been carried out. */
export const lostAnswer = (): Error => Object.assign(new Error('connection reset'), { code: 'engine-outcome-unknown' })

/** What the engine says to a request, by its text; otherwise it does it. */
type Sayings = Record<string, EngineAnswer | Error>

/** An engine with policies, for one test. */
export type PolicyEngine = Readonly<{
  port: PolicyUnitPort
  /** What it holds now. */
  policies(): readonly SchedulingPolicy[]
  /** Every request so far, in words. */
  sent: readonly string[]
  says: Sayings
}>

/** Holds `held`, and `none`, which is `mine` but locked and without properties. What it makes is called `p-new`. */
function policyEngine(held: SchedulingPolicy): PolicyEngine {
  let policies: SchedulingPolicy[] = [held, { ...mine, id: 'p-none', name: 'none', locked: true, properties: {} }]
  const sent: string[] = []
  const says: Sayings = {}

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
  const port: PolicyUnitPort = {
    callUnit: (policyId, call) =>
      answer(`${call.call} ${call.unitId} ${call.value}`, () => change(policyId, policy => withCall(policy, call))),
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
  return { port, policies: () => policies, sent, says }
}

function withCall(policy: SchedulingPolicy, { call, role, unitId, value }: UnitCall): SchedulingPolicy {
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
}

/** The engine, and the service on it. */
export type PolicyStage = PolicyEngine &
  Readonly<{
    store: Store
    /** The clusters that were said to have another policy, by id. */
    told: readonly string[]
    /** How often the engine was read anew. */
    reads(): number
    /** The same engine, which does what it is asked and cannot be read from the first call like this on. */
    goingDownAt(isLast: (call: UnitCall) => boolean): PolicyUnitPort
    /** A new one on each call; `over` says what else a test gives it. */
    service(over?: Partial<PolicyContentsDeps>): PolicyContents
    /** Saves `content` with these changes to `mine`. Default version: the one that a new service shows. */
    save(over: Partial<EditedContent>, version?: string): Promise<HeldPolicyUnits>
  }>

/**
 * Set for one test, with a store that goes with it. A bad row and an error in the log fail the test. `over` is what `mine`
 * is like instead.
 */
export async function stagePolicies(over: Partial<SchedulingPolicy> = {}): Promise<PolicyStage> {
  const fail = (what: string): never => {
    throw new Error(what)
  }
  const store = await openStore({ file: ':memory:', reportBadRow: row => fail(JSON.stringify(row)) })
  onTestFinished(() => store.close())
  const engine = policyEngine({ ...mine, ...over })
  let reads = 0
  const told: string[] = []
  let problem: SnapshotState['problem']

  const state = (): SnapshotState => {
    const clusters = [aCluster({ policyId: 'p1' }), aCluster({ id: 'c2', name: 'Second', policyId: 'p1' })]
    return problem ? { problem } : { snapshot: aSnapshot({ clusters, policies: engine.policies(), units }) }
  }
  const service = (over: Partial<PolicyContentsDeps> = {}) =>
    createPolicyContents({
      snapshots: {
        current: state,
        async refresh() {
          reads += 1
          return state()
        },
        onChange: () => () => undefined,
      },
      engine: engine.port,
      store,
      ourUnits: () => [hostMemoryBalance],
      now: () => NOON_MS,
      newId: () => '0198c2f4-aaaa-4bbb-8ccc-0123456789ab',
      changes: { onPolicy: id => told.push(id) },
      log: { error: (_, message) => fail(String(message)) },
      ...over,
    })
  return {
    ...engine,
    store,
    told,
    reads: () => reads,
    goingDownAt: isLast => ({
      ...engine.port,
      callUnit(id, call, traced) {
        if (isLast(call)) problem = { code: 'x', message: 'down', sinceMs: 0 }
        return engine.port.callUnit(id, call, traced)
      },
    }),
    service,
    save: (over, version = service().get('p1').version) =>
      service().save('p1', { version, content: { ...content, ...over } }, admin, signal),
  }
}
