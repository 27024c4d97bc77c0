import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MoveRecommendation, Recommendation } from '../../shared/plan/recommendation.ts'
import type { Run } from '../../shared/plan/run.ts'
import { aHost, aHostRecommendation, aRecommendation, aSnapshot, aVm } from '../../test/fakes/builders.ts'
import {
  type MigratingEngine,
  type MigratingEngineOptions,
  migratingEngine,
} from '../../test/fakes/migrating-engine.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { type ApplierDeps, createApplier } from './applier.ts'
import type { MigrationPort } from './ports.ts'
import type { Applier } from './services.ts'

const admin = { id: 'user-admin', name: 'admin@internal' }
const explanation = { skippedHosts: [], skippedVms: [] }
const { signal } = new AbortController()

let store: Store
let told: Run[]
let logged: string[]
beforeEach(async () => {
  store = await openStore({ file: ':memory:', reportBadRow: row => expect.fail(JSON.stringify(row)) })
  told = []
  logged = []
})
afterEach(() => store.close())

async function start(
  options: MigratingEngineOptions = {},
  deps: Partial<ApplierDeps> = {},
  recs: readonly Recommendation[] = [aRecommendation()],
) {
  const engine = migratingEngine(options)
  for (const recommendation of recs) await store.insertRecommendation({ recommendation, explanation })
  const applier = createApplier({
    store,
    migrations: engine.migrations,
    snapshots: engine.snapshots,
    stillAsked: async () => true,
    objection: async () => undefined,
    permit: async () => ({ ok: true }),
    perHost: 2,
    total: 8,
    now: engine.now,
    newId: () => crypto.randomUUID(),
    changes: { onRun: run => told.push(run), onRecommendations: () => undefined },
    log: { warn: (_, message) => logged.push(message), error: (_, message) => logged.push(message) },
    ...deps,
  })
  return { engine, applier }
}

async function advance(
  { engine, applier }: { engine: MigratingEngine; applier: Applier },
  rounds: number,
  ms = 10_000,
) {
  for (let round = 0; round < rounds; round++) {
    await applier.advance(signal)
    engine.pass(ms)
  }
}

const only = async (): Promise<Run> => (await store.listRuns({}))[0] ?? expect.fail('no run')
const recommendation = async (id = 'rec1'): Promise<Recommendation> =>
  (await store.findRecommendation(id))?.recommendation ?? expect.fail(`no ${id}`)

describe('apply', () => {
  it('answers when the run is stored and nothing is asked yet', async () => {
    const { engine, applier } = await start()
    const run = await applier.apply('rec1', admin)
    expect(run).toMatchObject({ state: 'waiting', requestedBy: admin, recommendationId: 'rec1' })
    expect(run.steps[0]?.correlationId).toMatch(/^ovs-[0-9a-f]{12}-0$/)
    expect(await applier.getRun(run.id)).toEqual(run)
    expect(await recommendation()).toMatchObject({ state: 'applying', runId: run.id })
    expect(await store.listAudit({ limit: 9 })).toMatchObject([{ action: 'apply', by: admin, subject: 'rec1' }])
    expect(engine.started()).toBe(0)
  })

  const refusals: { why: string; deps?: Partial<ApplierDeps>; rec?: Partial<MoveRecommendation>; code: string }[] = [
    { why: 'it is not open', rec: { state: 'dismissed' }, code: 'state-conflict' },
    { why: 'its VM has moved', rec: { from: { id: 'host3', name: 'host3' } }, code: 'recommendation-stale' },
    {
      why: 'the engine does not answer',
      deps: {
        snapshots: {
          current: () => ({}),
          refresh: async () => ({ problem: { code: 'x', message: 'down', sinceMs: 0 } }),
          onChange: () => () => undefined,
        },
      },
      code: 'engine-unreachable',
    },
  ]
  for (const { why, deps, rec, code } of refusals) {
    it(`is refused with ${code} when ${why}`, async () => {
      const { applier } = await start({}, deps, [aRecommendation(rec)])
      await expect(applier.apply('rec1', admin)).rejects.toMatchObject({ name: 'ApplyError', code })
      expect(await store.listRuns({})).toEqual([])
      expect(await recommendation()).toEqual(aRecommendation(rec))
    })
  }

  it('is refused for a host, with the place where it is switched', async () => {
    const { applier } = await start({}, {}, [aHostRecommendation({ action: 'power-off' })])
    await expect(applier.apply('rec-host', admin)).rejects.toMatchObject({
      code: 'not-applicable',
      message: expect.stringContaining('Compute > Hosts > host2, Management > Power Management > Stop.'),
    })
    expect(await store.listRuns({})).toEqual([])
  })

  it('is refused for what does not exist', async () => {
    const { applier } = await start()
    await expect(applier.apply('rec9', admin)).rejects.toMatchObject({ code: 'not-found' })
    await expect(applier.getRun('run9')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('accepts one of two that ask at once', async () => {
    const { applier } = await start()
    const answers = await Promise.allSettled([applier.apply('rec1', admin), applier.apply('rec1', admin)])
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  })

  it('accepts one of two recommendations for the same VM', async () => {
    const { applier } = await start({}, {}, [aRecommendation(), aRecommendation({ id: 'rec2', unitId: 'other' })])
    const answers = await Promise.allSettled([applier.apply('rec1', admin), applier.apply('rec2', admin)])
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect((await recommendation('rec2')).state).toBe('open')
  })
})

describe('advance', () => {
  it('takes a run to its end and tells of every step', async () => {
    const story = await start()
    await story.applier.apply('rec1', admin)
    await advance(story, 5)
    expect(await only()).toMatchObject({ state: 'done', steps: [{ state: 'done', progressPercent: 100 }] })
    expect((await recommendation()).state).toBe('applied')
    const seen = told.map(({ steps: [step] }) => `${step?.state} ${step?.progressPercent}`)
    expect(seen).toEqual(['waiting 0', 'requested 0', 'running 0', 'running 33', 'running 66', 'done 100'])
    const states = (await store.listAudit({ limit: 9 })).flatMap(({ action, detail }) =>
      action === 'step' ? [detail.state] : [],
    )
    expect(new Set(states)).toEqual(new Set(['done', 'requested', 'running']))
  })

  it('fails a run whose migration fails, with the reason', async () => {
    const story = await start({ fails: true })
    await story.applier.apply('rec1', admin)
    await advance(story, 5)
    expect(await only()).toMatchObject({ state: 'failed', steps: [{ problem: { code: 'migration-failed' } }] })
    expect(await recommendation()).toMatchObject({ state: 'failed', stateReason: { code: 'migration-failed' } })
  })

  it('fails a run that the engine refuses, with its words', async () => {
    const story = await start({ refusals: 1 })
    await story.applier.apply('rec1', admin)
    await advance(story, 1)
    const text =
      'The engine refused to move vm1 to host2: Related operation is currently in progress. Nothing was changed.'
    expect(await only()).toMatchObject({ state: 'failed', steps: [{ problem: { code: 'engine-refused', text } }] })
  })

  it('skips a step that no longer makes sense, without asking the engine', async () => {
    let asked = true
    const hosts = [aHost({ statistics: { memoryFreeMiB: 40_000 } }), aHost({ id: 'host2' })]
    const even = { refresh: async () => ({ snapshot: aSnapshot({ hosts, vms: [aVm()] }) }) }
    const snapshots: SnapshotSource = { current: () => ({}), onChange: () => () => undefined, ...even }
    const story = await start({}, { snapshots, stillAsked: async () => asked })
    await story.applier.apply('rec1', admin)
    asked = false
    await advance(story, 1)
    expect(await only()).toMatchObject({
      state: 'failed',
      steps: [{ state: 'skipped', problem: { code: 'no-longer-helps' } }],
    })
    expect(story.engine.started()).toBe(0)
  })

  it('waits for a busy host, says so, and gives up in the end', async () => {
    const busy = aSnapshot({ hosts: [aHost({ migratingVms: 2 }), aHost({ id: 'host2' })] })
    const snapshots: SnapshotSource = {
      current: () => ({}),
      refresh: async () => ({ snapshot: busy }),
      onChange: () => () => undefined,
    }
    const story = await start({}, { snapshots })
    await story.applier.apply('rec1', admin)
    await advance(story, 3)
    expect(await only()).toMatchObject({ state: 'waiting', steps: [{ problem: { code: 'host-busy' } }] })
    const told3 = told.length
    await advance(story, 3)
    expect(told.length).toBe(told3)
    await advance(story, 1, 600_000)
    await advance(story, 1)
    expect(await only()).toMatchObject({
      state: 'failed',
      steps: [{ state: 'skipped', problem: { code: 'waited-too-long' } }],
    })
    expect(story.engine.started()).toBe(0)
  })

  it('lets only as many migrations start on a host as it may have', async () => {
    const vms = ['a', 'b', 'c'].map(id => aVm({ id }))
    const snapshot = aSnapshot({ hosts: [aHost(), aHost({ id: 'host2' })], vms })
    const snapshots: SnapshotSource = {
      current: () => ({}),
      refresh: async () => ({ snapshot }),
      onChange: () => () => undefined,
    }
    const asked: string[] = []
    const migrations: MigrationPort = {
      migrate: async ({ vmId }) => {
        asked.push(vmId)
        return { ok: true }
      },
      readVm: async id => ({ id, name: id, status: asked.includes(id) ? 'migrating' : 'up', hostId: 'host1' }),
      trace: async () => ({ started: false, done: false, failed: false }),
    }
    const recs = vms.map(({ id, name }) => aRecommendation({ id: `rec-${id}`, vm: { id, name } }))
    const { applier } = await start({}, { snapshots, migrations, perHost: 2 }, recs)
    for (const { id } of recs) await applier.apply(id, admin)
    for (let round = 0; round < 3; round++) await applier.advance(signal)
    expect(asked).toHaveLength(2)
    const states = (await store.listRuns({})).map(run => run.steps[0]?.state)
    expect(states.filter(state => state === 'running')).toHaveLength(2)
    expect(states).toContain('waiting')
  })

  it('does not drive one run twice at once', async () => {
    const story = await start()
    await story.applier.apply('rec1', admin)
    await Promise.all([story.applier.advance(signal), story.applier.advance(signal), story.applier.advance(signal)])
    expect(story.engine.calls.filter(({ call }) => call === 'migrate')).toHaveLength(1)
    expect(await only()).toMatchObject({ state: 'running', steps: [{ state: 'running' }] })
  })

  it('never rejects; the same trouble is logged once', async () => {
    const engine = migratingEngine()
    const trouble = async () => Promise.reject(new Error('no route to host'))
    const migrations = { ...engine.migrations, readVm: trouble }
    const story = await start()
    await story.applier.apply('rec1', admin)
    await story.applier.advance(signal)
    const { applier } = await start({}, { migrations }, [])
    for (let round = 0; round < 3; round++) await applier.advance(signal)
    expect(logged).toEqual(['A run did not get further; it is looked at again.'])
    expect(await only()).toMatchObject({ state: 'running' })
  })

  it('never rejects when the store fails', async () => {
    const { applier } = await start(
      {},
      { store: { ...store, listUnfinishedRuns: () => Promise.reject(new Error('full')) } },
    )
    await applier.advance(signal)
    expect(logged).toEqual(['The unfinished runs could not be listed; they wait.'])
  })
})

describe('a repeated request', () => {
  const oneLost = (engine: MigratingEngine): MigrationPort => {
    let requests = 0
    return {
      ...engine.migrations,
      migrate: async (request, requestSignal) => {
        requests += 1
        if (requests === 1) throw new Error('connection reset')
        return engine.migrations.migrate(request, requestSignal)
      },
    }
  }

  it('is made only after the first had time to show', async () => {
    const engine = migratingEngine()
    const { applier } = await start({}, { migrations: oneLost(engine), snapshots: engine.snapshots, now: engine.now })
    await applier.apply('rec1', admin)
    await advance({ engine, applier }, 6)
    expect(engine.started()).toBe(0)
    expect(await only()).toMatchObject({ state: 'running', steps: [{ state: 'requested' }] })
    await advance({ engine, applier }, 6)
    expect(await only()).toMatchObject({ state: 'done' })
    expect(engine.started()).toBe(1)
  })

  it('that is refused is no proof that the first was; looking goes on until time is up', async () => {
    const engine = migratingEngine({ refusals: 99 })
    const { applier } = await start({}, { migrations: oneLost(engine), snapshots: engine.snapshots, now: engine.now })
    await applier.apply('rec1', admin)
    await advance({ engine, applier }, 8)
    expect(await only()).toMatchObject({ steps: [{ state: 'requested', problem: { code: 'engine-refused' } }] })
    await advance({ engine, applier }, 70)
    expect(await only()).toMatchObject({
      state: 'failed',
      steps: [{ state: 'failed', problem: { code: 'engine-refused' } }],
    })
  })
})
