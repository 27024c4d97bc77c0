import { describe, expect, it } from 'vitest'
import type { GuestReading, HostReading } from '../../../shared/model/host-reading.ts'
import { aGuestReading, aHostReading } from '../../../test/fakes/host-readings.ts'
import type { HostChange } from './compose-changes.ts'
import { planRestore, whyRestored } from './plan-restore.ts'

const GIB = 1_048_576
const vm = { vmId: 'v1', vmName: 'db' }
const all = [0, 1, 2, 3]
const pinned = (over: Partial<GuestReading> = {}, pinnedTo: number[] | undefined = [2]) =>
  aGuestReading({ id: 'v1', name: 'db', vcpus: [{ index: 0, ...(pinnedTo && { pinnedTo }) }], ...over })
const pins = (to: number[]) => ({
  knob: 'pins' as const,
  ...vm,
  from: [{ vcpu: 0, cpuIds: all }],
  to: [{ vcpu: 0, cpuIds: to }],
})
const twoPins = (first: number[], second: number[]) => ({
  from: [first, second].map((_, vcpu) => ({ vcpu, cpuIds: all })),
  to: [first, second].map((cpuIds, vcpu) => ({ vcpu, cpuIds })),
})
const balloon = (found: number, ours: number): HostChange => ({ knob: 'balloon', ...vm, fromKiB: found, toKiB: ours })
const withBalloon = (currentKiB: number, targetKiB?: number) =>
  aGuestReading({
    id: 'v1',
    name: 'db',
    balloon: { currentKiB, maxKiB: 4 * GIB, ...(targetKiB !== undefined && { targetKiB }) },
  })

type Case = {
  why: string
  touched: HostChange[]
  guests?: GuestReading[]
  host?: Partial<HostReading>
  roomKiB?: number
  still?: boolean
  expected: { to?: unknown; forget?: number; lost?: number }
}

const cases: Case[] = [
  {
    why: 'pins a vCPU as it was found',
    touched: [pins([2])],
    guests: [pinned()],
    expected: { to: [{ vcpu: 0, cpuIds: all }] },
  },
  {
    why: 'believes a host that tells no pins to have kept ours',
    touched: [pins([2])],
    guests: [aGuestReading({ id: 'v1', vcpus: [{ index: 0 }] })],
    expected: { to: [{ vcpu: 0, cpuIds: all }] },
  },
  { why: 'leaves a pin that somebody else has set', touched: [pins([3])], guests: [pinned()], expected: { lost: 1 } },
  {
    why: 'knows the pin before, when the last change may not have been taken',
    touched: [pins([3]), pins([2])],
    guests: [pinned()],
    expected: { to: [{ vcpu: 0, cpuIds: all }] },
  },
  {
    why: 'forgets pins of which a doubt says that they are back',
    touched: [pins(all), pins([2])],
    guests: [pinned({}, all)],
    expected: { forget: 1 },
  },
  { why: 'misses a VM that is not here', touched: [pins([2])], guests: [], expected: { lost: 1 } },
  {
    why: 'misses a VM that was switched off, balanced or not',
    touched: [pins([2])],
    guests: [pinned({ state: 'off' })],
    still: true,
    expected: { lost: 1 },
  },
  {
    why: 'gives back each vCPU by the doubt that the host shows',
    touched: [
      { ...pins([3]), ...twoPins([3], [1]) },
      { ...pins([2]), ...twoPins([2], [0]) },
    ],
    guests: [
      aGuestReading({
        id: 'v1',
        vcpus: [
          { index: 0, pinnedTo: [2] },
          { index: 1, pinnedTo: [1] },
        ],
      }),
    ],
    expected: { to: twoPins([2], [1]).from },
  },
  { why: 'leaves alone what is still balanced', touched: [pins([2])], guests: [pinned()], still: true, expected: {} },
  {
    why: 'gives memory back',
    touched: [balloon(4 * GIB, 2 * GIB)],
    guests: [withBalloon(2 * GIB)],
    expected: { to: 4 * GIB },
  },
  {
    why: 'gives back as much as the host has room for',
    touched: [balloon(4 * GIB, 2 * GIB)],
    guests: [withBalloon(2 * GIB)],
    roomKiB: GIB,
    expected: { to: 3 * GIB },
  },
  {
    why: 'waits while the host has no room',
    touched: [balloon(4 * GIB, 2 * GIB)],
    guests: [withBalloon(2 * GIB)],
    roomKiB: 0,
    expected: {},
  },
  {
    why: 'waits while nothing is told of the balloon',
    touched: [balloon(4 * GIB, 2 * GIB)],
    guests: [aGuestReading({ id: 'v1', balloon: undefined })],
    expected: {},
  },
  {
    why: 'waits for a balloon that is on its way back',
    touched: [balloon(4 * GIB, 2 * GIB), balloon(4 * GIB, 4 * GIB)],
    guests: [withBalloon(2 * GIB, 4 * GIB)],
    expected: { lost: 1 },
  },
  {
    why: 'believes a host that tells no target that a balloon is where it was sent',
    touched: [balloon(4 * GIB, 4 * GIB)],
    guests: [withBalloon(2 * GIB)],
    expected: { lost: 1 },
  },
  {
    why: 'forgets a balloon that has come back, also while balloons are still set',
    touched: [balloon(4 * GIB, 4 * GIB)],
    guests: [withBalloon(4 * GIB)],
    still: true,
    expected: { forget: 1 },
  },
  {
    why: 'keeps how it was found while a balloon has only just been sent elsewhere',
    touched: [balloon(4 * GIB, 2 * GIB), balloon(4 * GIB, 4 * GIB)],
    guests: [withBalloon(4 * GIB)],
    still: true,
    expected: {},
  },
  {
    why: 'never takes memory away by it',
    touched: [balloon(2 * GIB, 4 * GIB)],
    guests: [withBalloon(4 * GIB)],
    expected: { forget: 1 },
  },
  {
    why: 'calls back a balloon that was sent a moment ago and has not moved yet',
    touched: [balloon(4 * GIB, 2 * GIB)],
    guests: [withBalloon(4 * GIB, 2 * GIB)],
    roomKiB: 0,
    expected: { to: 4 * GIB },
  },
  {
    why: 'leaves a balloon that somebody else has sent elsewhere',
    touched: [balloon(4 * GIB, 2 * GIB)],
    guests: [withBalloon(3 * GIB, 3 * GIB)],
    expected: { lost: 1 },
  },
  {
    why: 'lets KSM stand as it was found, field by field',
    touched: [{ knob: 'ksm', from: { run: 'stop', pagesToScan: 100 }, to: { run: 'merge', pagesToScan: 900 } }],
    host: { ksm: { running: true, pagesToScan: 500 } },
    expected: { to: { run: 'stop' } },
  },
  {
    why: 'lifts a quota',
    touched: [{ knob: 'cpu', ...vm, from: { quotaUs: 'unlimited' }, to: { quotaUs: 5000 } }],
    guests: [aGuestReading({ id: 'v1', cpuTune: { quotaUs: 5000 } })],
    expected: { to: { quotaUs: 'unlimited' } },
  },
  {
    why: 'cannot give back what was not told before',
    touched: [{ knob: 'cpu', ...vm, from: {}, to: { quotaUs: 5000 } }],
    guests: [aGuestReading({ id: 'v1', cpuTune: { quotaUs: 5000 } })],
    expected: { lost: 1 },
  },
]

describe('planRestore', () => {
  for (const { why, touched, guests = [], host = {}, roomKiB = 8 * GIB, still = false, expected } of cases)
    it(why, () => {
      const found = {
        reading: aHostReading(host),
        guests: new Map(guests.map(guest => [guest.id, guest])),
        roomKiB,
      }
      const plan = planRestore(new Map([['knob', touched]]), found, () => (still ? undefined : whyRestored.off))
      const to = plan.changes.map(({ change }) => ('toKiB' in change ? change.toKiB : 'to' in change && change.to))[0]
      expect({ to, forget: plan.forget.length, lost: plan.lost.length }).toEqual({
        to: undefined,
        forget: 0,
        lost: 0,
        ...expected,
      })
    })

  it('shares the room of the host among its VMs', () => {
    const two = ['v1', 'v2'].map(id => aGuestReading({ id, balloon: { currentKiB: GIB, maxKiB: 4 * GIB } }))
    const touched = new Map(
      two.map(({ id }): [string, HostChange[]] => [id, [{ ...balloon(2 * GIB, GIB), vmId: id } as HostChange]]),
    )
    const guests = new Map(two.map(guest => [guest.id, guest]))
    const plan = planRestore(touched, { reading: aHostReading(), guests, roomKiB: 1.5 * GIB }, () => whyRestored.off)
    expect(plan.changes.map(({ change }) => 'toKiB' in change && change.toKiB)).toEqual([2 * GIB, 1.5 * GIB])
  })
})
