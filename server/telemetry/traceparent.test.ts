import { describe, expect, it } from 'vitest'
import { parseTraceparent, toTraceparent } from './traceparent.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const spanId = '00f067aa0ba902b7'
const good = `00-${traceId}-${spanId}-01`

describe('parseTraceparent', () => {
  it.each([
    { why: 'version 00', text: good, flags: '01' },
    { why: 'flags that we do not know', text: `00-${traceId}-${spanId}-ce`, flags: 'ce' },
    { why: 'a later version', text: `cc-${traceId}-${spanId}-00`, flags: '00' },
    { why: 'a later version with more fields', text: `cc-${traceId}-${spanId}-01-what-else`, flags: '01' },
  ])('takes $why', ({ text, flags }) => expect(parseTraceparent(text)).toEqual({ traceId, spanId, flags }))

  it.each([
    { why: 'nothing', text: undefined },
    { why: 'an empty text', text: '' },
    { why: 'the version that is none', text: good.replace('00-', 'ff-') },
    { why: 'more fields in version 00', text: `${good}-what` },
    { why: 'a later version with more that is no field', text: `cc-${traceId}-${spanId}-01.what` },
    { why: 'a trace of zeros', text: `00-${'0'.repeat(32)}-${spanId}-01` },
    { why: 'a span of zeros', text: `00-${traceId}-${'0'.repeat(16)}-01` },
    { why: 'capital letters', text: good.toUpperCase() },
    { why: 'a trace that is too short', text: `00-${traceId.slice(1)}-${spanId}-01` },
    { why: 'a span that is too long', text: `00-${traceId}-${spanId}0-01` },
    { why: 'no flags', text: `00-${traceId}-${spanId}` },
    { why: 'two headers in one', text: `${good}, ${good}` },
    { why: 'spaces around', text: ` ${good} ` },
    { why: 'a line behind it', text: `${good}\nX: 1` },
    { why: 'a line behind more fields', text: `cc-${traceId}-${spanId}-01-a\nX: 1` },
  ])('does not take $why', ({ text }) => expect(parseTraceparent(text)).toBeUndefined())
})

describe('toTraceparent', () => {
  it('writes version 00', () => expect(toTraceparent({ traceId, spanId, flags: '01' })).toBe(good))
  it('is read again', () => expect(parseTraceparent(toTraceparent({ traceId, spanId, flags: '00' }))?.flags).toBe('00'))
})
