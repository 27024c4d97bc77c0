import { describe, expect, it } from 'vitest'
import { withoutMatrix } from './negotiate.ts'

describe('matrix parameters', () => {
  const cases = [
    { url: '/events', plain: '/events' },
    { url: '/events?max=1', plain: '/events?max=1' },
    { url: '/events;from=12', plain: '/events?from=12' },
    { url: '/events;from=12?search=severity%3Enormal', plain: '/events?search=severity%3Enormal&from=12' },
    { url: '/events;from=12;max=3', plain: '/events?from=12&max=3' },
    { url: '/vms;max=2/33/statistics', plain: '/vms/33/statistics?max=2' },
    { url: '/events;max=9?max=1', plain: '/events?max=1' },
  ]
  for (const { url, plain } of cases) it(`${url} is read as ${plain}`, () => expect(withoutMatrix(url)).toBe(plain))
})
