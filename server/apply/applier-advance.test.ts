import { describe, expect, it } from 'vitest'
import { reason } from '../../shared/policy/reason.ts'
import { acceptingEngine } from '../../test/fakes/accepting-engine.ts'
import { admin } from '../../test/fakes/advised-cluster.ts'
import { advance, applierBench, signal } from '../../test/fakes/applier-bench.ts'
import { aHost, aRecommendation, aSnapshot, aVm } from '../../test/fakes/builders.ts'
import { type MigratingEngine, migratingEngine } from '../../test/fakes/migrating-engine.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { LogFields } from '../telemetry/log.ts'
import { currentTrace, storedTraces, traceFor, within } from '../telemetry/trace.ts'
import type { GateVerdict } from './judge-move.ts'
import type { MigrationPort } from './ports.ts'

const bench = applierBench()

describe('advance', () => {
  it('takes a run to its end and tells of every step', async () => {
    const story = await bench.start()
    await story.applier.apply('rec1', admin)
    await advance(story, 5)
    expect(await bench.run()).toMatchObject({ state: 'done', steps: [{ state: 'done', progressPercent: 100 }] })
    expect((await bench.recommendation()).state).toBe('applied')
    const seen = bench.told.map(({ steps: [step] }) => `${step?.state} ${step?.progressPercent}`)
    expect(seen).toEqual(['waiting 0', 'requested 0', 'running 0', 'running 33', 'running 66', 'done 100'])
    const states = (await bench.store.listAudit({ limit: 9 })).flatMap(({ action, detail }) =>
      action === 'step' ? [detail.state] : [],
    )
    expect(new Set(states)).toEqual(new Set(['done', 'requested', 'running']))
  })

  it('drives a run in the trace in which it was accepted, and says so in store, audit and log', async () => {
    const logged: unknown[] = []
    const log = {
      info: ({ state }: LogFields) => logged.push([state, currentTrace()?.traceId]),
      warn: () => undefined,
      error: () => undefined,
    }
    const story = await bench.start({}, { log, traces: storedTraces })
    const trace = traceFor(undefined)
    await within(trace, () => story.applier.apply('rec1', admin))
    await advance(story, 5)
    const { traceId } = trace
    expect((await bench.run()).traceId).toBe(traceId)
    expect(logged).toEqual(['requested', 'running', 'done'].map(state => [state, traceId]))
    const audit = await bench.store.listAudit({ limit: 9 })
    expect(audit.map(entry => entry.traceId)).toEqual(Array.from({ length: 4 }, () => traceId))
  })

  it('drives a run of before there were traces', async () => {
    const story = await bench.start({}, { traces: storedTraces })
    await story.applier.apply('rec1', admin)
    await advance(story, 5)
    const { state, traceId } = await bench.run()
    expect([state, traceId]).toEqual(['done', undefined])
  })

  it('fails a run whose migration fails, with the reason', async () => {
    const story = await bench.start({ fails: true })
    await story.applier.apply('rec1', admin)
    await advance(story, 5)
    expect(await bench.run()).toMatchObject({ state: 'failed', steps: [{ problem: { code: 'migration-failed' } }] })
    expect(await bench.recommendation()).toMatchObject({ state: 'failed', stateReason: { code: 'migration-failed' } })
  })

  it('fails a run that the engine refuses, with its words', async () => {
    const story = await bench.start({ refusals: 1 })
    await story.applier.apply('rec1', admin)
    await advance(story, 1)
    const text =
      'The engine refused to move vm1 to host2: Related operation is currently in progress. Nothing was changed.'
    expect(await bench.run()).toMatchObject({ state: 'failed', steps: [{ problem: { code: 'engine-refused', text } }] })
  })

  it('skips a step that no longer makes sense, without asking the engine', async () => {
    let asked = true
    const hosts = [aHost({ statistics: { memoryFreeMiB: 40_000 } }), aHost({ id: 'host2' })]
    const even = { refresh: async () => ({ snapshot: aSnapshot({ hosts, vms: [aVm()] }) }) }
    const snapshots: SnapshotSource = { current: () => ({}), onChange: () => () => undefined, ...even }
    const story = await bench.start({}, { snapshots, stillAsked: async () => asked })
    await story.applier.apply('rec1', admin)
    asked = false
    await advance(story, 1)
    expect(await bench.run()).toMatchObject({
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
    const refused: string[] = []
    const story = await bench.start({}, { snapshots, onRefused: code => refused.push(code) })
    await story.applier.apply('rec1', admin)
    await advance(story, 3)
    // Once when it was accepted, once for the step that is looked at again and again.
    expect(refused).toEqual(['host-busy', 'host-busy'])
    expect(await bench.run()).toMatchObject({ state: 'waiting', steps: [{ problem: { code: 'host-busy' } }] })
    const told3 = bench.told.length
    await advance(story, 3)
    expect(bench.told.length).toBe(told3)
    await advance(story, 1, 600_000)
    await advance(story, 1)
    expect(await bench.run()).toMatchObject({
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
    const { asked, migrations } = acceptingEngine()
    const recs = vms.map(({ id, name }) => aRecommendation({ id: `rec-${id}`, vm: { id, name } }))
    const { applier } = await bench.start({}, { snapshots, migrations, perHost: 2 }, recs)
    for (const { id } of recs) await applier.apply(id, admin)
    for (let round = 0; round < 3; round++) await applier.advance(signal)
    expect(asked).toHaveLength(2)
    const states = (await bench.store.listRuns({})).map(run => run.steps[0]?.state)
    expect(states.filter(state => state === 'running')).toHaveLength(2)
    expect(states).toContain('waiting')
  })

  it('does not drive one run twice at once', async () => {
    const story = await bench.start()
    await story.applier.apply('rec1', admin)
    await Promise.all([story.applier.advance(signal), story.applier.advance(signal), story.applier.advance(signal)])
    expect(story.engine.calls.filter(({ call }) => call === 'migrate')).toHaveLength(1)
    expect(await bench.run()).toMatchObject({ state: 'running', steps: [{ state: 'running' }] })
  })

  it('never rejects; the same trouble is logged once', async () => {
    const engine = migratingEngine()
    const trouble = async () => Promise.reject(new Error('no route to host'))
    const migrations = { ...engine.migrations, readVm: trouble }
    const story = await bench.start()
    await story.applier.apply('rec1', admin)
    await story.applier.advance(signal)
    const { applier } = await bench.start({}, { migrations }, [])
    for (let round = 0; round < 3; round++) await applier.advance(signal)
    expect(bench.logged).toEqual(['A run did not get further; it is looked at again.'])
    expect(await bench.run()).toMatchObject({ state: 'running' })
  })

  it('never rejects when the store fails', async () => {
    const { applier } = await bench.start(
      {},
      { store: { ...bench.store, listUnfinishedRuns: () => Promise.reject(new Error('full')) } },
    )
    await applier.advance(signal)
    expect(bench.logged).toEqual(['The unfinished runs could not be listed; they wait.'])
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
    const { applier } = await bench.start(
      {},
      { migrations: oneLost(engine), snapshots: engine.snapshots, now: engine.now },
    )
    await applier.apply('rec1', admin)
    await advance({ engine, applier }, 6)
    expect(engine.started()).toBe(0)
    expect(await bench.run()).toMatchObject({ state: 'running', steps: [{ state: 'requested' }] })
    await advance({ engine, applier }, 6)
    expect(await bench.run()).toMatchObject({ state: 'done' })
    expect(engine.started()).toBe(1)
  })

  it('counts that time from the first request, not from when its step came to the gate', async () => {
    const engine = migratingEngine()
    const keptWaitingMs = [0, 90_000]
    const { applier } = await bench.start(
      {},
      {
        migrations: oneLost(engine),
        snapshots: engine.snapshots,
        now: engine.now,
        async permit() {
          engine.pass(keptWaitingMs.shift() ?? 0)
          return { ok: true }
        },
      },
    )
    await applier.apply('rec1', admin)
    await advance({ engine, applier }, 6)
    expect(engine.started()).toBe(0)
    await advance({ engine, applier }, 6)
    expect(engine.started()).toBe(1)
  })

  it('is waited for where it may not be made now, and holds no place on its hosts meanwhile', async () => {
    const engine = migratingEngine()
    const stopped: GateVerdict = { ok: false, why: 'wait', reason: reason('stopped', 'All moves are stopped.') }
    let verdict: GateVerdict = { ok: true }
    const { applier } = await bench.start(
      {},
      {
        migrations: oneLost(engine),
        snapshots: engine.snapshots,
        now: engine.now,
        permit: async () => verdict,
      },
    )
    await applier.apply('rec1', admin)
    await advance({ engine, applier }, 1)
    verdict = stopped
    await advance({ engine, applier }, 12)
    const { steps } = await bench.run()
    expect(steps[0]).toMatchObject({ state: 'waiting', problem: { code: 'stopped' } })
    expect(steps[0]?.startedAtMs).toBeUndefined()
    verdict = { ok: true }
    await advance({ engine, applier }, 12)
    expect(await bench.run()).toMatchObject({ state: 'done' })
    expect(engine.started()).toBe(1)
  })

  it('that is refused is no proof that the first was; looking goes on until time is up', async () => {
    const engine = migratingEngine({ refusals: 99 })
    const { applier } = await bench.start(
      {},
      { migrations: oneLost(engine), snapshots: engine.snapshots, now: engine.now },
    )
    await applier.apply('rec1', admin)
    await advance({ engine, applier }, 8)
    expect(await bench.run()).toMatchObject({ steps: [{ state: 'requested', problem: { code: 'engine-refused' } }] })
    await advance({ engine, applier }, 70)
    expect(await bench.run()).toMatchObject({
      state: 'failed',
      steps: [{ state: 'failed', problem: { code: 'engine-refused' } }],
    })
  })
})
