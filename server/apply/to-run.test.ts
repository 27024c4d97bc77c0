import { describe, expect, it } from 'vitest'
import { runSchema } from '../../shared/plan/run.ts'
import { aPlan } from '../../test/fakes/automation.ts'
import { aPlanRecommendation, aRecommendation, NOON_MS } from '../../test/fakes/builders.ts'
import { aPlannedStep } from '../../test/fakes/planned-steps.ts'
import { correlationIdOf } from './correlation-id.ts'
import { toRun } from './to-run.ts'

const eva = { id: 'u1', name: 'eva' }
const named = (name: string) => ({ id: name, name })

describe('toRun', () => {
  it('makes one step of a move', () => {
    const recommendation = aRecommendation()
    const run = toRun(recommendation, eva, { id: '0a1b2c3d-4e5f-6789', nowMs: NOON_MS, traceId: undefined })
    expect(run).toEqual({
      id: '0a1b2c3d-4e5f-6789',
      cluster: recommendation.cluster,
      recommendationId: 'rec1',
      state: 'waiting',
      requestedBy: eva,
      createdAtMs: NOON_MS,
      updatedAtMs: NOON_MS,
      steps: [
        {
          index: 0,
          vm: named('vm1'),
          from: named('host1'),
          to: named('host2'),
          after: [],
          isParking: false,
          transferMiB: 2048,
          state: 'waiting',
          progressPercent: 0,
          correlationId: 'ovs-0a1b2c3d4e5f-0',
        },
      ],
    })
    expect(runSchema.parse(run)).toEqual(run)
  })

  it('keeps of a plan the order, what each comes after, and parking', () => {
    const steps = [
      aPlannedStep(0, { isParking: true }),
      aPlannedStep(1, { after: [0] }),
      aPlannedStep(2, { after: [0, 1] }),
    ]
    const run = toRun(aPlanRecommendation({ plan: aPlan({ steps }) }), eva, {
      id: 'r',
      nowMs: NOON_MS,
      traceId: undefined,
    })
    expect(
      run.steps.map(({ index, vm, after, isParking, correlationId }) => [
        index,
        vm.id,
        after,
        isParking,
        correlationId,
      ]),
    ).toEqual([
      [0, 'vm0', [], true, 'ovs-r-0'],
      [1, 'vm1', [0], false, 'ovs-r-1'],
      [2, 'vm2', [0, 1], false, 'ovs-r-2'],
    ])
  })
})

describe('correlationIdOf', () => {
  it.each(['3f6c1c0e-5a57-4f0e-9a43-c5a2d9d1c001', 'run/of spaces', ''])('of %j is one that the engine takes', id =>
    expect(correlationIdOf(id, 1999)).toMatch(/^[0-9a-zA-Z_-]{1,36}$/),
  )

  it('differs from step to step', () => expect(correlationIdOf('a', 1)).not.toBe(correlationIdOf('a', 11)))
})
