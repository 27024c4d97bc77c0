import { describe, expect, it } from 'vitest'
import { aVmFacts, type VmOver } from '../../../test/fakes/scheduling.ts'
import { defaultOnErrorPolicy, movesOnError, type OnErrorPolicy } from './on-error-policy.ts'

const vms: VmOver[] = [
  { id: 'plain', priority: 1 },
  { id: 'ha', highlyAvailable: true, priority: 1 },
  { id: 'urgent', priority: 50 },
  { id: 'pinned', placement: 'pinned', highlyAvailable: true },
  { id: 'manual', placement: 'user_migratable', highlyAvailable: true },
  { id: 'moving', status: 'migrating', highlyAvailable: true },
  { id: 'unclear', status: undefined, highlyAvailable: true },
]
const unmovable = { pinned: 'pinned', manual: 'manual-only', moving: 'already-migrating', unclear: 'missing-fact' }

const cases: {
  why: string
  policy: OnErrorPolicy
  recoveryTimedOut?: boolean
  moving: string[]
  staying: Record<string, string>
}[] = [
  { why: 'all that may move, the urgent first', policy: 'yes', moving: ['urgent', 'plain', 'ha'], staying: unmovable },
  {
    why: 'only highly available ones',
    policy: 'ha_only',
    moving: ['ha'],
    staying: { urgent: 'not-highly-available', plain: 'not-highly-available', ...unmovable },
  },
  {
    why: 'none',
    policy: 'no',
    moving: [],
    staying: Object.fromEntries(vms.map(({ id }) => [id, 'policy-no'])),
  },
  {
    why: 'none after a crash',
    policy: 'yes',
    recoveryTimedOut: true,
    moving: [],
    staying: Object.fromEntries(vms.map(({ id }) => [id, 'recovery-timed-out'])),
  },
]

describe('a host becomes non-operational', () => {
  it.each(cases)('moves $why', ({ policy, recoveryTimedOut = false, moving, staying }) => {
    const facts = vms.map(vm => aVmFacts({ hostId: 'host1', ...vm }))
    const moves = movesOnError(policy, facts, { recoveryTimedOut })
    expect(moves.moving.map(({ id }) => id)).toEqual(moving)
    expect(Object.fromEntries(moves.staying.map(({ id, reason }) => [id, reason.code]))).toEqual(staying)
  })

  it('moves all by default where the architecture can', () => {
    expect([defaultOnErrorPolicy(true), defaultOnErrorPolicy(false)]).toEqual(['yes', 'no'])
  })
})
