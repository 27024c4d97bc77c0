import { describe, expect, it } from 'vitest'
import { isStepOver, type Run, type StepState, stepStates } from '../../shared/plan/run.ts'
import { aRun, aStep } from '../../test/fakes/builders.ts'
import { createLeavingVms } from './leaving-vms.ts'

const step = aStep()
const { endedAtMs: _, ...begun } = aRun()
const running = (state: StepState): Run => ({ ...begun, state: 'running', steps: [{ ...step, state }] })
const over: Run = { ...running('running'), endedAtMs: 1 }
const cases: readonly Readonly<{ why: string; runs: readonly Run[]; leaves: boolean }>[] = [
  { why: 'no run is known', runs: [], leaves: false },
  ...stepStates.map(state => ({ why: `its step is ${state}`, runs: [running(state)], leaves: !isStepOver(state) })),
  { why: 'the run is over', runs: [running('running'), over], leaves: false },
  { why: 'another run is over', runs: [running('running'), { ...over, id: 'other' }], leaves: true },
]

describe('VMs that leave', () => {
  for (const { why, runs, leaves } of cases)
    it(`${leaves ? 'name' : 'do not name'} it when ${why}`, () => {
      const leaving = createLeavingVms()
      for (const run of runs) leaving.onRun(run)
      const because = leaving.of(step.from.id).get(step.vm.id)
      expect(because?.code).toBe(leaves ? 'vm-leaves' : undefined)
      expect(leaving.of(step.to.id).size).toBe(0)
      if (leaves) expect(because?.text).toBe(`${step.vm.name} is to go to ${step.to.name}.`)
    })
})
