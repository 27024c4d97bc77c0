import { expect, it } from 'vitest'
import type { Plan } from '../../../shared/plan/plan.ts'
import { reason } from '../../../shared/policy/reason.ts'
import { aPlan } from '../../../test/fakes/automation.ts'
import { comparePlans } from './compare-plans.ts'
import { comparedPlansText } from './show-replay.ts'

const named = (name: string) => ({ id: name, name })
/** "vm host" moves it from h1 to that host. */
function planOf(moves: readonly string[], pointsAfter: number): Plan {
  const steps = moves.map((move, index) => {
    const [vm = '', to = ''] = move.split(' ')
    const places = { vm: named(vm), from: named('h1'), to: named(to) }
    const times = { isParking: false, after: [], startsAtS: 0, endsAtS: 1, transferMiB: 1 }
    return { index, ...places, ...times, because: reason('x', 'x'), unknown: [] }
  })
  return aPlan({ steps, pointsAfter })
}

const cases = [
  { why: 'nothing and nothing', before: [], now: [], points: [3, 3], verdict: 'same' },
  {
    why: 'the same moves in another order',
    before: ['a h2', 'b h3'],
    now: ['b h3', 'a h2'],
    points: [3, 3],
    verdict: 'same',
  },
  { why: 'another host that is worth the same', before: ['a h2'], now: ['a h3'], points: [3, 3.4], verdict: 'as-good' },
  { why: 'a plan that is worse', before: ['a h2'], now: [], points: [3, 9], verdict: 'different' },
  { why: 'a plan that is better', before: [], now: ['a h2'], points: [9, 3], verdict: 'different' },
] as const
for (const { why, before, now, points, verdict } of cases)
  it(`comparePlans calls ${why} ${verdict}`, () =>
    expect(comparePlans(planOf(before, points[0]), planOf(now, points[1])).verdict).toBe(verdict))

it('comparedPlansText names what differs', () => {
  const compared = comparePlans(planOf(['a h2', 'b h2'], 3), planOf(['b h2', 'a h3'], 8))
  expect(comparedPlansText({ cluster: 'Prod', objective: 'balance', ...compared })).toBe(
    [
      '✗ plan for Prod, balance: other moves come out (3 points then, 8 now).',
      '    only then  a: h1 → h2',
      '    only now   a: h1 → h3',
    ].join('\n'),
  )
})
