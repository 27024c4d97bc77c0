import { describe, expect, it } from 'vitest'
import { saveClusterPolicySchema } from './cluster-policy.ts'
import { apiPaths, pathTo } from './paths.ts'
import { dismissRequestSchema, recommendationQuerySchema } from './recommendations.ts'
import { runQuerySchema } from './runs.ts'

describe('requests', () => {
  const accepted = [
    { why: 'a list without conditions', schema: recommendationQuerySchema, given: {}, parsed: { limit: 200 } },
    {
      why: 'numbers as text, as a query has them',
      schema: runQuerySchema,
      given: { limit: '7' },
      parsed: { limit: 7 },
    },
    { why: 'a dismissal without a reason', schema: dismissRequestSchema, given: {}, parsed: { reason: '' } },
    {
      why: 'a reason with blanks around',
      schema: dismissRequestSchema,
      given: { reason: ' busy ' },
      parsed: { reason: 'busy' },
    },
    {
      why: 'an empty property',
      schema: saveClusterPolicySchema,
      given: { version: '1', properties: { safe_selection: '' } },
      parsed: { version: '1', properties: { safe_selection: '' } },
    },
  ]
  for (const { why, schema, given, parsed } of accepted)
    it(`accepts ${why}`, () => expect(schema.parse(given)).toEqual(parsed))

  const refused = [
    { why: 'an unknown state', schema: recommendationQuerySchema, given: { state: 'gone' } },
    { why: 'an unknown condition', schema: recommendationQuerySchema, given: { vm: 'db-07' } },
    { why: 'the same condition twice', schema: runQuerySchema, given: { state: ['done', 'failed'] } },
    { why: 'a limit of zero', schema: runQuerySchema, given: { limit: '0' } },
    { why: 'a limit that is no number', schema: runQuerySchema, given: { limit: 'all' } },
    { why: 'an endless reason', schema: dismissRequestSchema, given: { reason: 'x'.repeat(501) } },
    { why: 'a policy without the version it was read at', schema: saveClusterPolicySchema, given: { properties: {} } },
    {
      why: 'a value that would end the property for the engine',
      schema: saveClusterPolicySchema,
      given: { version: '1', properties: { a: '1;b=2' } },
    },
    {
      why: 'a property name with a blank',
      schema: saveClusterPolicySchema,
      given: { version: '1', properties: { 'a b': '1' } },
    },
    {
      why: 'a property that is not text',
      schema: saveClusterPolicySchema,
      given: { version: '1', properties: { a: 1 } },
    },
  ]
  for (const { why, schema, given } of refused)
    it(`refuses ${why}`, () => expect(schema.safeParse(given).success).toBe(false))
})

describe('pathTo', () => {
  const cases = [
    { path: apiPaths.cluster, id: '22', full: '/clusters/22' },
    { path: apiPaths.apply, id: 'a/b?c', full: '/recommendations/a%2Fb%3Fc/apply' },
    { path: apiPaths.run, id: '$&', full: '/runs/%24%26' },
  ]
  for (const { path, id, full } of cases) it(`fills ${path}`, () => expect(pathTo(path, id)).toBe(full))
})
