import { describe, expect, it } from 'vitest'
import { saveClusterPolicySchema } from './cluster-policy.ts'
import { apiPaths, pathTo } from './paths.ts'
import {
  applySeveralRequestSchema,
  dismissRequestSchema,
  dismissSeveralRequestSchema,
  recommendationQuerySchema,
  snoozeRequestSchema,
} from './recommendations.ts'
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
      why: 'ids with commas between',
      schema: recommendationQuerySchema,
      given: { ids: 'a,b' },
      parsed: { limit: 200, ids: ['a', 'b'] },
    },
    {
      why: 'a cursor',
      schema: recommendationQuerySchema,
      given: { cursor: '17.a.b' },
      parsed: { limit: 200, cursor: '17.a.b' },
    },
    {
      why: 'several to dismiss without a reason',
      schema: dismissSeveralRequestSchema,
      given: { ids: ['a'] },
      parsed: { ids: ['a'], reason: '' },
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
    { why: 'an empty id', schema: recommendationQuerySchema, given: { ids: 'a,,b' } },
    { why: 'a cursor of something else', schema: recommendationQuerySchema, given: { cursor: 'next' } },
    { why: 'a snooze without an end', schema: snoozeRequestSchema, given: {} },
    { why: 'a snooze until a word', schema: snoozeRequestSchema, given: { untilMs: 'tomorrow' } },
    { why: 'none of several', schema: applySeveralRequestSchema, given: { ids: [] } },
    { why: 'one of several twice', schema: applySeveralRequestSchema, given: { ids: ['a', 'a'] } },
    {
      why: 'more than 100',
      schema: applySeveralRequestSchema,
      given: { ids: Array.from({ length: 101 }, (_, at) => `${at}`) },
    },
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
