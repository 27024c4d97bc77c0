import { beforeEach, expect, it } from 'vitest'
import type { Run } from '../../../shared/plan/run.ts'
import { aRun, aSnapshot, aStep, NOON_MS } from '../../../test/fakes/builders.ts'
import { replanDuty } from './replan-duty.ts'

const { signal } = new AbortController()
const steps = [aStep({ state: 'done' }), aStep({ index: 1, state: 'failed' })]
const failed = aRun({ state: 'failed', steps, endedAtMs: NOON_MS })
const clusterId = failed.cluster.id

let nowMs: number
let replanned: string[]
beforeEach(() => {
  nowMs = NOON_MS + 60_000
  replanned = []
})

const duty = (run: Run) =>
  replanDuty({
    plans: {
      async replan({ id }) {
        replanned.push(id)
        return undefined
      },
    },
    applier: { listRuns: async ({ state }) => (run.state === state ? [run] : []) },
    now: () => nowMs,
  })
const after = aSnapshot({ takenAtMs: NOON_MS + 5_000 })

it('plans what is left anew, once', async () => {
  const asked = duty(failed)
  await asked.do(clusterId, after, signal)
  await asked.do(clusterId, after, signal)
  expect(replanned).toEqual(['run1'])
})

it.each([
  { why: 'of another cluster', run: failed, cluster: 'other', snapshot: after },
  { why: 'that somebody stopped', run: { ...failed, cancelledBy: { id: 'u', name: 'eva' } }, snapshot: after },
  { why: 'of a single move', run: { ...failed, steps: steps.slice(1) }, snapshot: after },
  { why: 'that was carried out', run: { ...failed, state: 'done' as const }, snapshot: after },
  { why: 'before the engine was read again', run: failed, snapshot: aSnapshot({ takenAtMs: NOON_MS }) },
])('leaves a run alone $why', async ({ run, cluster = clusterId, snapshot }) => {
  await duty(run).do(cluster, snapshot, signal)
  expect(replanned).toEqual([])
})

it('leaves alone what failed long ago', async () => {
  nowMs = NOON_MS + 11 * 60_000
  await duty(failed).do(clusterId, after, signal)
  expect(replanned).toEqual([])
})
