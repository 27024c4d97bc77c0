import { describe, expect, it } from 'vitest'
import { integer } from '../../../shared/policy/parameter.ts'
import { PluginError } from '../plugins/loaded-plugin.ts'
import { parseSchedulerDeclaration, tooNew } from './parse-scheduler-declaration.ts'

const said = {
  id: 'night_shift',
  name: 'Night shift',
  version: '2.1',
  writtenFor: '0.1',
  policies: ['Quiet', 'Busy'],
  parameters: { most: integer({ label: 'Most', help: 'Moves', min: 0, max: 5, default: 1 }) },
  functions: ['loadBalance', 'selectHost'],
}

const problemsOf = (given: unknown): readonly string[] => {
  try {
    parseSchedulerDeclaration(given)
    return []
  } catch (error) {
    if (error instanceof PluginError) return error.problems
    throw error
  }
}

describe('parseSchedulerDeclaration', () => {
  it('takes what is right as it is', () => expect(parseSchedulerDeclaration(said)).toEqual(said))

  it('takes no inputs for none', () => {
    expect(parseSchedulerDeclaration({ ...said, parameters: undefined }).parameters).toEqual({})
  })

  it.each([
    { why: 'no name to be called by', over: { id: 'night shift' }, says: 'night shift.id: needs 1 to 128 letters' },
    { why: 'the name of ours', over: { id: 'default' }, says: 'default.id: "default" comes with the service' },
    { why: 'no version of the product', over: { writtenFor: 'latest' }, says: 'needs a version such as "1.2.0"' },
    { why: 'no policy', over: { policies: [] }, says: 'night_shift.policies: needs at least one policy' },
    { why: 'a policy twice', over: { policies: ['A', 'A'] }, says: 'names one policy twice' },
    { why: 'a policy with a slash', over: { policies: ['a/b'] }, says: 'night_shift.policies.0: needs 1 to 128' },
    { why: 'no function', over: { functions: [] }, says: 'night_shift.functions' },
    { why: 'a function that is none', over: { functions: ['migrate'] }, says: 'night_shift.functions.0' },
    { why: 'an input of no type', over: { parameters: { most: 5 } }, says: 'night_shift.parameters.most' },
    { why: 'more than was asked', over: { fetches: true }, says: 'night_shift: Unrecognized key' },
  ])('refuses $why', ({ over, says }) => {
    expect(problemsOf({ ...said, ...over }).join('\n')).toContain(says)
  })

  it.each([undefined, null, 7, 'text'])('refuses %s', given => {
    expect(problemsOf(given)[0]).toMatch(/^a scheduler: /)
  })
})

describe('tooNew', () => {
  it.each([
    ['0.1', undefined],
    ['0.1.0', undefined],
    ['0.2', 'night_shift was written for version 0.2, this is 0.1.0; update the service, or write it for 0.1.0'],
  ])('written for %s: %s', (writtenFor, expected) => {
    expect(tooNew(parseSchedulerDeclaration({ ...said, writtenFor }), '0.1.0')).toBe(expected)
  })
})
