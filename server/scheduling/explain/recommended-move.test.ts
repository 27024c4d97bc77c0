import { expect, it } from 'vitest'
import { aPlan } from '../../../test/fakes/automation.ts'
import { aHostRecommendation, aPlanRecommendation, aRecommendation } from '../../../test/fakes/builders.ts'
import { aPlannedStep } from '../../../test/fakes/planned-steps.ts'
import { recommendedMove } from './recommended-move.ts'

const named = (id: string) => ({ id, name: id })
const steps = [
  aPlannedStep(0, {
    vm: named('vm1'),
    to: named('h5'),
    startsAtS: 30,
    endsAtS: 70,
    transferMiB: 4096,
    isParking: true,
  }),
  aPlannedStep(1, { vm: named('vm1'), to: named('h6') }),
]
const plan = aPlanRecommendation({ plan: aPlan({ steps }), state: 'applying' })
const move = aRecommendation()

it('is the newest one that moves the VM, of whatever kind', () => {
  expect(recommendedMove('vm1', [aHostRecommendation(), move, plan])).toEqual(move)
  expect(recommendedMove('vm1', [plan, move])).toMatchObject({
    state: 'applying',
    to: { name: 'h5' },
    cost: { transferMiB: 4096, estimatedSeconds: 40 },
    isPlanned: true,
  })
})

it('is none where nothing moves it', () => expect(recommendedMove('vm9', [plan, move])).toBeUndefined())
