import { describe, expect, it } from 'vitest'
import { aGuestReading } from '../../../test/fakes/host-readings.ts'
import { cpusOf, isPinned, pinnedVcpus, tellsPlaces, vcpuCounts, vcpusAt } from './cpu-pins.ts'

const cpuIds = [0, 1, 2, 3]
const free = aGuestReading({ id: 'free', vcpus: [{ index: 0, onCpuId: 1, pinnedTo: cpuIds }] })
const bound = aGuestReading({
  id: 'bound',
  vcpus: [
    { index: 0, onCpuId: 1, pinnedTo: [1, 0] },
    { index: 1, onCpuId: 0, pinnedTo: [0, 1] },
    { index: 2, onCpuId: 3, pinnedTo: [3] },
  ],
})
const mute = aGuestReading({ id: 'mute', vcpus: [{ index: 0 }] })
const guests = [free, bound, mute]

describe('pins', () => {
  it.each([
    { why: 'to some CPUs', pinnedTo: [0], pinned: true },
    { why: 'to all of them is to none', pinnedTo: [3, 2, 1, 0], pinned: false },
    { why: 'to more than are online is to none', pinnedTo: [0, 1, 2, 3, 4], pinned: false },
    { why: 'to none of them that are online', pinnedTo: [9], pinned: true },
  ])('$why', ({ pinnedTo, pinned }) => expect(isPinned({ pinnedTo }, cpuIds)).toBe(pinned))

  it('are not known where they are not told', () => {
    expect(isPinned({}, cpuIds)).toBe(false)
    expect([tellsPlaces([mute]), tellsPlaces(guests)]).toEqual([false, true])
  })

  it('of a VM stand together where they are the same', () => {
    expect(pinnedVcpus(bound, cpuIds)).toEqual([
      { vcpus: [0, 1], cpuIds: [0, 1] },
      { vcpus: [2], cpuIds: [3] },
    ])
    expect(pinnedVcpus(free, cpuIds)).toEqual([])
  })

  it('of a CPU: who was seen there first, then who may come; whoever may run anywhere is not named', () => {
    const at = (cpu: number) => vcpusAt(cpu, guests, cpuIds).map(({ guest, vcpu }) => `${guest.id} ${vcpu.index}`)
    expect([at(0), at(1), at(2), at(3)]).toEqual([
      ['bound 1', 'bound 0'],
      ['free 0', 'bound 0', 'bound 1'],
      [],
      ['bound 2'],
    ])
  })

  it('count and light up the CPUs where vCPUs were seen', () => {
    expect([...vcpuCounts(guests)]).toEqual([
      [1, 2],
      [0, 1],
      [3, 1],
    ])
    expect([...cpusOf(bound)]).toEqual([1, 0, 3])
    expect([...cpusOf(undefined)]).toEqual([])
  })
})
