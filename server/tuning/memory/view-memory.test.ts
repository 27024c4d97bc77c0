import { describe, expect, it } from 'vitest'
import type { GuestReading } from '../../../shared/model/host-reading.ts'
import { reason } from '../../../shared/policy/reason.ts'
import { aGuestReading, aHostReading } from '../../../test/fakes/host-readings.ts'
import { type MemoryContext, viewMemory } from './view-memory.ts'

const GIB = 1_048_576

const aContext = (over: Partial<MemoryContext> = {}): MemoryContext => ({
  staleMs: 30_000,
  headedOf: () => undefined,
  priorityOf: () => undefined,
  leaveAlone: () => undefined,
  ...over,
})
const { balloon, guestMemory } = aGuestReading()
if (balloon === undefined) throw new Error('a guest has a balloon')

describe('viewMemory', () => {
  it('sees what a host and its VMs tell', () => {
    expect(viewMemory(aHostReading(), [aGuestReading()], aContext())).toEqual({
      atMs: aHostReading().takenAtMs,
      totalKiB: 64 * GIB,
      availableKiB: 24 * GIB,
      guests: [
        {
          vmId: aGuestReading().id,
          vmName: 'vm1',
          currentKiB: 3 * GIB,
          headedKiB: 3 * GIB,
          minKiB: GIB,
          maxKiB: 4 * GIB,
          usableKiB: 1.5 * GIB,
          swapInKiBPerS: 0,
          priority: 0,
        },
      ],
      leftAlone: [],
      vmCount: 1,
    })
  })

  it('sees nothing where the host does not tell what is available', () => {
    const memory = { totalKiB: GIB, freeKiB: GIB }
    expect(viewMemory(aHostReading({ memory }), [aGuestReading()], aContext())).toBeUndefined()
  })

  it('counts what we asked for above what the host tells, and leaves a guest what it needs where no guarantee is known', () => {
    const reading = aGuestReading({ balloon: { currentKiB: 3 * GIB, maxKiB: 4 * GIB, targetKiB: 3 * GIB } })
    const view = viewMemory(aHostReading(), [reading], aContext({ headedOf: () => 2 * GIB, priorityOf: () => 3 }))
    expect(view?.guests).toMatchObject([{ headedKiB: 2 * GIB, minKiB: GIB / 4, priority: 3 }])
  })

  it('counts VMs that have a QEMU', () => {
    const states = ['running', 'paused', 'migrating', 'off', 'suspended'] as const
    const view = viewMemory(
      aHostReading(),
      states.map(state => aGuestReading({ state })),
      aContext(),
    )
    expect(view?.vmCount).toBe(3)
  })

  const cases: { code: string; over?: Partial<GuestReading>; context?: Partial<MemoryContext> }[] = [
    { code: 'memory-not-running', over: { state: 'migrating' } },
    { code: 'memory-not-running', over: { state: 'paused' } },
    { code: 'memory-unresponsive', over: { responsive: false } },
    { code: 'vm-leaves', context: { leaveAlone: () => reason('vm-leaves', 'It leaves.') } },
    { code: 'memory-balloon-off', over: { balloon: { ...balloon, enabled: false } } },
    { code: 'memory-usable-unknown', over: { guestMemory: { totalKiB: GIB, unusedKiB: GIB } } },
    { code: 'memory-stale', over: { guestMemory: { ...guestMemory, ageMs: 30_001 } } },
    { code: 'memory-fixed', over: { balloon: { ...balloon, minKiB: 4 * GIB } } },
    { code: 'memory-above-maximum', over: { balloon: { ...balloon, currentKiB: 5 * GIB } } },
  ]
  for (const { code, over, context } of cases) {
    it(`leaves a VM alone: ${code}`, () => {
      const view = viewMemory(aHostReading(), [aGuestReading(over)], aContext(context))
      expect([view?.guests, view?.leftAlone.map(({ name, reason }) => [name, reason.code])]).toEqual([
        [],
        [['vm1', code]],
      ])
    })
  }

  it('leaves a VM without a balloon alone', () => {
    const { balloon: _, ...rest } = aGuestReading()
    expect(viewMemory(aHostReading(), [rest], aContext())?.leftAlone[0]?.reason.code).toBe('memory-no-balloon')
  })
})
