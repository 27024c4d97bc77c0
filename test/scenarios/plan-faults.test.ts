/**
 * Plans of many steps, carried out on the simulated engine over real HTTP, while processes die, the engine goes away, a host dies
 * and migrations fail: no step is done twice, and every run ends in a state that is true.
 */
import { afterEach, describe, expect, it } from 'vitest'
import { createApplier } from '../../server/apply/applier.ts'
import type { Applier } from '../../server/apply/services.ts'
import { ruleObjection } from '../../server/cycles/rule-objection.ts'
import { createEngineHttp } from '../../server/engine/engine-http.ts'
import { migrationPort } from '../../server/engine/migration-port.ts'
import { readSnapshot } from '../../server/engine/read-snapshot.ts'
import type { SnapshotSource } from '../../server/model/snapshot-source.ts'
import { createRandom } from '../../server/planner/search/random.ts'
import { answerQuestion } from '../../server/planning/answer-question.ts'
import { explainVm } from '../../server/scheduling/explain/explain-vm.ts'
import type { World } from '../../server/simulator/world/world.ts'
import { openStore } from '../../server/store/open-store.ts'
import type { Store } from '../../server/store/store.ts'
import type { Snapshot, SnapshotState } from '../../shared/model/snapshot.ts'
import type { Plan } from '../../shared/plan/plan.ts'
import { isStepOver, type Run } from '../../shared/plan/run.ts'
import { aPlanRecommendation } from '../fakes/builders.ts'
import { aPlanQuestion } from '../fakes/cluster-plans.ts'
import { type Fates, fateful } from '../fakes/fateful.ts'
import { lenientApplier } from '../fakes/lenient-applier.ts'
import { aLog } from '../fakes/log.ts'
import { aSimulatedEngine } from '../fakes/simulated-engine.ts'

const eva = { id: 'eva', name: 'eva@internal' }
const ROUND_MS = 10_000
const MAX_ROUNDS = 400
/** `FAULT_MOMENTS=50` takes some two minutes. */
const MOMENTS = Number(process.env.FAULT_MOMENTS ?? 20)
const never = new AbortController().signal

type Trouble = Readonly<{
  fates?: Fates
  inRound?: (round: number, world: World) => unknown
  /** How wrong the clock of the service is, in ms. */
  clockOffMs?: (round: number) => number
  /** Whether the engine answers nothing but its proxy's 503. */
  isAway?: (round: number) => boolean
}>
type Ended = Readonly<{ run: Run; plan: Plan; world: World; calls: number; store: Store }>

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** The same world comes of the same seed, so its plan is made once. */
let planned: Plan | undefined

function planFor(snapshot: Snapshot, clusterId: string): Plan {
  let asked = 0
  return answerQuestion(aPlanQuestion({ snapshot, clusterId, level: 5, mibPerSecond: 110 }), () => asked++ / 200)
}

async function carryOut({ fates = { deaths: [], faults: [] }, inRound, clockOffMs, isAway }: Trouble): Promise<Ended> {
  const { world, origin, call } = await aSimulatedEngine({}, { seed: 7 })
  world.edit(({ config }) => {
    config.balancingEnabled = false
  })
  world.advance(60_000)
  const http = createEngineHttp({
    baseUrl: `${origin}/ovirt-engine`,
    username: 'admin@internal',
    password: 'admin',
    requestTimeoutMs: 5_000,
    maxConcurrent: 4,
    retryDelaysMs: [1, 1],
    log: aLog().log,
  })
  const store = await openStore({ file: ':memory:', reportBadRow: row => expect.fail(JSON.stringify(row)) })
  closing.push(
    () => http.close(),
    () => store.close(),
  )
  const snapshot = await readSnapshot(http, never, world.now)
  const cluster = snapshot.clusters.find(({ name }) => name === 'Default') ?? expect.fail('no cluster')
  planned ??= planFor(snapshot, cluster.id)
  const plan = planned
  const recommendation = aPlanRecommendation({ cluster: { id: cluster.id, name: cluster.name }, plan })
  await store.insertRecommendation({ recommendation, explanation: { skippedHosts: [], skippedVms: [] } })

  const fate = fateful(fates, world.now)
  let offMs = 0
  const now = () => world.now() + offMs
  let newest: SnapshotState = {}
  const snapshots: SnapshotSource = {
    current: () => newest,
    async refresh(signal) {
      newest = { snapshot: await readSnapshot(http, signal, now) }
      return newest
    },
    onChange: () => () => undefined,
  }
  const startProcess = (): Applier =>
    createApplier({
      ...lenientApplier,
      store: fate.wrap(store, false),
      migrations: fate.wrap(migrationPort(http), true),
      snapshots: fate.wrap(snapshots, true),
      objection: ruleObjection(async ({ index }, vm) => explainVm(index, vm, { onUnknown: 'keep' })),
      now,
    })
  let applier = startProcess()
  for (let lives = false; !lives; ) {
    lives = await fate.live(() => applier.apply('plan1', eva).catch(() => undefined))
    if (!lives) applier = startProcess()
  }
  for (let round = 0; (await store.listUnfinishedRuns()).length > 0 && round < MAX_ROUNDS; round++) {
    offMs = clockOffMs?.(round) ?? 0
    await inRound?.(round, world)
    if (isAway !== undefined)
      await call('/sim/v1/faults', { method: 'POST', body: { kind: 'down', down: isAway(round) } })
    const lives = await fate.live(() => applier.advance(never))
    if (!lives) applier = startProcess()
    world.advance(ROUND_MS)
    await fate.arrive()
  }
  const [run] = await store.listRuns({})
  return { run: run ?? expect.fail('nothing was accepted'), plan, world, calls: fate.calls(), store }
}

const problemsOf = ({ run }: Ended) => run.steps.flatMap(({ problem }) => problem?.text ?? [])

/** Every step began at most once at the engine, is over, and says what is true of its VM. */
function expectTruth({ run, world }: Ended): void {
  expect(run.endedAtMs).toBeDefined()
  const lastOf = new Map(run.steps.filter(({ state }) => state === 'done').map(step => [step.vm.id, step]))
  for (const step of run.steps) {
    expect(isStepOver(step.state)).toBe(true)
    const begun = world.state.events.filter(
      ({ correlationId, code }) => correlationId === step.correlationId && code === 62,
    )
    expect(begun.length).toBeLessThanOrEqual(1)
    if (step.state === 'done') expect(begun).toHaveLength(1)
    if (step.state !== 'done') expect(step.problem?.text).toMatch(/./)
    const hostId = world.state.vms.get(step.vm.id)?.hostId
    const last = lastOf.get(step.vm.id)
    expect(hostId).toBe(last === undefined ? step.from.id : last.to.id)
  }
  expect(run.state).toBe(run.steps.every(({ state }) => state === 'done') ? 'done' : 'failed')
}

describe('a plan', { timeout: 240_000 }, () => {
  it('is carried out wholly when nothing goes wrong', async () => {
    const ended = await carryOut({})
    expect(ended.plan.steps.length).toBeGreaterThan(3)
    expect(problemsOf(ended)).toEqual([])
    expect((await ended.store.findRecommendation('plan1'))?.recommendation.state).toBe('applied')
    expectTruth(ended)
  })

  it(`survives being killed at each of ${MOMENTS} random moments, before or after the effect`, async () => {
    const { calls } = await carryOut({})
    const random = createRandom(1)
    for (let death = 0; death < MOMENTS; death++) {
      const fates = { deaths: [{ call: random.below(calls), effect: random.below(2) === 1 }], faults: [] }
      const ended = await carryOut({ fates })
      expect(problemsOf(ended)).toEqual([])
      expectTruth(ended)
    }
  })

  it('goes on with what does not depend on a migration that fails', async () => {
    const ended = await carryOut({
      inRound: (round, world) => round === 0 && world.faults.failNextMigrations(1),
    })
    const states = ended.run.steps.map(({ state }) => state)
    expect(states).toContain('failed')
    expect(states).toContain('done')
    expectTruth(ended)
  })

  it('leaves out a host that dies in the middle', async () => {
    const ended = await carryOut({
      inRound(round, world) {
        if (round !== 2) return
        const step = deadHostOf(world)
        world.edit(({ hosts }) => {
          const host = hosts.get(step)
          if (host) host.status = 'non_responsive'
        })
      },
    })
    expect(ended.run.steps.some(({ state }) => state === 'skipped' || state === 'superseded')).toBe(true)
    expectTruth(ended)
  })

  const HOUR_MS = 3_600_000
  const clocks = [
    { why: 'is set an hour ahead', offMs: (round: number) => (round < 2 ? 0 : HOUR_MS) },
    { why: 'is set an hour back', offMs: (round: number) => (round < 2 ? 0 : -HOUR_MS) },
    { why: 'jumps to and fro', offMs: (round: number) => (round % 3 === 1 ? HOUR_MS : round % 3 === 2 ? -HOUR_MS : 0) },
  ]
  for (const { why, offMs } of clocks) {
    it(`ends in a true state when the clock ${why}`, async () => {
      expectTruth(await carryOut({ clockOffMs: offMs }))
    })
  }

  it('ends in a true state when the engine is away for an hour', async () => {
    const HOUR_ROUNDS = HOUR_MS / ROUND_MS
    const ended = await carryOut({
      inRound: (round, { state }) => {
        if (round === 2) expect([...state.vms.values()].some(({ migration }) => migration !== undefined)).toBe(true)
      },
      isAway: round => round >= 2 && round < 2 + HOUR_ROUNDS,
    })
    expect(ended.run.steps.some(({ state }) => state === 'done')).toBe(true)
    expectTruth(ended)
  })

  it('survives an engine that restarts in the middle', async () => {
    const faults = Array.from({ length: 30 }, (_, at) => ({
      call: 40 + at,
      kind: at % 3 === 0 ? ('lost' as const) : ('down' as const),
    }))
    const ended = await carryOut({ fates: { deaths: [], faults } })
    expect(ended.run.state).toBe('done')
    expectTruth(ended)
  })
})

/** The host to which most VMs are still to come is not known here: any but those of which VMs just leave. */
function deadHostOf(world: World): string {
  const migrating = [...world.state.vms.values()].filter(({ migration }) => migration !== undefined)
  const busy = new Set(migrating.flatMap(({ hostId, migration }) => [hostId, migration?.toHostId]))
  const idle = [...world.state.hosts.values()].find(
    ({ id, clusterId }) => !busy.has(id) && clusterId === clusterOf(world),
  )
  return idle?.id ?? expect.fail('every host is busy')
}

const clusterOf = (world: World): string | undefined =>
  [...world.state.clusters.values()].find(({ name }) => name === 'Default')?.id
