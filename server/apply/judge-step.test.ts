import { describe, expect, it } from 'vitest'
import { aStep, NOON_MS } from '../../test/fakes/builders.ts'
import { judgeStep } from './judge-step.ts'
import type { MigrationTrace, VmNow } from './ports.ts'

const deadlines = { waitingMs: 600_000, settleMs: 60_000, startMs: 40_000, runningMs: 3_600_000 }
const silent: MigrationTrace = { started: false, done: false, failed: false }
const begun: MigrationTrace = { ...silent, started: true }
const lost: MigrationTrace = { ...begun, failed: true, message: 'Migration failed (VM: vm1).' }

type Case = Readonly<{
  why: string
  state: 'requested' | 'running'
  vm?: Partial<VmNow>
  gone?: true
  trace?: MigrationTrace
  afterMs?: number
  is: string
  code?: string
}>

const cases: Case[] = [
  { why: 'the VM is at its destination', state: 'requested', vm: { hostId: 'host2' }, is: 'done' },
  { why: 'the VM is at its destination', state: 'running', vm: { hostId: 'host2' }, is: 'done' },
  { why: 'it is paused at its destination', state: 'running', vm: { hostId: 'host2', status: 'paused' }, is: 'done' },
  { why: 'the VM migrates', state: 'requested', vm: { status: 'migrating' }, is: 'running' },
  {
    why: 'the VM migrates, an old failure in the events',
    state: 'requested',
    vm: { status: 'migrating' },
    trace: lost,
    is: 'running',
  },
  {
    why: 'it migrates for too long',
    state: 'running',
    vm: { status: 'migrating' },
    afterMs: 3_600_000,
    is: 'failed',
    code: 'too-slow',
  },
  { why: 'the VM is gone', state: 'running', gone: true, is: 'failed', code: 'vm-gone' },
  { why: 'the VM was stopped', state: 'running', vm: { status: 'down' }, is: 'failed', code: 'vm-stopped' },
  { why: 'it went elsewhere', state: 'running', vm: { hostId: 'host3' }, is: 'failed', code: 'vm-elsewhere' },
  { why: 'the events say it failed', state: 'running', trace: lost, is: 'failed', code: 'migration-failed' },
  { why: 'the events say it failed', state: 'requested', trace: lost, is: 'failed', code: 'migration-failed' },
  { why: 'it has just been taken', state: 'running', trace: begun, is: 'wait' },
  { why: 'the events say it began', state: 'requested', trace: begun, is: 'wait' },
  { why: 'it ended where it was', state: 'running', trace: begun, afterMs: 40_000, is: 'failed', code: 'not-moved' },
  {
    why: 'it ended where it was, unnoticed',
    state: 'requested',
    trace: begun,
    afterMs: 40_000,
    is: 'failed',
    code: 'not-moved',
  },
  { why: 'the request may still be on its way', state: 'requested', afterMs: 59_999, is: 'wait' },
  { why: 'the request left no trace', state: 'requested', afterMs: 60_000, is: 'not-started' },
  { why: 'an accepted migration leaves no trace', state: 'running', afterMs: 60_000, is: 'failed', code: 'not-moved' },
  { why: 'the VM does not respond', state: 'running', vm: { status: 'not_responding' }, is: 'wait' },
  { why: 'its status is not known', state: 'running', vm: { status: undefined }, is: 'wait' },
  {
    why: 'it does not respond for too long',
    state: 'running',
    vm: { status: 'not_responding' },
    afterMs: 3_600_000,
    is: 'failed',
    code: 'not-known',
  },
]

describe('judgeStep', () => {
  for (const { why, state, vm, gone, trace = silent, afterMs = 1_000, is, code } of cases) {
    it(`says ${code ?? is} of a ${state} step when ${why}`, () => {
      const now: VmNow | undefined = gone ? undefined : { id: 'vm1', name: 'vm1', status: 'up', hostId: 'host1', ...vm }
      const finding = judgeStep(aStep({ state, startedAtMs: NOON_MS }), now, trace, deadlines, NOON_MS + afterMs)
      expect(finding).toMatchObject({ is, ...(code && { problem: { code } }) })
    })
  }

  it('tells the engine’s own words of a failure', () => {
    const vm: VmNow = { id: 'vm1', name: 'vm1', status: 'up', hostId: 'host1' }
    const finding = judgeStep(aStep({ state: 'running', startedAtMs: NOON_MS }), vm, lost, deadlines, NOON_MS)
    expect(finding).toMatchObject({ problem: { text: 'Migration failed (VM: vm1).' } })
  })

  it('never lets progress go back', () => {
    const vm: VmNow = { id: 'vm1', name: 'vm1', status: 'migrating', hostId: 'host1', migrationPercent: 20 }
    const step = aStep({ state: 'running', startedAtMs: NOON_MS, progressPercent: 35 })
    expect(judgeStep(step, vm, silent, deadlines, NOON_MS)).toEqual({ is: 'running', progressPercent: 35 })
  })
})
