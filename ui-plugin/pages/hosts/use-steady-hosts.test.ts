import { describe, expect, it } from 'vitest'
import { changes, inPlace } from './use-steady-hosts.ts'
import { aWatchedHost, figures } from './watched-host-samples.ts'

const [a, b, c] = ['a', 'b', 'c'].map(name => aWatchedHost({ name })) as [
  ReturnType<typeof aWatchedHost>,
  ReturnType<typeof aWatchedHost>,
  ReturnType<typeof aWatchedHost>,
]
const rows = [a, b].map(host => ({ host, gone: false }))

describe('rows of hosts', () => {
  it('keep their places, take new figures, and stay as gone', () => {
    const newer = { ...b, figures: { ...figures, cpuPercent: 1 } }
    expect(inPlace(rows, [newer, c])).toEqual([
      { host: a, gone: true },
      { host: newer, gone: false },
    ])
  })

  it.each([
    { why: 'nothing', wanted: [a, b], arrived: 0, moved: false },
    { why: 'another order', wanted: [b, a], arrived: 0, moved: true },
    { why: 'one more, in between', wanted: [a, c, b], arrived: 1, moved: false },
    { why: 'one that matches no longer', wanted: [b], arrived: 0, moved: false },
  ])('tell what has changed: $why', ({ wanted, arrived, moved }) =>
    expect(changes(rows, wanted)).toEqual({ arrived, moved }),
  )
})
