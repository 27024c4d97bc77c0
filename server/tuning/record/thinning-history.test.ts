import { describe, expect, it } from 'vitest'
import type { HostFigure } from '../../../shared/model/tuning.ts'
import { createThinningHistory } from './thinning-history.ts'

describe('createThinningHistory', () => {
  const figure = (atMs: number): HostFigure => ({ atMs, memoryTotalKiB: 1, balloonsKiB: {} })
  const after = (most: number, ...times: readonly number[]) => {
    const history = createThinningHistory<HostFigure>(most)
    for (const atMs of times) history.add(figure(atMs))
    return history.list().map(({ atMs }) => atMs)
  }

  it.each([
    { why: 'all while there is room', most: 4, times: [1, 2, 3, 4], kept: [1, 2, 3, 4] },
    { why: 'every other one of the older half beyond that', most: 4, times: [1, 2, 3, 4, 5], kept: [1, 3, 4, 5] },
    { why: 'none that lies behind time that went back', most: 4, times: [1, 5, 9, 5], kept: [1, 5] },
    { why: 'nothing of nothing', most: 4, times: [], kept: [] },
  ])('keeps $why', ({ most, times, kept }) => expect(after(most, ...times)).toEqual(kept))
})
