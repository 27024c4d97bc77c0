import { describe, expect, it } from 'vitest'
import { parseTimeWindow, type TimeWindow } from './time-window.ts'

function windowOf(text: string): TimeWindow {
  const parsed = parseTimeWindow(text)
  if ('problem' in parsed) throw new Error(parsed.problem)
  return parsed
}

const berlinNights = '0 22 * * 1-5 for 6h in Europe/Berlin'

describe('isOpen', () => {
  it.each([
    // 2026-08-19 is a Wednesday; Berlin is two hours before UTC then.
    { why: 'a millisecond before it opens', text: berlinNights, at: '2026-08-19T19:59:59.999Z', open: false },
    { why: 'when it opens', text: berlinNights, at: '2026-08-19T20:00:00.000Z', open: true },
    { why: 'half a second later', text: berlinNights, at: '2026-08-19T20:00:00.500Z', open: true },
    { why: 'over midnight', text: berlinNights, at: '2026-08-20T00:30:00Z', open: true },
    { why: 'at its last millisecond', text: berlinNights, at: '2026-08-20T01:59:59.999Z', open: true },
    { why: 'when it closes', text: berlinNights, at: '2026-08-20T02:00:00.000Z', open: false },
    {
      why: 'on Saturday before dawn, which is still Friday’s',
      text: berlinNights,
      at: '2026-08-22T01:00Z',
      open: true,
    },
    { why: 'on Saturday evening', text: berlinNights, at: '2026-08-22T21:00Z', open: false },
    { why: 'in winter by winter time', text: berlinNights, at: '2026-12-02T20:30Z', open: false },
    { why: 'in winter an hour later by UTC', text: berlinNights, at: '2026-12-02T21:00Z', open: true },
    { why: 'without a zone by UTC', text: '0 22 * * * for 30m', at: '2026-12-02T22:29:59Z', open: true },
    { why: 'without a zone, once it is over', text: '0 22 * * * for 30m', at: '2026-12-02T22:30:00Z', open: false },
    { why: 'for days', text: '0 0 1 * * for 3d', at: '2026-09-03T23:59:59Z', open: true },
    { why: 'after those days', text: '0 0 1 * * for 3d', at: '2026-09-04T00:00:00Z', open: false },
    { why: 'by the name of a weekday', text: '0 0 * * SUN for 1d', at: '2026-08-23T12:00Z', open: true },
    { why: 'on the day after that weekday', text: '0 0 * * SUN for 1d', at: '2026-08-24T00:00Z', open: false },
  ])('is $open $why', ({ text, at, open }) => expect(windowOf(text).isOpen(Date.parse(at))).toBe(open))

  it.each([
    { why: 'begin as the last one ends', text: '0 * * * * for 1h', at: '2026-08-19T13:00:00.000Z' },
    { why: 'begin as the last one ends, a moment later', text: '0 * * * * for 1h', at: '2026-08-19T13:00:00.999Z' },
    { why: 'overlap', text: '*/5 * * * * for 6m', at: '2026-08-19T13:06:00.000Z' },
    { why: 'overlap by nearly all they last', text: '* * * * * for 1d', at: '2026-08-19T13:06:00.400Z' },
  ])('stays open where windows $why', ({ text, at }) => expect(windowOf(text).isOpen(Date.parse(at))).toBe(true))

  describe('when clocks change', () => {
    // In Berlin the night of 2026-03-29 has no 02:30, and that of 2026-10-25 has two.
    const text = '30 2 * * * for 20m in Europe/Berlin'
    it.each([
      { why: 'the hour that is left out opens as the next begins', at: '2026-03-29T01:10:00Z', open: true },
      { why: 'and not at the same hour by winter time', at: '2026-03-29T01:35:00Z', open: false },
      { why: 'the hour that comes twice opens the first time', at: '2026-10-25T00:40:00Z', open: true },
      { why: 'and not the second', at: '2026-10-25T01:40:00Z', open: false },
    ])('$why', ({ at, open }) => expect(windowOf(text).isOpen(Date.parse(at))).toBe(open))

    it.each([
      { why: 'shorter by the clock on the wall', at: '2026-03-29T02:59:59Z', open: true },
      { why: 'no longer than written', at: '2026-03-29T03:00:00Z', open: false },
    ])('lasts as long as written: $why', ({ at, open }) =>
      expect(windowOf('0 22 * * * for 6h in Europe/Berlin').isOpen(Date.parse(at))).toBe(open),
    )
  })

  it('keeps the operator’s words', () => expect(windowOf(berlinNights).text).toBe(berlinNights))
})

describe('parseTimeWindow', () => {
  it.each([
    { why: 'nothing', text: '', problem: 'must be "MINUTE HOUR' },
    { why: 'no duration', text: '0 22 * * 1-5', problem: 'must be "MINUTE HOUR' },
    { why: 'four fields', text: '0 22 * * for 6h', problem: 'must be "MINUTE HOUR' },
    { why: 'six fields', text: '0 0 22 * * * for 6h', problem: 'must be "MINUTE HOUR' },
    { why: 'an unknown unit', text: '0 22 * * * for 6w', problem: 'must be "MINUTE HOUR' },
    { why: 'more after the zone', text: '0 22 * * * for 6h in UTC now', problem: 'must be "MINUTE HOUR' },
    { why: 'no time at all', text: '0 22 * * * for 0m', problem: 'must last from 1m to 31d, not 0m' },
    { why: 'more than a month', text: '0 22 * * * for 32d', problem: 'must last from 1m to 31d, not 32d' },
    { why: 'an hour that is none', text: '0 25 * * * for 6h', problem: 'Invalid value for hour: 25' },
    { why: 'a day that never comes', text: '0 0 31 2 * for 6h', problem: 'never opens: 0 0 31 2 *' },
    { why: 'a zone that is none', text: '0 22 * * * for 6h in Mars/Base', problem: 'Mars/Base' },
  ])('refuses $why', ({ text, problem }) =>
    expect(parseTimeWindow(text)).toEqual({ problem: expect.stringContaining(problem) }),
  )

  it('takes a whole month', () => expect(windowOf('0 0 1 * * for 31d').isOpen(Date.UTC(2026, 0, 31))).toBe(true))
})
