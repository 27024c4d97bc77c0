import { describe, expect, it } from 'vitest'
import { automationModes } from '../../../shared/plan/automation.ts'
import { reason } from '../../../shared/policy/reason.ts'
import { NOON_MS } from '../../../test/fakes/builders.ts'
import { judgePermit, type PermitFacts } from './judge-permit.ts'
import type { TimeWindow } from './time-window.ts'

const cluster = { id: 'c1', name: 'Production' }
const named = (name: string) => ({ id: name, name })
const move = { cluster, vm: named('vm1'), from: named('host1'), to: named('host2') }
const closed: TimeWindow = { text: 'never', isOpen: () => false }
const atNoon: TimeWindow = { text: 'noon', isOpen: atMs => atMs === NOON_MS }
const stop = { by: { id: 'u1', name: 'eva' }, atMs: NOON_MS, why: 'backup' }
const freeze = { cluster, atMs: NOON_MS, because: reason('moves-fail', 'Of the last 3 moves 3 failed.') }
const tagged = new Set(['vm1'])

const factsOf = (over: Partial<PermitFacts> = {}): PermitFacts => ({
  move,
  isAutomatic: true,
  mode: 'automatic',
  windows: [],
  excluded: new Set(),
  excludeTag: 'leave-alone',
  begun: { hour: 0, day: 0 },
  budget: { hour: 5, day: 20 },
  nowMs: NOON_MS,
  ...over,
})
const byPerson = (over: Partial<PermitFacts> = {}) => factsOf({ isAutomatic: false, mode: 'approve', ...over })

describe('judgePermit', () => {
  it.each([
    { what: 'an automatic move in automatic mode', facts: factsOf() },
    { what: 'an approved move in automatic mode', facts: byPerson({ mode: 'automatic' }) },
    { what: 'an approved move', facts: byPerson() },
    { what: 'an approved move in a frozen cluster', facts: byPerson({ freeze }) },
    { what: 'an approved move outside the windows', facts: byPerson({ windows: [closed] }) },
    { what: 'an approved move beyond the budget', facts: byPerson({ begun: { hour: 5, day: 20 } }) },
    { what: 'an approved move while tags are not known', facts: byPerson({ excluded: undefined }) },
    { what: 'a move in one of two windows', facts: factsOf({ windows: [closed, atNoon] }) },
    { what: 'the last move of the budget', facts: factsOf({ begun: { hour: 4, day: 19 } }) },
    { what: 'a move while another VM is tagged', facts: factsOf({ excluded: new Set(['vm2']) }) },
  ])('permits $what', ({ facts }) => expect(judgePermit(facts)).toEqual({ ok: true }))

  it.each([
    {
      what: 'all while stopped',
      facts: byPerson({ stop }),
      why: 'wait',
      code: 'stopped',
      text: 'eva has stopped all moves: backup',
    },
    {
      what: 'a tagged VM',
      facts: byPerson({ excluded: tagged }),
      why: 'stale',
      code: 'vm-excluded',
      text: 'vm1 has the tag leave-alone',
    },
    {
      what: 'a tagged VM by itself',
      facts: factsOf({ excluded: tagged }),
      why: 'stale',
      code: 'vm-excluded',
      text: 'leave-alone',
    },
    {
      what: 'all where it is off',
      facts: byPerson({ mode: 'off' }),
      why: 'stale',
      code: 'mode-forbids',
      text: 'set to "off"',
    },
    {
      what: 'all where it only recommends',
      facts: byPerson({ mode: 'recommend' }),
      why: 'stale',
      code: 'mode-forbids',
      text: '"recommend"',
    },
    {
      what: 'an automatic move once people approve',
      facts: factsOf({ mode: 'approve' }),
      why: 'stale',
      code: 'mode-forbids',
      text: 'a person must approve',
    },
    {
      what: 'an automatic move while frozen',
      facts: factsOf({ freeze }),
      why: 'wait',
      code: 'frozen',
      text: 'frozen: Of the last 3 moves 3 failed.',
    },
    {
      what: 'an automatic move before tags are read',
      facts: factsOf({ excluded: undefined }),
      why: 'wait',
      code: 'tags-unknown',
      text: 'not been read',
    },
    {
      what: 'an automatic move outside its windows',
      facts: factsOf({ windows: [closed] }),
      why: 'wait',
      code: 'window-closed',
      text: 'Production: never.',
    },
    {
      what: 'one more than in an hour',
      facts: factsOf({ begun: { hour: 5, day: 5 } }),
      why: 'wait',
      code: 'budget-spent',
      text: '5 automatic moves in Production in the last hour; at most 5',
    },
    {
      what: 'one more than in a day',
      facts: factsOf({ begun: { hour: 0, day: 20 } }),
      why: 'wait',
      code: 'budget-spent',
      text: '20 automatic moves in Production in the last day; at most 20',
    },
    {
      what: 'any automatic move with a budget of none',
      facts: factsOf({ budget: { hour: 0, day: 9 } }),
      why: 'wait',
      code: 'budget-spent',
      text: 'at most 0',
    },
  ])('refuses $what', ({ facts, why, code, text }) =>
    expect(judgePermit(facts)).toMatchObject({ ok: false, why, reason: { code, text: expect.stringContaining(text) } }),
  )

  it('says nothing of a reason that was not given', () => {
    const verdict = judgePermit(byPerson({ stop: { ...stop, why: '' } }))
    expect(verdict).toMatchObject({ reason: { text: 'eva has stopped all moves', values: { user: 'eva', why: '' } } })
  })

  it('names the gravest first: the switch, the mode, the VM, the freeze, the tags, the window, the budget', () => {
    const all = { stop, freeze, windows: [closed], begun: { hour: 9, day: 99 }, excluded: tagged }
    const codes = [
      factsOf({ ...all, mode: 'off' }),
      factsOf({ ...all, stop: undefined, mode: 'off' }),
      factsOf({ ...all, stop: undefined }),
      factsOf({ ...all, stop: undefined, excluded: undefined }),
      factsOf({ ...all, stop: undefined, excluded: undefined, freeze: undefined }),
      factsOf({ ...all, stop: undefined, excluded: new Set(), freeze: undefined }),
      factsOf({ ...all, stop: undefined, excluded: new Set(), freeze: undefined, windows: [] }),
    ].map(facts => {
      const verdict = judgePermit(facts)
      return verdict.ok ? 'ok' : verdict.reason.code
    })
    const inOrder = [
      'stopped',
      'mode-forbids',
      'vm-excluded',
      'frozen',
      'tags-unknown',
      'window-closed',
      'budget-spent',
    ]
    expect(codes).toEqual(inOrder)
  })

  it.each(automationModes)('lets nothing move by itself in mode %s unless it is automatic', mode =>
    expect(judgePermit(factsOf({ mode })).ok).toBe(mode === 'automatic'),
  )
})
