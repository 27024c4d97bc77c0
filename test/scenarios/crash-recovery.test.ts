/**
 * A run survives the death of the process at any call to the store or to the engine: it ends, in a true state, and its VM
 * migrates at most once. Death is a call that never returns, before or after it took effect; a new process follows.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createApplier } from '../../server/apply/applier.ts'
import type { Applier } from '../../server/apply/services.ts'
import { openStore } from '../../server/store/open-store.ts'
import type { Store } from '../../server/store/store.ts'
import { aRecommendation } from '../fakes/builders.ts'
import { type Fates, fateful } from '../fakes/fateful.ts'
import { lenientApplier } from '../fakes/lenient-applier.ts'
import { type MigratingEngine, type MigratingEngineOptions, migratingEngine } from '../fakes/migrating-engine.ts'

const admin = { id: 'user-admin', name: 'admin@internal' }
const ROUND_MS = 10_000
const MAX_ROUNDS = 200
type Plan = Fates & Readonly<{ engine: MigratingEngineOptions }>

async function tellStory(
  plan: Plan,
): Promise<{ store: Store; engine: MigratingEngine; calls: number; rounds: number }> {
  const store = await openStore({ file: ':memory:', reportBadRow: row => expect.fail(JSON.stringify(row)) })
  const engine = migratingEngine(plan.engine)
  const fate = fateful(plan, engine.now)
  const recommendation = aRecommendation({ snapshotTakenAtMs: engine.now() })
  await store.insertRecommendation({ recommendation, explanation: { skippedHosts: [], skippedVms: [] } })

  const startProcess = (): Applier =>
    createApplier({
      ...lenientApplier,
      store: fate.wrap(store, false),
      migrations: fate.wrap(engine.migrations, true),
      snapshots: fate.wrap(engine.snapshots, true),
      now: engine.now,
    })

  let applier = startProcess()
  // The operator asks until the answer arrives: accepted, or refused for a reason.
  for (let asked = false; !asked; ) {
    asked = await fate.live(() => applier.apply('rec1', admin).catch(() => undefined))
    if (!asked) applier = startProcess()
  }
  let rounds = 0
  for (; (await store.listUnfinishedRuns()).length > 0 && rounds < MAX_ROUNDS; rounds++) {
    const lives = await fate.live(() => applier.advance(new AbortController().signal))
    if (!lives) applier = startProcess()
    engine.pass(ROUND_MS)
    await fate.arrive()
  }
  return { store, engine, calls: fate.calls(), rounds }
}

async function expectTruth(plan: Plan): Promise<void> {
  const { store, engine, rounds } = await tellStory(plan)
  const [run, ...others] = await store.listRuns({})
  const recommendation = (await store.findRecommendation('rec1'))?.recommendation
  expect(others).toEqual([])
  expect(engine.started()).toBeLessThanOrEqual(1)
  if (run === undefined) {
    expect(recommendation?.state).toBe('open')
    expect(engine.started()).toBe(0)
  } else {
    expect(rounds).toBeLessThan(MAX_ROUNDS)
    expect(run.endedAtMs).toBeDefined()
    expect(run.state).toBe(engine.vmNow().hostId === 'host2' ? 'done' : 'failed')
    expect(recommendation?.state).toBe(run.state === 'done' ? 'applied' : 'failed')
    if (run.state === 'failed') expect(run.steps[0]?.problem?.text).toMatch(/./)
  }
  expectLookBetweenRequests(engine)
  await store.close()
}

function expectLookBetweenRequests({ calls }: MigratingEngine): void {
  const requests = calls.flatMap(({ call }, index) => (call === 'migrate' ? [index] : []))
  for (const [nth, index] of requests.entries()) {
    const next = requests[nth + 1]
    if (next === undefined) continue
    const between = calls.slice(index + 1, next).map(({ call }) => call)
    expect(between).toEqual(expect.arrayContaining(['readVm', 'trace']))
  }
}

describe('crash recovery', () => {
  const quiet: Plan = { deaths: [], faults: [], engine: {} }

  it('moves the VM once when nothing goes wrong', async () => {
    const { store, engine, rounds } = await tellStory(quiet)
    expect(engine.calls.filter(({ call }) => call === 'migrate')).toHaveLength(1)
    expect((await store.listRuns({}))[0]).toMatchObject({ state: 'done', steps: [{ progressPercent: 100 }] })
    expect(rounds).toBeLessThan(6)
    await store.close()
  })

  it('survives a death at every single call, before and after its effect', async () => {
    const { store, calls } = await tellStory(quiet)
    await store.close()
    expect(calls).toBeGreaterThan(15)
    for (let call = 0; call < calls; call++) {
      for (const effect of [true, false]) await expectTruth({ ...quiet, deaths: [{ call, effect }] })
    }
  })

  it('survives a lost or refused connection at every single call to the engine', async () => {
    const { store, calls } = await tellStory(quiet)
    await store.close()
    for (let call = 0; call < calls; call++) {
      for (const kind of ['lost', 'late', 'down'] as const) await expectTruth({ ...quiet, faults: [{ call, kind }] })
    }
  })

  it('survives any mixture of deaths, lost answers, refusals and failed migrations', async () => {
    const call = fc.integer({ min: 0, max: 60 })
    const plan = fc.record({
      deaths: fc.array(fc.record({ call, effect: fc.boolean() }), { maxLength: 6 }),
      faults: fc.array(fc.record({ call, kind: fc.constantFrom('lost', 'late', 'down') }), { maxLength: 10 }),
      engine: fc.record({
        migrationMs: fc.constantFrom(1, 5_000, 30_000, 400_000),
        fails: fc.boolean(),
        refusals: fc.integer({ min: 0, max: 3 }),
      }),
    })
    await fc.assert(fc.asyncProperty(plan, expectTruth), { numRuns: 150 })
  }, 60_000)
})
