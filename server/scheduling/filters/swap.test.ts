import { describe, expect, it } from 'vitest'
import { aHostFacts, aVmFacts, type HostOver, verdictOf } from '../../../test/fakes/scheduling.ts'
import { engineDefaults } from '../facts/engine-config.ts'
import { swapFilter } from './swap.ts'

/** 1000 MiB of memory, 100 of them free, 500 of swap: the swap may be used up to 109 MiB (0.9 % is 0 %). */
const host = (swapFreeMiB: number | undefined, over: HostOver = {}) =>
  aHostFacts({ physicalMiB: 1000, freeMiB: 100, swapTotalMiB: 500, swapFreeMiB, ...over })

const cases: {
  why: string
  host: ReturnType<typeof host>
  status?: 'paused' | 'up'
  properties?: Record<string, string>
  check?: boolean
  expected: object
}[] = [
  {
    why: 'keeps one that swaps less than it has free',
    host: host(450),
    expected: { kind: 'kept', reason: { code: 'swap-within', values: { swapPercent: -5 } } },
  },
  {
    why: 'keeps a part of a percent, as the engine rounds down',
    host: host(391),
    expected: { kind: 'kept', reason: { values: { usedMiB: 109, swapPercent: 0 } } },
  },
  {
    why: 'drops a whole percent',
    host: host(390),
    expected: { kind: 'dropped', reason: { code: 'swap-too-high', values: { swapPercent: 1, maxPercent: 0 } } },
  },
  {
    why: 'rounds towards 0 below it',
    host: host(409),
    expected: { kind: 'kept', reason: { values: { usedMiB: 91, swapPercent: -0 } } },
  },
  {
    why: 'keeps just what is allowed',
    host: host(191),
    properties: { MaximumAllowedSwapUsage: '20' },
    expected: { kind: 'kept', reason: { values: { swapPercent: 20, maxPercent: 20 } } },
  },
  {
    why: 'drops one percent more',
    host: host(190),
    properties: { MaximumAllowedSwapUsage: '20' },
    expected: { kind: 'dropped', reason: { values: { swapPercent: 21 } } },
  },
  {
    why: 'takes the default for what is no number',
    host: host(390),
    properties: { MaximumAllowedSwapUsage: 'x' },
    expected: { kind: 'dropped' },
  },
  { why: 'lets a paused VM pass', host: host(0), status: 'paused', expected: { kind: 'kept' } },
  { why: 'does not look when switched off', host: host(0), check: false, expected: { kind: 'kept' } },
  {
    why: 'lets unknown swap pass',
    host: host(undefined),
    expected: { kind: 'kept', reason: { code: 'swap-not-known' } },
  },
  {
    why: 'lets unknown total pass',
    host: host(0, { swapTotalMiB: undefined }),
    expected: { kind: 'kept', reason: { code: 'swap-not-known' } },
  },
  {
    why: 'lets unknown memory pass',
    host: host(0, { freeMiB: undefined }),
    expected: { kind: 'kept', reason: { code: 'swap-not-known' } },
  },
  {
    why: 'takes no free memory for unknown',
    host: host(0, { freeMiB: 0 }),
    expected: { kind: 'kept', reason: { code: 'swap-not-known' } },
  },
  {
    why: 'looks at a single free MiB',
    host: host(0, { freeMiB: 1 }),
    expected: { kind: 'dropped', reason: { values: { swapPercent: 49 } } },
  },
  {
    why: 'takes no memory at all for unknown',
    host: host(0, { physicalMiB: 0 }),
    expected: { kind: 'kept', reason: { code: 'swap-not-known' } },
  },
]

describe('Swap', () => {
  it.each(cases)('$why', ({ host, status = 'up', properties = {}, check = true, expected }) => {
    const config = { ...engineDefaults, EnableSwapCheck: check }
    const vm = aVmFacts({ hostId: 'host2', status })
    expect(verdictOf(swapFilter, vm, host, { properties, config })).toMatchObject(expected)
  })
})
