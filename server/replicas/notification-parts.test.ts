import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Received } from './messages.ts'
import { createPayloadReader, toPayloads } from './notification-parts.ts'

/** What PostgreSQL takes, by its documentation of NOTIFY. */
const LIMIT_BYTES = 8_000

const answer = (known: unknown, from = 'a'): Received => ({ from, message: { type: 'answer', id: 'q1', known } })
/** That cannot be packed much: numbers from a simple generator. */
const long = (count: number, seed = 1) =>
  Array.from({ length: count }, (_, nth) => ((nth + seed) * 2_654_435_761) % 1e9)

describe('what replicas tell each other, as payloads', () => {
  it('comes out as it went in, whatever its length, each payload within what PostgreSQL takes', () => {
    const known = fc.oneof(
      fc.jsonValue(),
      fc.string({ unit: 'grapheme', minLength: 5_000, maxLength: 9_000 }),
      fc.nat(20_000).map(count => long(count)),
    )
    fc.assert(
      fc.property(known, value => {
        const read = createPayloadReader()
        const payloads = toPayloads(answer(value), 'm1')
        for (const payload of payloads) expect(Buffer.byteLength(payload)).toBeLessThan(LIMIT_BYTES)
        const heard = payloads.map(read)
        expect(heard.slice(0, -1).every(received => received === undefined)).toBe(true)
        expect(heard.at(-1)).toEqual(JSON.parse(JSON.stringify(answer(value))))
      }),
      { numRuns: 60 },
    )
  })

  it('is told apart by who says it', () => {
    const read = createPayloadReader()
    const [one, two] = [answer(long(5_000), 'one'), answer(long(5_000, 7), 'two')]
    const [ofOne, ofTwo] = [toPayloads(one, 'm'), toPayloads(two, 'm')]
    expect(ofOne.length).toBeGreaterThan(2)
    const heard = ofOne.flatMap((payload, nth) => [read(payload), read(ofTwo[nth] ?? '')])
    expect(heard.filter(received => received !== undefined)).toEqual([one, two])
  })

  it.each([
    { lost: 'first', at: 0 },
    { lost: 'middle', at: 1 },
    { lost: 'last', at: -1 },
  ])('is given up where the $lost part is lost, and the next one is heard', ({ at }) => {
    const read = createPayloadReader()
    const payloads = toPayloads(answer(long(5_000)), 'm1')
    expect(payloads.toSpliced(at, 1).map(read)).toEqual(payloads.slice(1).map(() => undefined))
    const next = answer(long(5_000, 3))
    expect(toPayloads(next, 'm2').map(read).at(-1)).toEqual(next)
  })

  it.each([
    '',
    'hello',
    '{"from":"a"}',
    '{"from":"a","message":{"type":"of a newer version"}}',
    '{"from":"a","id":"m","part":0,"of":1,"data":"bm90IGRlZmxhdGVk"}',
    '{"from":"a","id":"m","part":0,"of":100000,"data":""}',
  ])('is nothing where it is %j', payload => {
    expect(createPayloadReader()(payload)).toBeUndefined()
  })
})
