import { describe, expect, it } from 'vitest'
import { reason } from '../../../shared/policy/reason.ts'
import type { VmStanding } from '../vm-standing.ts'
import type { HostChange } from './compose-changes.ts'
import { type WhyBackFacts, whyBack } from './why-back.ts'

const vm = { vmId: 'v1', vmName: 'db' }
const pins: HostChange = { knob: 'pins', ...vm, from: [], to: [] }
const balloon: HostChange = { knob: 'balloon', ...vm, fromKiB: 2, toKiB: 1 }
const ksm: HostChange = { knob: 'ksm', from: {}, to: {} }
const because = reason('test', 'For the test.')
const managed: VmStanding = { priority: 0, canLeave: true }
const kept: VmStanding = { ...managed, keepsPins: because, keepsMemory: because }
const enforce = { mode: 'enforce', pinning: 'enforce', memory: 'balancer' } as const
const calm: WhyBackFacts = {
  modes: enforce,
  isFromBefore: false,
  isIdle: false,
  isLeaving: () => false,
  isForeign: () => false,
  standingOf: () => managed,
}

type Case = Readonly<{ why: string; change: HostChange; facts?: Partial<WhyBackFacts>; code: string | undefined }>
const cases: readonly Case[] = [
  { why: 'pins stay while they are wanted', change: pins, code: undefined },
  {
    why: 'pins of a VM nobody but the host knows stay',
    change: pins,
    facts: { standingOf: () => undefined },
    code: undefined,
  },
  ...(['off', 'observe', 'dry-run'] as const).flatMap((mode): Case[] => [
    {
      why: `pins go back in ${mode}`,
      change: pins,
      facts: { modes: { ...enforce, pinning: mode } },
      code: 'restore-off',
    },
    {
      why: `pins stay where only policies are in ${mode}`,
      change: pins,
      facts: { modes: { ...enforce, mode } },
      code: undefined,
    },
    {
      why: `memory goes back in ${mode}`,
      change: balloon,
      facts: { modes: { ...enforce, mode } },
      code: 'restore-off',
    },
    { why: `KSM goes back in ${mode}`, change: ksm, facts: { modes: { ...enforce, mode } }, code: 'restore-off' },
    {
      why: `memory stays where only pins are in ${mode}`,
      change: balloon,
      facts: { modes: { ...enforce, pinning: mode } },
      code: undefined,
    },
  ]),
  { why: 'pins of before a restart go back', change: pins, facts: { isFromBefore: true }, code: 'restore-restart' },
  { why: 'memory of before a restart stays', change: balloon, facts: { isFromBefore: true }, code: undefined },
  { why: 'pins of an idle host go back', change: pins, facts: { isIdle: true }, code: 'restore-idle' },
  { why: 'memory of an idle host stays', change: balloon, facts: { isIdle: true }, code: undefined },
  { why: 'pins of a VM that leaves go back', change: pins, facts: { isLeaving: () => true }, code: 'restore-leaving' },
  { why: 'memory of a VM that leaves stays', change: balloon, facts: { isLeaving: () => true }, code: undefined },
  { why: 'pins go back where others pin', change: pins, facts: { isForeign: () => true }, code: 'restore-excluded' },
  { why: 'pins of an excluded VM go back', change: pins, facts: { standingOf: () => kept }, code: 'restore-excluded' },
  {
    why: 'memory of an excluded VM goes back',
    change: balloon,
    facts: { standingOf: () => kept },
    code: 'restore-excluded',
  },
  {
    why: 'memory stays with the policy, which knows of no exclusion',
    change: balloon,
    facts: { standingOf: () => kept, modes: { ...enforce, memory: 'policy' } },
    code: undefined,
  },
  ...[pins, balloon].map(
    (change): Case => ({
      why: `${change.knob} stay while it is not known what the VM is`,
      change,
      facts: { standingOf: () => ({ ...kept, isUnknown: true }) },
      code: undefined,
    }),
  ),
]

describe('whyBack', () => {
  for (const { why, change, facts, code } of cases)
    it(why, () => expect(whyBack(change, { ...calm, ...facts })?.code).toBe(code))
})
