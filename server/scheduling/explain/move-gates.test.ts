import { describe, expect, it } from 'vitest'
import { recommendationStates } from '../../../shared/plan/recommendation.ts'
import { reason } from '../../../shared/policy/reason.ts'
import { aRecommendation } from '../../../test/fakes/builders.ts'
import { aSituation, aVmFacts } from '../../../test/fakes/scheduling.ts'
import { costGate, modeGate, recommendationGate, windowGate } from './move-gates.ts'
import type { MoveState } from './move-state.ts'

const about = { vm: aVmFacts({ memoryMiB: 1024 }) }
const standing = { recommendation: aRecommendation() }
const noLimit = 'No limit is set on what a move may cost.'

describe('the gate cost', () => {
  it.each([
    {
      why: 'what a recommended move takes and gives',
      state: standing,
      code: 'cost-known',
      text: `Moving it to host2 sends 2048 MiB in about 18 s. Memory in use: host1 99.5 → 96.4 %, host2 50.0 → 53.1 %. ${noLimit}`,
    },
    {
      why: 'that its duration is not known',
      state: { recommendation: aRecommendation({ cost: { transferMiB: 9 }, effects: [] }) },
      code: 'cost-known',
      text: `Moving it to host2 sends 9 MiB; how long that takes is not known. ${noLimit}`,
    },
    {
      why: 'the least of any move when none is recommended',
      state: {},
      code: 'cost-not-known',
      text: `A move sends at least 1024 MiB; how long it takes and what it gains is not known before one is recommended. ${noLimit}`,
    },
    {
      why: 'no figures of a move that is past',
      state: { recommendation: aRecommendation({ state: 'dismissed' }) },
      code: 'cost-not-known',
      text: 'A move sends at least 1024 MiB;',
    },
  ])('is open and tells $why', ({ state, code, text }) => {
    const gate = costGate(about, state)
    expect(gate).toMatchObject({ gate: 'cost', isOpen: true, reason: { code } })
    expect(gate.reason.text).toContain(text)
  })
})

describe('the gate window', () => {
  const { cluster } = aSituation()
  const advice = (code: string) => ({ advice: { unitId: 'u', because: reason(code, 'Paused.'), asked: [] } })

  it.each([
    { why: 'when no upgrade is told', inUpgradeMode: false, state: {} },
    { why: 'when the balancer was asked', inUpgradeMode: false, state: advice('balanced') },
  ])('is open $why', ({ inUpgradeMode, state }) =>
    expect(windowGate({ cluster: { ...cluster, inUpgradeMode } }, state)).toEqual({
      gate: 'window',
      isOpen: true,
      reason: reason('no-window', 'No time window is set: a move may start at any time.'),
    }),
  )

  it.each([
    {
      why: 'the engine tells of an upgrade',
      inUpgradeMode: true,
      state: {},
      text: `The hosts of ${cluster.name} are being`,
    },
    { why: 'balancing pauses for one', inUpgradeMode: false, state: advice('cluster-upgrading'), text: 'Paused.' },
  ])('is closed when $why', ({ inUpgradeMode, state, text }) => {
    const gate = windowGate({ cluster: { ...cluster, inUpgradeMode } }, state)
    expect(gate).toMatchObject({ gate: 'window', isOpen: false, reason: { code: 'cluster-upgrading' } })
    expect(gate.reason.text).toContain(text)
  })
})

describe('the gate recommendation', () => {
  const isOpen = (state: string) => state === 'open' || state === 'applying'

  it.each(recommendationStates.map(state => ({ state, opens: isOpen(state) })))(
    'is open: $opens, for one that is $state',
    ({ state, opens }) => {
      const gate = recommendationGate({ recommendation: aRecommendation({ state }) })
      const code = opens ? aRecommendation().because.code : `recommendation-${state}`
      expect(gate).toMatchObject({ gate: 'recommendation', isOpen: opens, reason: { code } })
    },
  )

  it.each([
    { why: 'there is none', state: {}, text: 'No recommendation asks for this VM to move.' },
    {
      why: 'somebody dismissed it',
      state: { recommendation: aRecommendation({ state: 'dismissed', stateReason: reason('dismissed', 'Not now.') }) },
      text: 'The recommendation to move it to host2 was dismissed: Not now.',
    },
  ])('says that $why', ({ state, text }) => expect(recommendationGate(state).reason.text).toBe(text))
})

describe('the gate mode', () => {
  const cases: readonly { why: string; state: MoveState; isOpen: boolean; code: string }[] = [
    {
      why: 'for a move under way',
      state: { recommendation: aRecommendation({ state: 'applying' }) },
      isOpen: true,
      code: 'applying',
    },
    { why: 'for one that waits for somebody', state: standing, isOpen: false, code: 'mode-manual' },
    { why: 'without a move', state: {}, isOpen: false, code: 'mode-manual' },
    { why: 'in automatic mode', state: { automation: { mode: 'automatic' } }, isOpen: true, code: 'mode-automatic' },
    {
      why: 'while all is stopped',
      state: { automation: { mode: 'automatic', held: reason('stopped', 'eva has stopped all moves.') } },
      isOpen: false,
      code: 'stopped',
    },
    {
      why: 'outside its times, which the window tells',
      state: { automation: { mode: 'automatic', held: reason('window-closed', 'It is outside the times.') } },
      isOpen: true,
      code: 'mode-automatic',
    },
  ]
  it.each(cases)('is open: $isOpen, $why', ({ state, isOpen, code }) =>
    expect(modeGate(state)).toMatchObject({ gate: 'mode', isOpen, reason: { code } }),
  )
})
