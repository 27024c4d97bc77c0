import { describe, expect, it } from 'vitest'
import { stepStates } from '../../shared/plan/run.ts'
import { aRecommendation, aRun, aStep, NOON_MS } from '../../test/fakes/builders.ts'
import { afterRun, dueSinceMs, nextStep, stepAudit, withStep } from './run-progress.ts'

const three = aRun({ steps: [aStep({ state: 'running' }), aStep({ index: 1 }), aStep({ index: 2 })] })

describe('withStep', () => {
  const legal = new Set([
    'waiting requested',
    'waiting failed',
    'waiting skipped',
    'requested running',
    'requested done',
    'requested failed',
    'requested skipped',
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

  it('skips what was planned on the success of a failed step', () => {
    const run = withStep(three, aStep({ state: 'failed' }), NOON_MS + 1)
    expect(run.steps.map(({ state }) => state)).toEqual(['failed', 'skipped', 'skipped'])
    expect(run).toMatchObject({ state: 'failed', endedAtMs: NOON_MS + 1 })
  })

  it('goes on after a step that is done', () => {
    const run = withStep(three, aStep({ state: 'done' }), NOON_MS)
    expect(run).toMatchObject({ state: 'running' })
    expect(run.endedAtMs).toBeUndefined()
    expect(nextStep(run)?.index).toBe(1)
  })

  it('knows its own steps only', () => expect(() => withStep(three, aStep({ index: 3 }), NOON_MS)).toThrow('no step 3'))
})

describe('dueSinceMs', () => {
  it('is the beginning of the run for its first step', () => expect(dueSinceMs(three)).toBe(NOON_MS))
  it('is the end of the step before', () => {
    const steps = [aStep({ state: 'done', endedAtMs: NOON_MS + 9 }), aStep({ index: 1 })]
    expect(dueSinceMs(aRun({ steps }))).toBe(NOON_MS + 9)
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
