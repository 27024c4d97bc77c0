import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Run, Step } from '../../../shared/plan/run.ts'
import { anAutomation, automationRules, refusal } from '../../../test/fakes/automation.ts'
import { aRecommendation, aRun, aStep, NOON_MS } from '../../../test/fakes/builders.ts'
import { openStore } from '../../store/open-store.ts'
import type { Store } from '../../store/store.ts'
import { service } from '../services.ts'
import type { Automation, AutomationDeps } from './automation.ts'

const eva = { id: 'u1', name: 'eva' }
const { cluster, vm } = aRecommendation()
const [MINUTE_MS, HOUR_MS] = [60_000, 3_600_000]

let store: Store
let nowMs: number
let ids: number
let automation: Automation
beforeEach(async () => {
  store = await openStore({ file: ':memory:', reportBadRow: row => expect.fail(JSON.stringify(row)) })
  nowMs = NOON_MS
  ids = 0
  automation = started()
})
afterEach(() => store.close())

const started = (over: Partial<AutomationDeps> = {}) => anAutomation({ store, now: () => nowMs, ...over })

describe('the budget', () => {
  async function begun(over: Partial<Run>, ...steps: readonly Partial<Step>[]): Promise<void> {
    const id = `run${++ids}`
    const recommendation = aRecommendation({ id })
    await store.insertRecommendation({ recommendation, explanation: { skippedHosts: [], skippedVms: [] } })
    const run = aRun({
      id,
      recommendationId: id,
      requestedBy: service,
      ...over,
      steps: steps.map((step, index) => aStep({ index, ...step })),
    })
    const entry = { id, atMs: NOON_MS, by: service, action: 'apply', subject: id, detail: {} } as const
    await store.acceptRun({ ...recommendation, state: 'applying' }, run, entry)
  }
  const ago = (ms: number): Partial<Step> => ({ state: 'done', startedAtMs: NOON_MS - ms })

  it.each([
    { why: 'two of this hour', steps: [ago(1), ago(HOUR_MS - 1)], code: 'budget-spent' },
    { why: 'one of this hour, one just before', steps: [ago(1), ago(HOUR_MS)], code: undefined },
    { why: 'three of this day', steps: [ago(1), ago(2 * HOUR_MS), ago(24 * HOUR_MS - 1)], code: 'budget-spent' },
    { why: 'two of this day, one before', steps: [ago(1), ago(2 * HOUR_MS), ago(24 * HOUR_MS)], code: undefined },
    { why: 'steps that have not begun', steps: [{}, {}, {}], code: undefined },
    {
      why: 'two that failed',
      steps: [
        { ...ago(1), state: 'failed' },
        { ...ago(2), state: 'failed' },
      ],
      code: 'budget-spent',
    },
    { why: 'two that a person approved', over: { requestedBy: eva }, steps: [ago(1), ago(2)], code: undefined },
    {
      why: 'two of another cluster',
      over: { cluster: { id: 'c2', name: 'c2' } },
      steps: [ago(1), ago(2)],
      code: undefined,
    },
    {
      why: 'two of a run that was accepted yesterday',
      over: { createdAtMs: NOON_MS - 25 * HOUR_MS },
      steps: [ago(1), ago(2)],
      code: 'budget-spent',
    },
  ] as const)('counts $why: $code', async ({ steps, code, ...rest }) => {
    await begun('over' in rest ? rest.over : {}, ...steps)
    expect(await refusal(automation)).toBe(code)
    expect(await refusal(automation, false)).toBeUndefined()
  })

  it('comes back with time', async () => {
    await begun({}, ago(0), ago(0))
    nowMs += HOUR_MS - MINUTE_MS
    expect(await refusal(automation)).toBe('budget-spent')
    nowMs += MINUTE_MS
    expect(await refusal(automation)).toBeUndefined()
  })
})

describe('permit', () => {
  it.each([
    { why: 'mode', over: { rules: automationRules({ modes: ['*=off'] }) }, code: 'mode-forbids' },
    {
      why: 'windows',
      over: { rules: automationRules({ modes: ['*=automatic'], windows: ['*=0 13 * * * for 1h'] }) },
      code: 'window-closed',
    },
    { why: 'tagged VMs', over: { excluded: () => new Set([vm.id]) }, code: 'vm-excluded' },
    { why: 'tags that are not known', over: { excluded: () => undefined }, code: 'tags-unknown' },
  ])('asks for the $why', async ({ over, code }) => expect(await refusal(started(over))).toBe(code))

  it('looks at windows by the time it is', async () => {
    const of = started({ rules: automationRules({ modes: ['*=automatic'], windows: ['*=0 13 * * * for 1h'] }) })
    nowMs += HOUR_MS
    expect(await refusal(of)).toBeUndefined()
  })

  it('knows the mode of each cluster', () => expect(automation.modeOf(cluster)).toBe('automatic'))
})
