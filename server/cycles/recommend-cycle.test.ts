import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Cluster } from '../../shared/model/cluster.ts'
import type { Snapshot, SnapshotState } from '../../shared/model/snapshot.ts'
import { reason } from '../../shared/policy/reason.ts'
import { aCluster, aHost, aRecommendation, aSnapshot, aVm, NOON_MS } from '../../test/fakes/builders.ts'
import { anOpinion } from '../../test/fakes/scheduler-opinion.ts'
import type { Refusal } from '../apply/refusals.ts'
import type { Advice, Proposal, Recommendations } from '../apply/services.ts'
import { createRuntime } from '../runtime/create-runtime.ts'
import { builtIn } from '../runtime/unit-runner.ts'
import { hostMemoryBalance } from '../units/host-memory-balance.ts'
import { stillAskedBy } from './ask-balancer.ts'
import { createRecommendCycle } from './recommend-cycle.ts'

const broken = {
  id: 'broken',
  description: 'Always fails',
  parameters: {},
  balance: () => {
    throw new Error('out of luck')
  },
}
const runtime = createRuntime({
  units: [builtIn(hostMemoryBalance), builtIn(broken, 'test')],
  elapsedMs: () => 0,
})
const engineUnit = (name: string) =>
  ({ id: `u-${name}`, name, kind: 'load_balancing', internal: false, enabled: true, properties: {} }) as const
const policyOf = (name: string) => ({
  id: `p-${name}`,
  name,
  locked: false,
  properties: {},
  filters: [],
  weights: [],
  balanceUnitId: `u-${name}`,
})

/** host1 has 300 MiB free, host2 plenty; vm1 is the only VM. */
const shortOfMemory = (cluster: Partial<Cluster> = {}): Snapshot =>
  aSnapshot({
    clusters: [aCluster({ policyId: 'p-host_memory_balance', ...cluster })],
    hosts: [aHost({ statistics: { memoryFreeMiB: 300 } }), aHost({ id: 'host2' })],
    vms: [aVm()],
    policies: [policyOf('host_memory_balance'), policyOf('broken'), policyOf('other')],
    units: [engineUnit('host_memory_balance'), engineUnit('broken')],
  })

type Reconciled = Readonly<{ clusterId: string; advice: Advice; proposals: readonly Proposal[] }>

let stop: AbortController
let running: Promise<void>
let state: SnapshotState
let publish: (state: SnapshotState) => void
let answers: Reconciled[]
let waiting: (() => void)[]
let logged: string[]
let outcomes: string[]
let reconcile: Recommendations['reconcile']
let kept: Parameters<Recommendations['closeAllBut']>[0][]
let refusals: Refusal[]
beforeEach(() => {
  stop = new AbortController()
  running = Promise.resolve()
  state = {}
  answers = []
  waiting = []
  logged = []
  outcomes = []
  kept = []
  refusals = []
  reconcile = async () => undefined
})
afterEach(async () => {
  stop.abort()
  await running
})

function start(): void {
  const cycle = createRecommendCycle({
    snapshots: {
      current: () => state,
      onChange: listener => {
        publish = next => {
          state = next
          listener(next)
        }
        return () => undefined
      },
    },
    runtime,
    modeOf: () => 'approve',
    advisor: { advise: async () => anOpinion() },
    recommendations: {
      closeAllBut: async clusters => {
        kept.push(clusters)
      },
      refusals: async () => refusals,
      async reconcile(clusterId, advice, proposals) {
        answers.push({ clusterId, advice, proposals })
        for (const tell of waiting) tell()
        waiting = []
        await reconcile(clusterId, advice, proposals)
      },
    },
    bandwidthMbps: 1000,
    now: () => NOON_MS,
    log: { error: (_, message) => logged.push(message) },
    onAdvised: ({ cluster, outcome }) => outcomes.push(`${cluster} ${outcome}`),
  })
  running = cycle.run(stop.signal)
}

const answered = () => new Promise<void>(resolve => waiting.push(resolve))

async function answerTo(snapshot: Snapshot): Promise<Reconciled> {
  start()
  const told = answered()
  publish({ snapshot })
  await told
  return answers[0] ?? expect.fail('no answer')
}

describe('recommend cycle', () => {
  it('asks the policy’s balancer with the cluster’s properties', async () => {
    const { advice, proposals } = await answerTo(shortOfMemory({ properties: { minimum_host_memoryMB: '1000' } }))
    expect(advice).toMatchObject({ unitId: 'host_memory_balance', because: { code: 'smallest-vm' }, atMs: NOON_MS })
    expect(advice.because.text).toMatch(/700 MiB less than the minimum of 1000 MiB/)
    expect(advice.because.text).not.toMatch(/does not use/)
    expect(proposals).toMatchObject([
      {
        recommendation: {
          vm: { id: 'vm1' },
          from: { id: 'host1' },
          to: { id: 'host2' },
          priority: 1,
          properties: { minimum_host_memoryMB: 1000, safe_selection: true },
        },
      },
    ])
  })

  it('advises with defaults where the policy has no balancer of ours, and says so', async () => {
    const { advice, proposals } = await answerTo(
      shortOfMemory({ policyId: 'p-other', properties: { minimum_host_memoryMB: '100' } }),
    )
    const note = 'The policy of Default does not use host_memory_balance; this is its advice with default values.'
    expect(advice.because.text).toContain(note)
    expect(proposals[0]?.recommendation.because.text).toContain(note)
    expect(proposals[0]?.recommendation.properties).toEqual({ minimum_host_memoryMB: 500, safe_selection: true })
  })

  it('says which bad property value was replaced', async () => {
    const { advice } = await answerTo(shortOfMemory({ properties: { minimum_host_memoryMB: 'lots' } }))
    expect(advice.because.text).toMatch(
      /minimum_host_memoryMB must be a whole number .* not "lots"; its default is used\./,
    )
  })

  it('pauses while the cluster is upgraded', async () => {
    const { advice, proposals } = await answerTo(shortOfMemory({ upgradeInProgress: true }))
    expect(advice.because.code).toBe('cluster-upgrading')
    expect(proposals).toEqual([])
  })

  it('gives the failure of a unit as its advice', async () => {
    const { advice, proposals } = await answerTo(shortOfMemory({ policyId: 'p-broken' }))
    expect(advice).toMatchObject({ unitId: 'broken', because: { code: 'unit-failed' } })
    expect(advice.because.text).toContain('out of luck')
    expect(proposals).toEqual([])
  })

  it('proposes nothing that the engine has refused, and says so', async () => {
    const untilMs = NOON_MS + 1
    const [vm, host] = [
      { id: 'vm1', name: 'vm1' },
      { id: 'host2', name: 'host2' },
    ]
    refusals = [{ vm, host, detail: 'Not there.', atMs: NOON_MS, untilMs }]
    const { advice, proposals } = await answerTo(shortOfMemory())
    expect(advice.because).toMatchObject({ code: 'all-destinations-refused' })
    expect(advice.because.text).toContain('(the engine refused host2: Not there.)')
    expect(proposals).toEqual([])
  })

  it('answers a snapshot that was there before it began', async () => {
    state = { snapshot: shortOfMemory() }
    const told = answered()
    start()
    await told
    expect(answers).toHaveLength(1)
  })

  it('answers each snapshot once, and none while the engine is down', async () => {
    await answerTo(shortOfMemory())
    publish(state)
    publish({ ...state, problem: { code: 'x', message: 'down', sinceMs: 0 } })
    stop.abort()
    await running
    expect(answers).toHaveLength(1)
  })

  it('skips to the newest of the snapshots that came while it worked', async () => {
    const first = Promise.withResolvers<void>()
    reconcile = () => first.promise
    await answerTo(shortOfMemory({ name: 'first' }))
    publish({ snapshot: shortOfMemory({ name: 'second' }) })
    publish({ snapshot: shortOfMemory({ name: 'third', policyId: 'p-other' }) })
    reconcile = async () => undefined
    const told = answered()
    first.resolve()
    await told
    expect(answers).toHaveLength(2)
    expect(answers[1]?.advice.because.text).toContain('The policy of third')
  })

  it('goes on with other clusters when one cannot be stored', async () => {
    reconcile = clusterId => (clusterId === 'c1' ? Promise.reject(new Error('disk full')) : Promise.resolve())
    start()
    const told = answered()
    publish({ snapshot: { ...shortOfMemory(), clusters: [aCluster({ id: 'c1' }), aCluster({ id: 'c2' })] } })
    await told
    stop.abort()
    await running
    expect(answers.map(({ clusterId }) => clusterId)).toEqual(['c1', 'c2'])
    expect(outcomes).toContain('Default failed')
    expect(logged).toEqual(['A cluster could not be advised on; its recommendations stay.'])
  })

  it('closes what was open for a cluster that is gone', async () => {
    await answerTo(shortOfMemory())
    stop.abort()
    await running
    expect(kept.map(clusters => [clusters.has(aCluster().id), clusters.has('c9')])).toEqual([[true, false]])
  })
})

describe('stillAskedBy', () => {
  const asked: unknown[] = []
  const asks = stillAskedBy(runtime, {
    stillWants: async (...question) => {
      asked.push(question.slice(0, 2))
      return true
    },
  })
  const cases = [
    { why: 'the same move is wanted', snapshot: shortOfMemory(), rec: {}, expected: true },
    {
      why: 'another VM is wanted',
      snapshot: shortOfMemory(),
      rec: { vm: { id: 'vm2', name: 'vm2' } },
      expected: false,
    },
    {
      why: 'it would go elsewhere',
      snapshot: shortOfMemory(),
      rec: { to: { id: 'host3', name: 'host3' } },
      expected: false,
    },
    { why: 'nothing is short any more', snapshot: aSnapshot(), rec: {}, expected: false },
    {
      why: 'the cluster has another balancer',
      snapshot: shortOfMemory({ policyId: 'p-broken' }),
      rec: {},
      expected: false,
    },
    {
      why: 'the unit fails',
      snapshot: shortOfMemory({ policyId: 'p-broken' }),
      rec: { unitId: 'broken' },
      expected: false,
    },
    { why: 'the cluster is gone', snapshot: aSnapshot({ clusters: [] }), rec: {}, expected: false },
  ]
  for (const { why, snapshot, rec, expected } of cases) {
    it(`says ${expected ? 'yes' : 'no'} when ${why}`, async () =>
      expect(await asks(aRecommendation({ because: reason('x', 'x'), ...rec }), snapshot)).toBe(expected))
  }

  it('asks the scheduler about a move that it wanted', async () => {
    const recommendation = aRecommendation({ unitId: 'own', asked: 'onTimerInvoked' })
    expect(await asks(recommendation, shortOfMemory())).toBe(true)
    expect(asked).toEqual([[{ vmId: 'vm1', fromHostId: 'host1', toHostId: 'host2' }, 'onTimerInvoked']])
  })
})
