import { describe, expect, it } from 'vitest'
import { createExpiringCache } from './expiring-cache.ts'

function aCache(maxEntries = 10) {
  let nowMs = 0
  const cache = createExpiringCache<string>({ freshMs: 30, graceMs: 300, maxEntries, now: () => nowMs })
  let loads = 0
  const load = (value: string | undefined) => async () => {
    loads += 1
    return value
  }
  const failing = async () => {
    throw new Error('silent')
  }
  return { cache, load, failing, at: (ms: number) => (nowMs = ms), loads: () => loads }
}

describe('createExpiringCache', () => {
  const ages = [
    { ageMs: 0, loads: 1 },
    { ageMs: 29, loads: 1 },
    { ageMs: 30, loads: 2 },
  ]
  for (const { ageMs, loads } of ages)
    it(`has loaded ${loads} times after ${ageMs} of 30 ms`, async () => {
      const a = aCache()
      await a.cache.get('k', a.load('v'))
      a.at(ageMs)
      expect(await a.cache.get('k', a.load('v'))).toBe('v')
      expect(a.loads()).toBe(loads)
    })

  it('shares one load among those who ask at once', async () => {
    const a = aCache()
    await Promise.all([a.cache.get('k', a.load('v')), a.cache.get('k', a.load('v'))])
    expect(a.loads()).toBe(1)
  })

  it('does not remember that there is nothing, and forgets what is no more', async () => {
    const a = aCache()
    await a.cache.get('k', a.load('v'))
    a.at(31)
    expect(await a.cache.get('k', a.load(undefined), true)).toBeUndefined()
    expect(a.cache.has('k')).toBe(false)
    expect(await a.cache.get('k', a.load('new'))).toBe('new')
  })

  it('forgets the oldest when it is full', async () => {
    const a = aCache(2)
    for (const key of ['a', 'b', 'c']) await a.cache.get(key, a.load(key))
    expect(['a', 'b', 'c'].map(a.cache.has)).toEqual([false, true, true])
  })

  describe('when a load fails', () => {
    const cases = [
      { why: 'serves the old value to whoever may take it', ageMs: 299, orStale: true, served: 'v' },
      { why: 'throws when the old value is too old', ageMs: 300, orStale: true, served: undefined },
      { why: 'throws for whoever needs it fresh', ageMs: 31, orStale: false, served: undefined },
    ]
    for (const { why, ageMs, orStale, served } of cases)
      it(why, async () => {
        const a = aCache()
        await a.cache.get('k', a.load('v'))
        a.at(ageMs)
        const asked = a.cache.get('k', a.failing, orStale)
        if (served === undefined) await expect(asked).rejects.toThrow('silent')
        else expect(await asked).toBe(served)
      })

    it('tries again at the next call', async () => {
      const a = aCache()
      await expect(a.cache.get('k', a.failing)).rejects.toThrow('silent')
      expect(await a.cache.get('k', a.load('v'))).toBe('v')
    })
  })
})
