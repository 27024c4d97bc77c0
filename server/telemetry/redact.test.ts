import { describe, expect, it } from 'vitest'
import { redact } from './redact.ts'

describe('redact', () => {
  const cases: { why: string; given: unknown; safe: unknown }[] = [
    {
      why: 'leaves plain fields',
      given: { hosts: 3, name: 'db-07', gone: null },
      safe: { hosts: 3, name: 'db-07', gone: null },
    },
    { why: 'hides a password', given: { password: 'pw' }, safe: { password: '[hidden]' } },
    {
      why: 'hides by part of the name, any case',
      given: { accessToken: 'x', 'Set-Cookie': ['y'] },
      safe: { accessToken: '[hidden]', 'Set-Cookie': '[hidden]' },
    },
    {
      why: 'looks inside',
      given: { request: { headers: { Authorization: 'Bearer abc' } } },
      safe: { request: { headers: { Authorization: '[hidden]' } } },
    },
    { why: 'looks inside lists', given: [{ secret: 1 }], safe: [{ secret: '[hidden]' }] },
    {
      why: 'hides a bearer token within a sentence',
      given: 'sent Bearer eyJ.x-y_z to it',
      safe: 'sent Bearer [hidden] to it',
    },
    {
      why: 'hides credentials of an address',
      given: 'GET https://admin:pw@engine/api',
      safe: 'GET https://admin:[hidden]@engine/api',
    },
    {
      why: 'hides a password in a form',
      given: 'grant_type=password&password=pw&x=1',
      safe: 'grant_type=password&password=[hidden]&x=1',
    },
  ]
  for (const { why, given, safe } of cases) it(why, () => expect(redact(given)).toEqual(safe))

  it('writes an error with its code and causes, secrets hidden', () => {
    const cause = new Error('401 for Bearer abc')
    const error = Object.assign(new TypeError('cannot read', { cause }), { code: 'engine-unreachable' })
    expect(redact({ error })).toMatchObject({
      error: {
        type: 'TypeError',
        message: 'cannot read',
        code: 'engine-unreachable',
        cause: { message: '401 for Bearer [hidden]' },
      },
    })
  })

  it('ends on a value that holds itself', () => {
    const round: Record<string, unknown> = {}
    round.again = round
    expect(JSON.stringify(redact(round))).toContain('[object]')
  })
})
