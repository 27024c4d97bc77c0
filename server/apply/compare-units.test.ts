import { describe, expect, it } from 'vitest'
import type { KnownUnit } from '../../shared/plan/known-unit.ts'
import { compareUnits } from './compare-units.ts'

const unit = (over: Partial<KnownUnit> = {}): KnownUnit => ({ id: 'u', source: '/p/u.ts', checksum: 'c1', ...over })
const edited = unit({ checksum: 'c2' })
const moved = unit({ source: '/p/v.ts' })
const none = new Set<string>()

describe('compareUnits', () => {
  const cases = [
    { why: 'finds nothing in what stayed', before: [unit()], now: [unit()], refused: none, changes: [] },
    { why: 'finds a new unit', before: [], now: [unit()], refused: none, changes: [{ kind: 'added', now: unit() }] },
    {
      why: 'finds an edited one by its checksum',
      before: [unit()],
      now: [edited],
      refused: none,
      changes: [{ kind: 'changed', before: unit(), now: edited }],
    },
    {
      why: 'finds one that another file brings now',
      before: [unit()],
      now: [moved],
      refused: none,
      changes: [{ kind: 'changed', before: unit(), now: moved }],
    },
    {
      why: 'finds a removed one',
      before: [unit()],
      now: [],
      refused: none,
      changes: [{ kind: 'removed', before: unit() }],
    },
    {
      why: 'takes one whose file cannot be loaded at the moment for still there',
      before: [unit()],
      now: [],
      refused: new Set(['/p/u.ts']),
      changes: [],
    },
  ]
  for (const { why, before, now, refused, changes } of cases) {
    it(why, () => {
      expect(compareUnits(before, now, refused).changes).toEqual(changes)
    })
  }

  it('goes on knowing a unit whose file cannot be loaded, so that its return is no news', () => {
    const { known } = compareUnits([unit()], [], new Set(['/p/u.ts']))
    expect(known).toEqual([unit()])
    expect(compareUnits(known, [unit()], none).changes).toEqual([])
  })
})
