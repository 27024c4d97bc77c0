import { describe, expect, it } from 'vitest'
import { reason } from '../../../shared/policy/reason.ts'
import { aHost, aVm } from '../../../test/fakes/builders.ts'
import { checkAdvice, checkHasAnyHosts, checkSelectedHosts, checkSelection } from './check-scheduler-answer.ts'

const because = { text: 'so it is' }
const whole = reason('site-unit', 'so it is')
const scope = {
  cluster: { id: 'c', name: 'Default' },
  hosts: [aHost({ id: 'h1' }), aHost({ id: 'h2' }), aHost({ id: 'h3' })],
  vms: [aVm({ id: 'v1', hostId: 'h1' }), { ...aVm({ id: 'off', status: 'down' }), hostId: undefined }].map(
    ({ hostId, ...vm }) => ({ ...vm, ...(hostId !== undefined && { hostId }) }),
  ),
}
const nothing = { because: whole, moves: [], hostActions: [], notices: [], skippedHosts: [], skippedVms: [] }

describe('checkAdvice', () => {
  it.each([undefined, null])('takes %s for no say', answer => expect(checkAdvice(answer, scope)).toBeUndefined())

  it('takes lists that are left out for empty ones', () => {
    expect(checkAdvice({ because }, scope)).toEqual(nothing)
  })

  it('names what was asked for by what is known of it', () => {
    const advice = checkAdvice(
      {
        because,
        moves: [{ vmId: 'v1', toHostIds: ['h2', 'h3', 'h2'], because, limitBroken: true }],
        hostActions: [{ hostId: 'h3', action: 'maintenance', because }],
        notices: [
          { subject: { kind: 'vm', id: 'off' }, because },
          { subject: { kind: 'cluster', id: 'c', name: 'a lie' }, because },
        ],
        skippedHosts: [
          { id: 'h1', name: 'a lie', reason: because },
          { id: 'unknown', name: '?', reason: because },
        ],
      },
      scope,
    )
    expect(advice).toEqual({
      ...nothing,
      moves: [{ vm: scope.vms[0], fromHostId: 'h1', toHostIds: ['h2', 'h3'], because: whole, limitBroken: true }],
      hostActions: [{ host: scope.hosts[2], action: 'maintenance', because: whole }],
      notices: [
        { subject: { kind: 'vm', id: 'off', name: 'off' }, because: whole },
        { subject: { kind: 'cluster', id: 'c', name: 'Default' }, because: whole },
      ],
      skippedHosts: [{ id: 'h1', name: 'h1', reason: whole }],
    })
  })

  it('leaves a move without destinations to the host selector', () => {
    expect(checkAdvice({ because, moves: [{ vmId: 'v1', because }] }, scope)?.moves).toEqual([
      { vm: scope.vms[0], fromHostId: 'h1', because: whole, limitBroken: false },
    ])
  })

  it.each([
    { why: 'no reason', over: { because: undefined }, says: 'not the agreed form' },
    { why: 'an empty reason', over: { because: { text: ' ' } }, says: 'a reason needs a sentence' },
    { why: 'moves that are no list', over: { moves: {} }, says: 'moves must be a list' },
    {
      why: 'a VM of another cluster',
      over: { moves: [{ vmId: 'v9', because }] },
      says: 'the VM "v9", which is not of',
    },
    { why: 'a VM that is off', over: { moves: [{ vmId: 'off', because }] }, says: 'VM off, which does not run' },
    {
      why: 'a host of another cluster',
      over: { moves: [{ vmId: 'v1', toHostIds: ['h9'], because }] },
      says: 'to the host "h9", which is not of',
    },
    { why: 'no host', over: { moves: [{ vmId: 'v1', toHostIds: [], because }] }, says: 'leave toHostIds out' },
    { why: 'its own host', over: { moves: [{ vmId: 'v1', toHostIds: ['h1'], because }] }, says: 'to where it is' },
    {
      why: 'a VM twice',
      over: {
        moves: [
          { vmId: 'v1', because },
          { vmId: 'v1', because },
        ],
      },
      says: 'moves VM v1 twice',
    },
    { why: 'a move without reason', over: { moves: [{ vmId: 'v1' }] }, says: 'not the agreed form' },
    {
      why: 'another host to switch',
      over: { hostActions: [{ hostId: 'h9', action: 'start', because }] },
      says: 'the host "h9", which is not of',
    },
    {
      why: 'another action',
      over: { hostActions: [{ hostId: 'h1', action: 'reboot', because }] },
      says: '"reboot" is no host action; it may be maintenance, power-off, activate, start',
    },
    {
      why: 'a notice about anything',
      over: { notices: [{ subject: { kind: 'disk', id: 'd' }, because }] },
      says: 'about a host, a vm or a cluster, not "disk"',
    },
    {
      why: 'a notice about a stranger',
      over: { notices: [{ subject: { kind: 'host', id: 'h9' }, because }] },
      says: 'the host "h9", which is not of',
    },
  ])('refuses the whole for $why', ({ over, says }) => {
    expect(() => checkAdvice({ because, ...over }, scope)).toThrow(says)
  })
})

describe('checkSelection', () => {
  it.each([
    { answer: { hostId: 'h2', because }, expected: { hostId: 'h2', because: whole } },
    { answer: { because }, expected: { because: whole } },
    { answer: { hostId: null, because }, expected: { because: whole } },
  ])('$answer', ({ answer, expected }) => expect(checkSelection(answer, ['h1', 'h2'])).toEqual(expected))

  it.each([
    { why: 'one it was not offered', answer: { hostId: 'h3', because }, says: '"h3", which it was not offered' },
    { why: 'a number', answer: { hostId: 2, because }, says: '"2", which it was not offered' },
    { why: 'no reason', answer: { hostId: 'h1' }, says: 'not the agreed form' },
    { why: 'no answer', answer: undefined, says: 'not the agreed form' },
  ])('refuses $why', ({ answer, says }) => expect(() => checkSelection(answer, ['h1', 'h2'])).toThrow(says))
})

describe('checkHasAnyHosts', () => {
  it.each([
    { answer: true, candidates: ['h1'], expected: true },
    { answer: false, candidates: ['h1'], expected: false },
    { answer: true, candidates: [], expected: false },
  ])('$answer of $candidates: $expected', ({ answer, candidates, expected }) => {
    expect(checkHasAnyHosts(answer, candidates)).toBe(expected)
  })
  it('refuses what is neither', () => {
    expect(() => checkHasAnyHosts('yes', ['h1'])).toThrow('hasAnyHosts must return true or false')
  })
})

describe('checkSelectedHosts', () => {
  it('leaves out hosts that are gone and what is no host', () => {
    expect(checkSelectedHosts(['h2', 'gone', 7, 'h1'], scope.hosts)).toEqual(['h2', 'h1'])
  })
  it('refuses what is no list', () => expect(() => checkSelectedHosts('h1', scope.hosts)).toThrow('must be a list'))
})
