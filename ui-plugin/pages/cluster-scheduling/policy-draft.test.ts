import { describe, expect, it } from 'vitest'
import type { ClusterPolicy, PropertyView } from '../../../shared/api/cluster-policy.ts'
import { aPolicy, balance, evenly, highUtilization, minimum, safe } from '../../../test/fakes/cluster-policies.ts'
import {
  changesOf,
  type Draft,
  isDirty,
  isEditable,
  problemOf,
  problemsOf,
  shownValue,
  toRequest,
} from './policy-draft.ts'

const draft = (values: Record<string, string>, policyId?: string): Draft => ({ values, ...(policyId && { policyId }) })
const choice: PropertyView = { ...minimum, parameter: { type: 'choice', choices: ['a', 'b'] }, default: 'a' }
const javaOnly: PropertyView = { ...highUtilization, regex: '(?<!x' }
const { default: _, ...withoutDefault } = highUtilization

describe('problemOf', () => {
  const cases = [
    {
      property: minimum,
      good: ['0', '500', ' 9999999 ', ''],
      bad: { abc: 'integer', '-1': 'integer', '10000000': 'integer', '1.5': 'integer', '1;2': 'semicolon' },
    },
    { property: safe, good: ['true', 'False', ''], bad: { yes: 'boolean', '1': 'boolean' } },
    { property: choice, good: ['a', 'b', ''], bad: { c: 'choice' } },
    { property: highUtilization, good: ['80', ''], bad: { '49': 'text', '801': 'text', x80: 'text' } },
    { property: withoutDefault, good: ['80'], bad: { '': 'empty' } },
    { property: javaOnly, good: ['whatever the engine makes of it'], bad: {} },
  ]
  for (const { property, good, bad } of cases) {
    it(`judges ${property.name} (${property.parameter.type})`, () => {
      for (const text of good) expect(problemOf(property, text), text).toBeUndefined()
      for (const [text, problem] of Object.entries(bad)) expect(problemOf(property, text), text).toBe(problem)
    })
  }
})

describe('a draft', () => {
  const cases: { why: string; given: Draft; changed: string[]; policy?: Partial<ClusterPolicy> }[] = [
    { why: 'untouched', given: draft({}), changed: [] },
    { why: 'with another value', given: draft({ [minimum.name]: '700' }), changed: [minimum.name] },
    { why: 'typed back to the value', given: draft({ [minimum.name]: ' 600 ' }), changed: [] },
    { why: 'with the same boolean in another spelling', given: draft({ [safe.name]: 'true' }), changed: [] },
    { why: 'emptied, which means the default', given: draft({ [minimum.name]: '' }), changed: [minimum.name] },
    { why: 'with the default that applies anyway', given: draft({ [highUtilization.name]: '80' }), changed: [] },
    {
      why: 'of someone who may not edit',
      given: draft({ [minimum.name]: '700' }),
      changed: [],
      policy: { mayEdit: false },
    },
  ]
  for (const { why, given, changed, policy } of cases) {
    it(`${why} changes ${changed.length}`, () => {
      const loaded = aPolicy(policy)
      expect(changesOf(loaded, given).map(({ property }) => property.name)).toEqual(changed)
      expect(isDirty(loaded, given)).toBe(changed.length > 0)
    })
  }

  it('shows what was typed, else the value, else the default', () => {
    expect(shownValue(minimum, draft({ [minimum.name]: 'x' }))).toBe('x')
    expect(shownValue(minimum, draft({}))).toBe('600')
    expect(shownValue(highUtilization, draft({}))).toBe('80')
  })

  it('sends the changes alone, with the version they were made from', () => {
    expect(toRequest(aPolicy(), draft({ [minimum.name]: '', [safe.name]: 'false' }))).toEqual({
      version: 'v1',
      properties: { [minimum.name]: '500', [safe.name]: 'false' },
    })
  })

  it('of a policy with our units allows our properties, of another one none', () => {
    const loaded = aPolicy({ policy: evenly, properties: [{ ...minimum, editable: false }, { ...highUtilization }] })
    const editable = (policyId: string) =>
      loaded.properties.filter(property => isEditable(loaded, draft({}, policyId), property)).map(({ name }) => name)
    expect([editable(evenly.id), editable(balance.id)]).toEqual([[highUtilization.name], [minimum.name]])
    expect(toRequest(loaded, draft({}, balance.id))).toEqual({ version: 'v1', policyId: balance.id, properties: {} })
  })

  it('names the problem of each property that cannot be saved', () => {
    const problems = problemsOf(aPolicy(), draft({ [minimum.name]: 'x', [highUtilization.name]: '90' }))
    expect([...problems]).toEqual([[minimum.name, 'integer']])
  })
})
