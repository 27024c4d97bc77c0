import { describe, expect, it } from 'vitest'
import { diskRates, noDiskLimits } from './disk-io.ts'

describe('diskRates', () => {
  const cases = [
    { why: 'without limits', limits: {}, rates: [7_000_000, 3_000_000] },
    { why: 'with reads limited', limits: { readBytesPerS: 1_000_000 }, rates: [1_000_000, 3_000_000] },
    { why: 'with writes limited', limits: { writeBytesPerS: 1_000_000 }, rates: [7_000_000, 1_000_000] },
    { why: 'with all of it limited', limits: { totalBytesPerS: 1_000_000 }, rates: [700_000, 300_000] },
    { why: 'with requests limited', limits: { totalIops: 100 }, rates: [1_146_880, 491_520] },
    { why: 'with reading requests limited', limits: { readIops: 100 }, rates: [1_638_400, 3_000_000] },
    { why: 'with limits far away', limits: { totalIops: 1_000_000 }, rates: [7_000_000, 3_000_000] },
  ] as const
  for (const { why, limits, rates } of cases) {
    it(why, () => {
      const { readBytesPerS, writtenBytesPerS } = diskRates(10_000_000, { ...noDiskLimits, ...limits })
      expect([readBytesPerS, writtenBytesPerS].map(Math.round)).toEqual(rates)
    })
  }
})
