import { describe, expect, it } from 'vitest'
import type { MoveRecommendation } from '../../shared/plan/recommendation.ts'
import { admin } from '../../test/fakes/advised-cluster.ts'
import { applierBench } from '../../test/fakes/applier-bench.ts'
import { aHostRecommendation, aRecommendation } from '../../test/fakes/builders.ts'
import type { ApplierDeps } from './applier.ts'

const bench = applierBench()

describe('apply', () => {
  it('answers when the run is stored and nothing is asked yet', async () => {
    const { engine, applier } = await bench.start()
    const run = await applier.apply('rec1', admin)
    expect(run).toMatchObject({ state: 'waiting', requestedBy: admin, recommendationId: 'rec1' })
    expect(run.steps[0]?.correlationId).toMatch(/^ovs-[0-9a-f]{12}-0$/)
    expect(await applier.getRun(run.id)).toEqual(run)
    expect(await bench.recommendation()).toMatchObject({ state: 'applying', runId: run.id })
    expect(await bench.store.listAudit({ limit: 9 })).toMatchObject([{ action: 'apply', by: admin, subject: 'rec1' }])
    expect(engine.started()).toBe(0)
  })

  it('is written down with from where it was asked for, which the run is not told', async () => {
    const { applier } = await bench.start()
    const from = { address: '198.51.100.7', requestId: 'r1' }
    const run = await applier.apply('rec1', { user: admin, from })
    await applier.cancel(run.id, { user: admin, from })
    const audited = (await bench.store.listAudit({})).filter(({ action }) => action === 'apply' || action === 'cancel')
    expect(audited.map(entry => [entry.by, entry.from])).toEqual([
      [admin, from],
      [admin, from],
    ])
    expect(JSON.stringify(await applier.getRun(run.id))).not.toContain(from.address)
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
      const { applier } = await bench.start({}, deps, [aRecommendation(rec)])
      await expect(applier.apply('rec1', admin)).rejects.toMatchObject({ name: 'ApplyError', code })
      expect(await bench.store.listRuns({})).toEqual([])
      expect(await bench.recommendation()).toEqual(aRecommendation(rec))
    })
  }

  it('is refused for a host, with the place where it is switched', async () => {
    const { applier } = await bench.start({}, {}, [aHostRecommendation({ action: 'power-off' })])
    await expect(applier.apply('rec-host', admin)).rejects.toMatchObject({
      code: 'not-applicable',
      message: expect.stringContaining('Compute > Hosts > host2, Management > Power Management > Stop.'),
    })
    expect(await bench.store.listRuns({})).toEqual([])
  })

  it('is refused for what does not exist', async () => {
    const { applier } = await bench.start()
    await expect(applier.apply('rec9', admin)).rejects.toMatchObject({ code: 'not-found' })
    await expect(applier.getRun('run9')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('accepts one of two that ask at once', async () => {
    const { applier } = await bench.start()
    const answers = await Promise.allSettled([applier.apply('rec1', admin), applier.apply('rec1', admin)])
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  })

  it('accepts one of two recommendations for the same VM', async () => {
    const { applier } = await bench.start({}, {}, [aRecommendation(), aRecommendation({ id: 'rec2', unitId: 'other' })])
    const answers = await Promise.allSettled([applier.apply('rec1', admin), applier.apply('rec2', admin)])
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect((await bench.recommendation('rec2')).state).toBe('open')
  })
})
