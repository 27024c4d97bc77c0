import { describe, expect, it } from 'vitest'
import { reason } from '../../../shared/policy/reason.ts'
import { aRecommendation } from '../../../test/fakes/builders.ts'
import { aVmFacts } from '../../../test/fakes/scheduling.ts'
import { cooldownGate, thresholdGate, unitGate } from './balancer-gates.ts'
import type { BalancerWord, MoveState } from './move-state.ts'

const named = (id: string) => ({ id, name: id })
const about = { vm: aVmFacts({ id: 'v', name: 'v', hostId: 'a' }) }
const ofV = [{ vm: named('v'), from: named('a') }]
const ofSameHost = [{ vm: named('x'), from: named('a') }]
const ofOtherHost = [{ vm: named('x'), from: named('b') }]
const because = reason('short', 'It has 300 MiB free.')
const says = (over: Partial<BalancerWord> = {}): MoveState => ({
  advice: { unitId: 'balancer', because, asked: [], held: [], ...over },
})
const failed = says({ because: reason('unit-timeout', 'The policy unit balancer gave no answer.') })
const silentScheduler = says({ because: reason('scheduler-failed', 'The scheduler gave no answer.') })
const pauses = says({ because: reason('cluster-upgrading', 'Balancing pauses.') })
const refusedEverywhere = (vm: string) => says({ because: reason('all-destinations-refused', 'Refused.', { vm }) })

const step = {
  because: reason('plan-gain', 'It gains 9 points.'),
  to: named('b'),
  effects: [],
  isPlanned: true,
} as const
const planned = (state: 'open' | 'dismissed'): MoveState => ({
  ...says(),
  recommendation: { ...step, state, effects: [], cost: { transferMiB: 1024 } },
})

type Row = Readonly<{ why: string; state: MoveState; code: string; told?: string }>

const open: Readonly<Record<'unit' | 'threshold', readonly Row[]>> = {
  unit: [
    { why: 'asks for the VM', state: says({ asked: ofV }), code: 'vm-asked', told: 'balancer asks for v to move.' },
    { why: 'asked for it, where the engine refused', state: refusedEverywhere('v'), code: 'vm-asked' },
    { why: 'asks for nothing', state: says(), code: 'nothing-against', told: 'balancer says nothing of v itself.' },
    { why: 'asks for a VM of another host', state: says({ asked: ofOtherHost }), code: 'nothing-against' },
    { why: 'pauses', state: pauses, code: 'not-asked-now' },
    { why: 'is silent while a plan asks', state: planned('open'), code: 'plan-asks' },
    { why: 'is silent, and a plan was dismissed', state: planned('dismissed'), code: 'nothing-against' },
  ],
  threshold: [
    { why: 'asks for the VM', state: says({ asked: ofV }), code: 'short', told: 'balancer: It has 300 MiB free.' },
    { why: 'asked for it, where the engine refused', state: refusedEverywhere('v'), code: 'all-destinations-refused' },
    { why: 'asks for another VM of its host', state: says({ asked: ofSameHost }), code: 'short' },
    { why: 'finds enough while a plan asks', state: planned('open'), code: 'plan-gain' },
    { why: 'was not asked', state: {}, code: 'no-limit-compared' },
    { why: 'failed', state: failed, code: 'no-limit-compared' },
    { why: 'is a scheduler that failed', state: silentScheduler, code: 'no-limit-compared' },
    { why: 'pauses', state: pauses, code: 'no-limit-compared' },
  ],
}

const smaller = reason('larger-than-chosen', 'x is smaller.')
const enough = reason('enough-memory', 'a has 900 MiB free.')
const closed: Readonly<Record<'unit' | 'threshold', readonly Row[]>> = {
  unit: [
    { why: 'was not asked', state: {}, code: 'not-asked' },
    { why: 'failed', state: failed, code: 'unit-timeout' },
    { why: 'is a scheduler that failed', state: silentScheduler, code: 'scheduler-failed' },
    { why: 'left the VM out', state: says({ aboutVm: smaller }), code: smaller.code, told: 'balancer: x is smaller.' },
    {
      why: 'took another of its host, and says why',
      state: says({ asked: ofSameHost, aboutVm: smaller }),
      code: smaller.code,
    },
    {
      why: 'took another of its host',
      state: says({ asked: ofSameHost }),
      code: 'other-vm-asked',
      told: 'balancer asks for x to leave a, not for v.',
    },
  ],
  threshold: [
    { why: 'asks for nothing', state: says(), code: 'short', told: 'balancer: It has 300 MiB free.' },
    {
      why: 'left its host out',
      state: says({ aboutHost: enough }),
      code: enough.code,
      told: 'balancer: a has 900 MiB free.',
    },
    { why: 'left its host out for another', state: says({ asked: ofOtherHost, aboutHost: enough }), code: enough.code },
    {
      why: 'asks for VMs of other hosts',
      state: says({ asked: ofOtherHost }),
      code: 'other-hosts-asked',
      told: 'balancer: VMs are to leave b, not the host of v. It has 300 MiB free.',
    },
    { why: 'was refused everywhere for another VM', state: refusedEverywhere('x'), code: 'all-destinations-refused' },
  ],
}

const gates = { unit: unitGate, threshold: thresholdGate }

describe.each(['unit', 'threshold'] as const)('the gate %s', name => {
  it.each(open[name])('is open when the balancer $why: $code', ({ state, code, told = '' }) => {
    const gate = gates[name](about, state)
    expect(gate).toMatchObject({ gate: name, isOpen: true, reason: { code } })
    expect(gate.reason.text).toContain(told)
  })

  it.each(closed[name])('is closed when the balancer $why: $code', ({ state, code, told = '' }) => {
    const gate = gates[name](about, state)
    expect(gate).toMatchObject({ gate: name, isOpen: false, reason: { code } })
    expect(gate.reason.text).toContain(told)
  })
})

describe('the gate cooldown', () => {
  const untilMs = Date.UTC(2026, 7, 19, 13)
  const dismissed = { code: 'dismissed', untilMs, because: 'This move was dismissed.' }
  const applying = { code: 'applying', because: 'It waits while x is being moved from a.' }
  const moving = aRecommendation({ state: 'applying' })

  it.each([
    {
      why: 'with an end',
      hold: dismissed,
      code: 'held-dismissed',
      text: 'This move was dismissed. It is not proposed again before 2026-08-19 13:00 UTC.',
      values: { untilMs },
    },
    { why: 'without one', hold: applying, code: 'held-applying', text: applying.because, values: {} },
  ])('is closed by a hold $why', ({ hold, code, text, values }) =>
    expect(cooldownGate(says({ asked: ofV, held: [hold] }))).toEqual({
      gate: 'cooldown',
      isOpen: false,
      reason: reason(code, text, values),
    }),
  )

  const { held: _, ...unknown } = says().advice ?? expect.fail('no advice')
  it.each([
    { why: 'nothing holds', state: says({ asked: ofV }), code: 'no-hold' },
    {
      why: 'the move is under way itself',
      state: { ...says({ held: [applying] }), recommendation: moving },
      code: 'no-hold',
    },
    { why: 'nobody knows of holds', state: { advice: unknown }, code: 'holds-unknown' },
    { why: 'the balancer was not asked', state: {}, code: 'holds-unknown' },
  ])('is open when $why', ({ state, code }) =>
    expect(cooldownGate(state)).toMatchObject({ gate: 'cooldown', isOpen: true, reason: { code } }),
  )
})
