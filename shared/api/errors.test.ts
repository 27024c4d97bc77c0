import { describe, expect, it } from 'vitest'
import { apiErrorSchema, apiErrors } from './errors.ts'

describe('apiErrors', () => {
  for (const [code, { status, fix }] of Object.entries(apiErrors))
    it(`${code} has an error status, a way out in one or two sentences, and passes the schema`, () => {
      expect(status).toBeGreaterThanOrEqual(400)
      expect(fix).toMatch(/^[A-Z].*\.$/)
      expect(apiErrorSchema.safeParse({ code, message: 'What happened.', fix, requestId: 'r1' }).success).toBe(true)
    })

  it('knows no other code', () => {
    expect(apiErrorSchema.safeParse({ code: 'oops', message: '', fix: '', requestId: '' }).success).toBe(false)
  })
})
