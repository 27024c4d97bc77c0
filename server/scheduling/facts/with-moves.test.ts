import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts } from '../../../test/fakes/scheduling.ts'
import { vmsOn } from './situation.ts'
import { residentShare, withMoves } from './with-moves.ts'

// Half of what the VMs of h0 were promised is in use.
const h0 = aHostFacts({
  id: 'h0',
  physicalMiB: 64_000,
  freeMiB: 60_000,
  maxSchedulingMiB: 20_000,
  vmCount: 2,
  vmActive: 2,
})
const h1 = aHostFacts({ id: 'h1', physicalMiB: 64_000, freeMiB: 64_000, maxSchedulingMiB: 30_000, usagePercent: 0 })
const h2 = aHostFacts({ id: 'h2' })
const a = aVmFacts({ id: 'a', hostId: 'h0', memoryMiB: 4096, usageCpuPercent: 40 })
const b = aVmFacts({ id: 'b', hostId: 'h0', memoryMiB: 3904, usageCpuPercent: 0 })
const before = aSituation({ hosts: [h0, h1, h2], vms: [a, b] })
/** 4096 MiB, 64 + 8 of static overhead, 8 for each of two vCPUs. */
const BOOKED_MIB = 4096 + 72 + 16
const moved = (...moves: [string, string | undefined][]) => withMoves(before, new Map(moves))

describe('withMoves', () => {
  it('takes a VM off one host and puts it on the other', () => {
    const then = moved(['a', 'h1'])
    expect(['h0', 'h1'].map(id => vmsOn(then, id).map(vm => vm.id))).toEqual([['b'], ['a']])
    expect(then.hosts).toMatchObject([
      { id: 'h0', maxSchedulingMiB: 20_000 + BOOKED_MIB, freeMiB: 60_000 + 2048, vmCount: 1, vmActive: 1 },
      { id: 'h1', maxSchedulingMiB: 30_000 - BOOKED_MIB, freeMiB: 64_000 - 2048, vmCount: 1, vmActive: 1 },
      { id: 'h2' },
    ])
    expect(then.hosts[2]).toBe(h2)
  })

  it('moves what the VM loads: 40 of each of two CPUs are 10 of eight', () =>
    expect(moved(['a', 'h1']).hosts.map(({ usagePercent }) => usagePercent)).toEqual([0, 10, 10]))

  it('changes nothing of the situation that it was given', () => {
    moved(['a', 'h1'])
    expect([before.vms[0]?.hostId, before.hosts[0]?.freeMiB]).toEqual(['h0', 60_000])
    expect(withMoves(before, new Map())).toBe(before)
  })

  it('knows of VMs that stop', () => {
    const then = moved(['a', undefined])
    expect([then.vms[0]?.hostId, then.hosts[0]?.vmCount, then.hosts[1]]).toEqual([undefined, 1, h1])
  })

  it('is back where it was after there and back', () => {
    const back = withMoves(moved(['a', 'h1']), new Map([['a', 'h0']]))
    expect(back.vms).toEqual(before.vms)
    expect(back.hosts[0]).toMatchObject({ maxSchedulingMiB: 20_000, vmCount: 2 })
    expect(back.hosts[1]).toEqual(h1)
  })

  it('leaves a VM that stays where it is, and one that nobody knows', () =>
    expect(moved(['a', 'h0'], ['z', 'h1']).hosts).toEqual(before.hosts))

  it('adds up several moves to a host, within what it has', () => {
    const [, then] = moved(['a', 'h1'], ['b', 'h1']).hosts
    expect(then).toMatchObject({ vmCount: 2, freeMiB: 60_000 })
    const tight = aSituation({
      hosts: [h0, aHostFacts({ id: 'h1', maxSchedulingMiB: 1, freeMiB: 1, usagePercent: 95 })],
      vms: [a],
    })
    expect(withMoves(tight, new Map([['a', 'h1']])).hosts[1]).toMatchObject({
      maxSchedulingMiB: 0,
      freeMiB: 0,
      usagePercent: 100,
    })
  })

  it('adds no figure that was not known', () => {
    const dark = aSituation({
      hosts: [aHostFacts({ id: 'h1', maxSchedulingMiB: undefined, freeMiB: undefined, usagePercent: undefined })],
      vms: [a],
    })
    const [host] = withMoves(dark, new Map([['a', 'h1']])).hosts
    expect(Object.keys(host ?? {})).not.toEqual(expect.arrayContaining(['freeMiB']))
    expect([host?.maxSchedulingMiB, host?.usagePercent, host?.vmCount]).toEqual([undefined, undefined, 1])
  })
})

describe('residentShare', () => {
  it.each([
    { why: 'half in use', host: h0, share: 0.5 },
    { why: 'more in use than was promised', host: aHostFacts({ id: 'h0', freeMiB: 0 }), share: 1 },
    { why: 'nothing in use', host: aHostFacts({ id: 'h0', physicalMiB: 100, freeMiB: 100 }), share: 0 },
    { why: 'a host that was not measured', host: aHostFacts({ id: 'h0', freeMiB: undefined }), share: 1 },
    { why: 'no VMs', host: h1, share: 1 },
  ])('of $why is $share', ({ host, share }) => expect(residentShare(host, before)).toBe(share))
})
