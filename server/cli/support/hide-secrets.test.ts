import { expect, it } from 'vitest'
import { hideSecrets } from './hide-secrets.ts'

const deep = (value: unknown) => ({ a: [{ b: { c: { d: { e: { f: { g: value } } } } } }] })

const cases: { why: string; given: unknown; safe: unknown }[] = [
  {
    why: 'leaves what is not secret',
    given: deep({ n: 1, t: 'web', u: null }),
    safe: deep({ n: 1, t: 'web', u: null }),
  },
  {
    why: 'hides under a telling name, however deep',
    given: deep({ apiToken: 'x' }),
    safe: deep({ apiToken: '[hidden]' }),
  },
  { why: 'hides a known secret within a sentence', given: deep('was hunter22!'), safe: deep('was [hidden]!') },
  { why: 'hides a known secret in a name', given: { hunter22: 1 }, safe: { '[hidden]': 1 } },
  { why: 'hides the longer of two known secrets', given: 'hunter22-and-more', safe: '[hidden]' },
  { why: 'hides a bearer token', given: deep('Bearer abc.def'), safe: deep('Bearer [hidden]') },
  { why: 'hides credentials of an address', given: 'http://a:b@c/', safe: 'http://a:[hidden]@c/' },
  { why: 'leaves words that a short secret is part of', given: 'a pony', safe: 'a pony' },
]
for (const { why, given, safe } of cases)
  it(`hideSecrets ${why}`, () =>
    expect(hideSecrets(given, ['pw', 'po', 'hunter22', 'hunter22-and-more'])).toEqual(safe))
