import { describe, expect, it } from 'vitest'
import { aDelivery } from '../../../test/fakes/past.ts'
import { figuresOf, headlineOf, latestOf, lookAfter } from './delivery-facts.ts'

const MINUTE_MS = 60_000
const ENDED_MS = 1_000_000_000
const minutesLater = (minutes: number) => ENDED_MS + minutes * MINUTE_MS
const fresh = aDelivery('r', ENDED_MS, [])
const nothing = {
  ...fresh,
  promised: fresh.promised.map(one => ({
    ...one,
    memoryPromisedPercent: one.memoryBeforePercent,
    cpuPromisedPercent: one.cpuBeforePercent,
  })),
}
const unread = { ...fresh, measured: [{ afterMinutes: 15, atMs: minutesLater(15), hosts: [] }] }
const small = { ...nothing, measured: unread.measured }

describe('headlineOf', () => {
  it('takes the largest relief that was promised', () => {
    expect(headlineOf(aDelivery('r', 0, [[15, 76, 0.9]]))).toEqual({
      host: 'host3',
      kind: 'cpu',
      before: 91,
      promised: 74,
      came: { 15: 76, 60: undefined },
    })
  })

  it('takes the largest change where no host was to be relieved', () => {
    const filled = { ...fresh, promised: fresh.promised.slice(1) }
    expect(headlineOf(filled)).toMatchObject({ host: 'host1', kind: 'cpu', before: 41, promised: 55 })
  })

  it('finds none where no host was to change', () => {
    expect(headlineOf(nothing)).toBeUndefined()
    expect(figuresOf(nothing)).toEqual([])
  })
})

describe('latestOf', () => {
  const cases = [
    { why: 'nothing before it is measured', came: [], latest: undefined },
    { why: 'what came after 15 minutes', came: [[15, 76]], latest: 76 },
    {
      why: 'what came after 60 minutes, once there is that',
      came: [
        [15, 76],
        [60, 75],
      ],
      latest: 75,
    },
  ] as const
  it.each(cases)('is $why', ({ came, latest }) => {
    const figure = headlineOf(aDelivery('r', 0, came))
    expect(figure && latestOf(figure)).toBe(latest)
  })
})

describe('lookAfter', () => {
  const measured = aDelivery('r', ENDED_MS, [[15, 76, 0.88]])
  const overlaid = aDelivery('r', ENDED_MS, [[15, 76]])
  const cases = [
    { why: 'says when it will be', delivery: fresh, now: 14, look: { state: 'later', atMs: minutesLater(15) } },
    { why: 'says that it is due', delivery: fresh, now: 15, look: { state: 'unknown', why: 'due' } },
    { why: 'says that it is still due', delivery: fresh, now: 30, look: { state: 'unknown', why: 'due' } },
    { why: 'says that nobody looked', delivery: fresh, now: 31, look: { state: 'unknown', why: 'missed' } },
    { why: 'says what came', delivery: measured, now: 16, look: { state: 'measured', share: 0.88 } },
    { why: 'says that later moves hide it', delivery: overlaid, now: 16, look: { state: 'unknown', why: 'overlaid' } },
    { why: 'says that hosts could not be read', delivery: unread, now: 16, look: { state: 'unknown', why: 'unread' } },
    { why: 'says that the promise was too small', delivery: small, now: 16, look: { state: 'unknown', why: 'small' } },
  ]
  it.each(cases)('$why', ({ delivery, now, look }) => expect(lookAfter(delivery, 15, minutesLater(now))).toEqual(look))
})
