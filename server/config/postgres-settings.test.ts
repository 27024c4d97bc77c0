import { describe, expect, it } from 'vitest'
import { storeSettings } from './store-settings.ts'

describe('store.url', () => {
  const { parse } = storeSettings['store.url']
  it.each([
    ['', ''],
    ['postgres://u@db.example/site?sslmode=verify-full', 'postgres://u@db.example/site?sslmode=verify-full'],
    ['postgresql:///site?host=/run/postgresql', 'postgresql:///site?host=/run/postgresql'],
  ])('takes "%s"', (given, value) => expect(parse(given)).toEqual({ ok: true, value }))

  it.each([
    [
      'a password, which would be seen',
      'postgres://u:sesame@db/site',
      /must not carry a password; use store.passwordFile/,
    ],
    ['no database', 'postgres://u@db', /must be an address such as postgres:/],
    ['another protocol', 'mysql://u@db/site', /must be an address/],
    ['no address', 'db.example', /must be an address/],
    ['no text', 5, /must be an address/],
  ])('refuses %s', (_, given, problem) => {
    const parsed = parse(given)
    expect(parsed).toMatchObject({ ok: false, problem: expect.stringMatching(problem) })
    expect(parsed.ok ? '' : parsed.problem).not.toContain('sesame')
  })
})

describe('store.schema', () => {
  const { parse } = storeSettings['store.schema']
  it.each(['ovirt_scheduler', '_x', 'a'.repeat(45)])('takes %s', value =>
    expect(parse(value)).toEqual({ ok: true, value }),
  )
  it.each(['', 'Site', 'a-b', '1a', 'a"; drop schema public; --', 'a'.repeat(46)])('refuses "%s"', given =>
    expect(parse(given)).toMatchObject({ ok: false }),
  )
})
