import { describe, expect, it } from 'vitest'
import type { HostFigure } from '../../../shared/model/tuning.ts'
import { aDecision } from './policy-samples.ts'
import { decisionsWithin, policySeries } from './policy-series.ts'

const GIB = 1024 * 1024
const figure = (atMs: number, over: Partial<HostFigure> = {}): HostFigure => ({
  atMs,
  memoryTotalKiB: 64 * GIB,
  balloonsKiB: {},
  ...over,
})

describe('policySeries', () => {
  const figures = [
    figure(1, { memoryAvailableKiB: 8 * GIB, balloonsKiB: { v1: GIB, v2: 2 * GIB } }),
    figure(2, { balloonsKiB: { v1: GIB } }),
    figure(3),
  ]
  it.each([
    { vmId: undefined, balloons: [3, 1, undefined] },
    { vmId: 'v2', balloons: [2, undefined, undefined] },
  ])('breaks lines where nothing was told, with the balloon of $vmId', ({ vmId, balloons }) => {
    const lines = policySeries(figures, vmId).map(({ name, points }) => [name, points.map(({ gib }) => gib)])
    expect(lines).toEqual([
      ['free', [8, undefined, undefined]],
      ['balloons', balloons],
    ])
  })

  it('draws what KSM saves as soon as a host tells it, nothing saved included', () => {
    const [free, shared] = policySeries(
      [figure(1, { memoryAvailableKiB: GIB, ksmSavedKiB: 0 }), figure(2, { ksmSavedKiB: GIB })],
      'v1',
    )
    expect([free?.name, shared]).toEqual([
      'free',
      {
        name: 'shared',
        points: [
          { atMs: 1, gib: 0 },
          { atMs: 2, gib: 1 },
        ],
      },
    ])
  })

  it('has no lines without figures', () => expect(policySeries([], undefined)).toEqual([]))
})

describe('decisionsWithin', () => {
  const ofHost = { knob: 'ksm' as const, from: {}, to: {} }
  const decisions = [
    aDecision({ id: 'late', atMs: 30 }),
    aDecision({ id: 'vm', atMs: 20 }),
    aDecision({ id: 'host', atMs: 10, change: ofHost }),
    aDecision({ id: 'early', atMs: 9 }),
  ]
  it.each([
    { vmId: undefined, ids: ['vm', 'host'] },
    { vmId: 'v7', ids: ['vm', 'host'] },
    { vmId: 'v8', ids: ['host'] },
  ])('takes those of $vmId and of the host, within the figures', ({ vmId, ids }) => {
    const figures = [figure(10), figure(29)]
    expect(decisionsWithin(decisions, figures, vmId).map(({ id }) => id)).toEqual(ids)
  })
})
