import { describe, expect, it } from 'vitest'
import type { UnitVerdict } from '../../shared/plan/unit-verdict.ts'
import { createVerdictLog } from './verdict-log.ts'

const asked = (askedBy: UnitVerdict['askedBy'], durationMs = 0) =>
  ({ function: 'filter', askedBy, answer: { kind: 'silent', code: 'no-answer', text: '' }, durationMs }) as const

describe('createVerdictLog', () => {
  it('gives the newest first, with the time of each, up to a limit', () => {
    let nowMs = 1000
    const log = createVerdictLog({ now: () => nowMs++ })
    log.add('u', asked('engine', 1))
    log.add('u', asked('gate', 2))
    log.add('other', asked('gate', 9))
    expect(log.list('u', 10).map(({ id, atMs, durationMs }) => [id, atMs, durationMs])).toEqual([
      [2, 1002, 2],
      [1, 1001, 1],
    ])
    expect(log.list('u', 1)).toHaveLength(1)
    expect(log.list('nobody', 10)).toEqual([])
    expect(log.sinceMs).toBe(1000)
  })

  it('keeps so many calls of the engine, whatever else is asked', () => {
    const log = createVerdictLog({ now: () => 0, keeps: 3 })
    log.add('u', asked('engine', 1))
    for (let n = 0; n < 100; n++) log.add('u', asked('cycle'))
    for (let n = 2; n < 5; n++) log.add('u', asked('engine', n))
    const kept = log.list('u', 100)
    expect(kept).toHaveLength(6)
    expect(kept.filter(({ askedBy }) => askedBy === 'engine').map(({ durationMs }) => durationMs)).toEqual([4, 3, 2])
  })

  it('forgets the unit that was first asked when there are too many', () => {
    const log = createVerdictLog({ now: () => 0, maxUnits: 2 })
    for (const unit of ['a', 'b', 'a', 'c']) log.add(unit, asked('gate'))
    expect(['a', 'b', 'c'].map(unit => log.list(unit, 9).length)).toEqual([0, 1, 1])
  })
})
