import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { weekOf, windowsOf } from './week-hours.ts'

const hoursOf = (...windows: string[]) => [...weekOf(windows, 'UTC').hours].toSorted((a, b) => a - b)
const at = (day: number, ...hours: number[]) => hours.map(hour => day * 24 + hour)

describe('weekOf', () => {
  it.each([
    { why: 'a day', windows: ['0 22 * * 1 for 2h'], hours: at(0, 22, 23) },
    { why: 'Sunday by either number', windows: ['0 1 * * 0 for 1h', '0 2 * * 7 for 1h'], hours: at(6, 1, 2) },
    { why: 'a list and a range', windows: ['0 3 * * 1-2,4 for 1h'], hours: [...at(0, 3), ...at(1, 3), ...at(3, 3)] },
    { why: 'what passes midnight', windows: ['0 23 * * 5 for 2h'], hours: [...at(4, 23), ...at(5, 0)] },
    { why: 'what passes the end of the week', windows: ['0 23 * * 0 for 2h'], hours: [...at(0, 0), ...at(6, 23)] },
  ])('reads $why', ({ windows, hours }) => expect(hoursOf(...windows)).toEqual(hours))

  it.each([
    ['30 22 * * 1 for 2h'],
    ['0 22 1 * * for 2h'],
    ['0 22 * * 1 for 90m'],
    ['0 25 * * 1 for 2h'],
    ['0 22 * * 5-1 for 2h'],
    ['0 */2 * * * for 1h'],
  ])('leaves %s as it is written', window => {
    expect(weekOf([window], 'UTC')).toEqual({ hours: new Set(), zone: 'UTC', others: [window] })
  })

  it('leaves windows of a second zone as they are written', () => {
    const second = '0 1 * * * for 1h in Asia/Tokyo'
    const { zone, others, hours } = weekOf(['0 1 * * 1 for 1h in Europe/Berlin', second], 'UTC')
    expect([zone, others, [...hours]]).toEqual(['Europe/Berlin', [second], [1]])
  })

  it('takes the reader’s own zone where there is none to read', () =>
    expect(weekOf([], 'Asia/Tokyo').zone).toBe('Asia/Tokyo'))
})

describe('windowsOf', () => {
  it('puts days with the same hours into one', () => {
    const hours = new Set([...at(0, 22, 23), ...at(1, 22, 23), ...at(6, 5)])
    expect(windowsOf({ hours, zone: 'Europe/Berlin', others: ['x'] })).toEqual([
      '0 22 * * 1,2 for 2h in Europe/Berlin',
      '0 5 * * 0 for 1h in Europe/Berlin',
      'x',
    ])
  })

  it('brings back the hours that were chosen', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 167 })), chosen => {
        const hours = new Set(chosen)
        expect(weekOf(windowsOf({ hours, zone: 'UTC', others: [] }), 'UTC').hours).toEqual(hours)
      }),
    )
  })
})
