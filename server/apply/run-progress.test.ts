import { describe, expect, it } from 'vitest'
import { type Run, stepStates } from '../../shared/plan/run.ts'
import { aRecommendation, aRun, aStep, NOON_MS } from '../../test/fakes/builders.ts'
import { afterRun, cancelled, dueSinceMs, readySteps, stepAudit, withStep } from './run-progress.ts'

const three = aRun({
  steps: [aStep({ state: 'running' }), aStep({ index: 1, after: [0] }), aStep({ index: 2, after: [1] })],
})
const statesOf = ({ steps }: Run) => steps.map(({ state }) => state)

describe('withStep', () => {
  const legal = new Set([
    'waiting requested',
    'waiting failed',
    'waiting skipped',
    'waiting superseded',
    'requested running',
    'requested done',
    'requested failed',
    'requested skipped',
    'requested waiting',
    'running done',
    'running failed',
  ])
  for (const from of stepStates) {
    for (const to of stepStates) {
      const may = from === to || legal.has(`${from} ${to}`)
      it(`${may ? 'allows' : 'forbids'} ${from} → ${to}`, () => {
        const change = () => withStep(aRun({ steps: [aStep({ state: from })] }), aStep({ state: to }), NOON_MS)
        if (may) expect(change().steps[0]?.state).toBe(to)
        else expect(change).toThrow('may not become')
      })
    }
  }

  it('gives up what was planned on the success of a failed step', () => {
    const run = withStep(three, aStep({ state: 'failed' }), NOON_MS + 1)
    expect(statesOf(run)).toEqual(['failed', 'superseded', 'superseded'])
    expect(run).toMatchObject({ state: 'failed', endedAtMs: NOON_MS + 1 })
  })

  it('goes on with what does not depend on it', () => {
    const steps = [aStep({ state: 'running' }), aStep({ index: 1 }), aStep({ index: 2, after: [0, 1] })]
    const run = withStep(aRun({ steps }), aStep({ state: 'failed' }), NOON_MS)
    expect([statesOf(run), run.endedAtMs]).toEqual([['failed', 'waiting', 'superseded'], undefined])
  })

  it.each([
    { why: 'three failed and none was made', done: 0, failed: 3, left: 'superseded' },
    { why: 'two failed', done: 0, failed: 2, left: 'waiting' },
    { why: 'as many were made as failed', done: 3, failed: 3, left: 'waiting' },
  ])('leaves the rest $left when $why', ({ done, failed, left }) => {
    const steps = Array.from({ length: 7 }, (_, index) => aStep({ index, state: index < done ? 'done' : 'waiting' }))
    let run = aRun({ steps })
    for (let index = done; index < done + failed; index++)
      run = withStep(run, aStep({ index, state: 'failed' }), NOON_MS)
    expect(run.steps[6]?.state).toBe(left)
  })

  it('goes on after a step that is done', () => {
    const run = withStep(three, aStep({ state: 'done' }), NOON_MS)
    expect(run).toMatchObject({ state: 'running' })
    expect(run.endedAtMs).toBeUndefined()
    expect(readySteps(run).map(({ index }) => index)).toEqual([1])
  })

  it('knows its own steps only', () => expect(() => withStep(three, aStep({ index: 3 }), NOON_MS)).toThrow('no step 3'))
})

describe('dueSinceMs', () => {
  it('is the beginning of the run for its first step', () =>
    expect(dueSinceMs(aRun(), aStep(), NOON_MS + 5)).toBe(NOON_MS))
  it('is now while another step is under way', () =>
    expect(dueSinceMs(three, aStep({ index: 1 }), NOON_MS + 5)).toBe(NOON_MS + 5))
  it('is the end of the step before', () => {
    const steps = [aStep({ state: 'done', endedAtMs: NOON_MS + 9 }), aStep({ index: 1 })]
    expect(dueSinceMs(aRun({ steps }), aStep({ index: 1 }), NOON_MS + 50)).toBe(NOON_MS + 9)
  })
})

describe('readySteps', () => {
  it.each([
    { why: 'both that wait for nothing', states: ['waiting', 'waiting', 'waiting'], ready: [0, 1] },
    { why: 'the third once both are done', states: ['done', 'done', 'waiting'], ready: [2] },
    { why: 'not the third while one is under way', states: ['done', 'running', 'waiting'], ready: [1] },
    { why: 'none where all are over', states: ['done', 'failed', 'superseded'], ready: [] },
  ] as const)('are $why', ({ states, ready }) => {
    const after = [[], [], [0, 1]]
    const steps = states.map((state, index) => aStep({ index, state, after: after[index] ?? [] }))
    expect(readySteps(aRun({ steps })).map(({ index }) => index)).toEqual(ready)
  })
})

describe('cancelled', () => {
  const by = { id: 'u', name: 'eva' }
  it('skips what waits and lets go on what is under way', () => {
    const run = cancelled(three, by, NOON_MS)
    expect([statesOf(run), run.state, run.cancelledBy]).toEqual([['running', 'skipped', 'skipped'], 'running', by])
    const after = withStep(run, aStep({ state: 'done' }), NOON_MS + 1)
    expect(after).toMatchObject({ state: 'cancelled', endedAtMs: NOON_MS + 1 })
  })
  it('is failed where a step that was under way fails', () => {
    expect(withStep(cancelled(three, by, NOON_MS), aStep({ state: 'failed' }), NOON_MS).state).toBe('failed')
  })
})

describe('afterRun', () => {
  it('leaves the recommendation alone while the run goes on', () =>
    expect(afterRun(aRecommendation({ state: 'applying' }), three)).toBeUndefined())
})

describe('stepAudit', () => {
  it('has nothing to say of progress', () => {
    const step = aStep({ state: 'running', progressPercent: 40 })
    expect(stepAudit(three, step, 'a', NOON_MS)).toBeUndefined()
  })
  it('names who applied, what moved and under which correlation id', () => {
    expect(stepAudit(three, aStep({ state: 'done' }), 'a', NOON_MS)).toMatchObject({
      by: { name: 'admin@internal' },
      subject: 'run1',
      detail: { state: 'done', vm: { id: 'vm1' }, correlationId: 'ovirt-scheduler-run1-0' },
    })
  })
})
