import { describe, expect, it } from 'vitest'
import { reason } from '../../../shared/policy/reason.ts'
import { judgedGates } from './gate-state.ts'
import { aWhyNotMoved } from './why-samples.ts'

const states = (gates: Parameters<typeof judgedGates>[0]) =>
  judgedGates(gates).flatMap(({ gate, state }) => (state === 'passed' ? [] : [`${gate} ${state}`]))

describe('the gates of a move', () => {
  it('stop it at the first closed one; the later closed ones would too', () => {
    expect(states(aWhyNotMoved().gates)).toEqual(['threshold stopped', 'cooldown unknown', 'recommendation closed'])
  })

  it('are not known where nothing was compared, also when none is closed', () => {
    const gates = [{ gate: 'cost' as const, isOpen: true, reason: reason('cost-not-known', 'Nobody knows.') }]
    expect(states(gates)).toEqual(['cost unknown'])
  })
})
