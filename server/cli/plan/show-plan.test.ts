import { describe, expect, it } from 'vitest'
import { reason } from '../../../shared/policy/reason.ts'
import { aPlan } from '../../../test/fakes/automation.ts'
import { planText, turnsText } from './show-plan.ts'

const named = (name: string) => ({ id: name, name })
const step = (index: number, after: readonly number[], isParking = false) => ({
  index,
  vm: named(`vm${index}`),
  from: named('h1'),
  to: named('h2'),
  isParking,
  after: [...after],
  startsAtS: 30 * index,
  endsAtS: 30 * index + 30,
  transferMiB: 2048,
  because: reason('plan-gain', 'It gains.'),
  unknown: [],
})
const blocked = [{ id: 'db', name: 'db', reason: reason('pinned', 'db is pinned to its host.') }]

describe('planText', () => {
  it('says when there is nothing to move, and what should and cannot', () => {
    expect(planText(aPlan(), 'Prod')).toBe('Nothing to move in Prod.')
    expect(planText(aPlan({ blocked }), 'Prod')).toContain('Should move and cannot:\n  db: db is pinned to its host.')
  })

  it('counts steps from 1, as what they wait for, and marks those that are parked', () => {
    const text = planText(
      aPlan({ steps: [step(0, [], true), step(1, [0])], makespanS: 200, transferMiB: 4096 }),
      'Prod',
    )
    expect(text).toContain('Prod: 2 moves, about 3 min, 4096 MiB to send.')
    expect(text).toMatch(/1 +vm0 +h1 +→ +h2 \(for a while\) +0 s/)
    expect(text).toMatch(/2 +vm1 +h1 +→ +h2 +30 s +after 1/)
  })
})

it('turnsText names the hosts in their order, and who cannot leave', () => {
  const turns = [
    { host: named('h2'), plan: aPlan() },
    { host: named('h1'), plan: aPlan({ steps: [step(0, [])], makespanS: 30, blocked }) },
  ]
  expect(turnsText(turns, 'Prod').split('\n')).toEqual([
    'Prod: 2 hosts, 1 moves in all. Each is back in use before the next.',
    '',
    '1  h2  nothing runs there',
    '2  h1  1 moves, about 30 s  cannot leave: db',
  ])
})
