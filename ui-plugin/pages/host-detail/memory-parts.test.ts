import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memoryParts } from './memory-parts.ts'

const show = (...given: Parameters<typeof memoryParts>) =>
  memoryParts(...given).map(({ part, kib }) => `${part} ${kib}`)

describe('memoryParts', () => {
  const guests = [{ residentKiB: 30 }, {}, { residentKiB: 10 }]
  it.each([
    {
      why: 'everything is told',
      memory: { totalKiB: 100, freeKiB: 20, availableKiB: 45, buffersKiB: 5, cachedKiB: 20 },
      parts: ['guests 40', 'other 15', 'caches 25', 'free 20'],
    },
    {
      why: 'caches follow from what is available',
      memory: { totalKiB: 100, freeKiB: 20, availableKiB: 45 },
      parts: ['guests 40', 'other 15', 'caches 25', 'free 20'],
    },
    {
      why: 'only what is available is told',
      memory: { totalKiB: 100, availableKiB: 45 },
      parts: ['guests 40', 'other 15', 'available 45'],
    },
    { why: 'nothing but the total is told', memory: { totalKiB: 100 }, parts: ['guests 40', 'untold 60'] },
    {
      why: 'VMs hold more than is in use, by KSM',
      memory: { totalKiB: 100, freeKiB: 70 },
      parts: ['guests 30', 'free 70'],
    },
  ])('$why', ({ memory, parts }) => expect(show(memory, guests)).toEqual(parts))

  it('knows nothing of VMs that were not read', () =>
    expect(show({ totalKiB: 100, freeKiB: 20 }, [])).toEqual(['other 80', 'free 20']))

  it('always adds up to the total', () => {
    const kib = fc.nat(1000)
    const told = fc.option(kib, { nil: undefined })
    const known = <T extends object>(given: T) =>
      Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
    fc.assert(
      fc.property(
        kib,
        fc.record({ freeKiB: told, availableKiB: told, buffersKiB: told, cachedKiB: told }),
        fc.array(told),
        (totalKiB, rest, residents) => {
          const parts = memoryParts(
            { totalKiB, ...known(rest) },
            residents.map(residentKiB => known({ residentKiB })),
          )
          expect(parts.reduce((sum, part) => sum + part.kib, 0)).toBe(totalKiB)
          expect(parts.every(part => part.kib > 0)).toBe(true)
        },
      ),
    )
  })
})
