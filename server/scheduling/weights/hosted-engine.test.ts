import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, shortWeights } from '../../../test/fakes/scheduling.ts'
import { engineDefaults } from '../facts/engine-config.ts'
import { hostedEngineWeight } from './hosted-engine.ts'

const withScore = (score: number | undefined) =>
  aHostFacts({
    hostedEngine:
      score === undefined
        ? undefined
        : { configured: true, active: true, score, localMaintenance: false, globalMaintenance: false },
  })

const cases: { why: string; score: number | undefined; engine?: boolean; best?: number; expected: number | string }[] =
  [
    { why: 'the best score', score: 3400, expected: 0 },
    { why: 'none', score: 0, expected: 1000 },
    // 2400 x 1000 / 3400 = 705.9.
    { why: 'between', score: 2400, expected: 294 },
    { why: 'not scaled up', score: 400, best: 500, expected: 600 },
    { why: 'all equal for other VMs, whatever is known', score: undefined, engine: false, expected: 1 },
    { why: 'does not guess', score: undefined, expected: 'host.hostedEngine' },
  ]

describe('HA', () => {
  it.each(cases)('$why', ({ score, engine = true, best = 3400, expected }) => {
    const hosts = [withScore(score)]
    const config = { ...engineDefaults, HostedEngineMaximumHighAvailabilityScore: best }
    const group = [aVmFacts({ id: 'other' }), aVmFacts({ isHostedEngine: engine })]
    const weights = hostedEngineWeight.weigh(group, hosts, aSituation({ hosts, config }))
    expect(shortWeights(weights)).toEqual({ host1: expected })
  })
})
