import { describe, expect, it } from 'vitest'
import { ApplyError } from '../apply/services.ts'
import { ApiProblem } from './api-problem.ts'
import { tell } from './error-mapper.ts'

const withCode = (code: string) => Object.assign(new Error('connect ECONNREFUSED'), { code })
const http = (status: number, type?: string) =>
  Object.assign(new Error('bad charset'), { status, ...(type && { type }) })

describe('tell', () => {
  const cases: { why: string; error: unknown; code: string; says?: RegExp }[] = [
    { why: 'our own problems', error: new ApiProblem('forbidden', 'No.'), code: 'forbidden', says: /^No\.$/ },
    {
      why: 'what the gate refuses',
      error: new ApplyError('recommendation-stale', 'host1 went down.'),
      code: 'recommendation-stale',
      says: /host1/,
    },
    {
      why: 'an engine that cannot be reached',
      error: withCode('engine-unreachable'),
      code: 'engine-unreachable',
      says: /ECONNREFUSED/,
    },
    {
      why: 'an engine that fails otherwise, naming how',
      error: withCode('engine-bad-reply'),
      code: 'engine-unreachable',
      says: /engine-bad-reply/,
    },
    { why: 'an engine that says no', error: withCode('engine-refused'), code: 'engine-refused' },
    {
      why: 'a store that cannot be written, naming why',
      error: withCode('store-disk-full'),
      code: 'store-unavailable',
      says: /store-disk-full/,
    },
    {
      why: 'a deadline',
      error: AbortSignal.timeout(0).reason ?? new DOMException('late', 'TimeoutError'),
      code: 'engine-unreachable',
    },
    {
      why: 'a body that is too large',
      error: http(413, 'entity.too.large'),
      code: 'body-too-large',
      says: /262144 bytes/,
    },
    { why: 'a body that is not JSON', error: http(400, 'entity.parse.failed'), code: 'invalid-request' },
    {
      why: 'another unreadable request',
      error: http(415, 'charset.unsupported'),
      code: 'invalid-request',
      says: /bad charset/,
    },
    { why: 'a failure inside Express', error: http(500), code: 'internal' },
    {
      why: 'a defect, without its text',
      error: new TypeError('x is undefined at db.ts'),
      code: 'internal',
      says: /^Something went wrong inside the service\.$/,
    },
    { why: 'other codes of Node', error: withCode('ENOENT'), code: 'internal' },
    { why: 'something thrown that is no error', error: 'oops', code: 'internal' },
  ]
  for (const { why, error, code, says = /./ } of cases)
    it(`tells ${why} as ${code}`, () => {
      expect(tell(error)).toMatchObject({ code, message: expect.stringMatching(says) })
    })
})
