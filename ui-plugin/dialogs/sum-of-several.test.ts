import { describe, expect, it } from 'vitest'
import { aPlan } from '../../test/fakes/automation.ts'
import { aHostRecommendation, aPlanRecommendation, aRecommendation } from '../../test/fakes/builders.ts'
import { sumOf } from './sum-of-several.ts'

const move = (cost: ReturnType<typeof aRecommendation>['cost']) => aRecommendation({ cost })

describe('what several take together', () => {
  it('is counted over moves and plans; hosts take nothing', () => {
    const plan = { ...aPlan(), transferMiB: 1_000, makespanS: 60 }
    const all = [
      move({ transferMiB: 100, estimatedSeconds: 20, downtimeMs: 80 }),
      move({ transferMiB: 10, estimatedSeconds: 5, downtimeMs: 300 }),
      aPlanRecommendation({ plan }),
      aHostRecommendation(),
    ]
    expect(sumOf(all)).toEqual({ transferMiB: 1_110, seconds: 85, unknown: 0, longestPauseMs: 300 })
  })

  it('says of how many the time is not known', () => {
    const sum = sumOf([move({ transferMiB: 1 }), move({ transferMiB: 1, estimatedSeconds: 5 })])
    expect(sum).toEqual({ transferMiB: 2, seconds: 5, unknown: 1, longestPauseMs: undefined })
  })

  it('is nothing of nothing', () =>
    expect(sumOf([])).toEqual({ transferMiB: 0, seconds: 0, unknown: 0, longestPauseMs: undefined }))
})
