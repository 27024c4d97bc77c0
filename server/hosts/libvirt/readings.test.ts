import { describe, expect, it } from 'vitest'
import { cpuUse } from './cpu-use.ts'
import { guestMemory } from './guest-memory.ts'
import { guestState } from './guest-state.ts'
import { mergeIoLimits } from './io-change.ts'
import { toGuest } from './to-guest.ts'

const domain = { name: 'vm', uuid: '00000001-1111-2222-3333-444444444444', id: 1 }
const cpus = { ids: [0, 1, 3], total: 4 }
const figures = (values: Record<string, number | string | boolean>) => new Map(Object.entries(values))

describe('cpuUse', () => {
  const times = (user: number, kernel: number, idle: number, iowait?: number) =>
    new Map(Object.entries({ user, kernel, idle, ...(iowait !== undefined && { iowait }) }))
  it('parts the time between two samples', () => {
    expect(cpuUse(times(0, 0, 0, 0), times(20, 10, 60, 10))).toEqual({
      userPercent: 20,
      systemPercent: 10,
      idlePercent: 70,
      iowaitPercent: 10,
    })
    expect(cpuUse(times(5, 5, 5), times(10, 5, 5))).toEqual({ userPercent: 100, systemPercent: 0, idlePercent: 0 })
  })
  it('is not known when no time passed, or a counter went back', () => {
    expect(cpuUse(times(1, 1, 1), times(1, 1, 1))).toBeUndefined()
    expect(cpuUse(times(5, 1, 1), times(1, 9, 9))).toBeUndefined()
  })
})

describe('guestMemory', () => {
  const told = (at: number, swapIn: number, more = {}) =>
    figures({ 'balloon.last-update': at, 'balloon.swap_in': swapIn, ...more })
  it('is absent where the guest has told nothing', () => {
    expect(guestMemory(figures({ 'balloon.current': 5 }), 0, undefined)).toBeUndefined()
    expect(guestMemory(told(0, 0), 0, undefined)).toBeUndefined()
  })
  it('makes rates of what the guest told last, keeps them until it tells again, and says how old that is', () => {
    const first = guestMemory(told(100, 50, { 'balloon.usable': 9 }), 101_500, undefined) ?? expect.fail()
    expect(first.reading).toEqual({ ageMs: 1500, usableKiB: 9 })
    const second = guestMemory(told(110, 150), 110_000, first.sample) ?? expect.fail()
    expect(second.reading).toEqual({ ageMs: 0, swapInKiBPerS: 10 })
    const same = guestMemory(told(110, 150), 140_000, second.sample) ?? expect.fail()
    expect(same.reading).toEqual({ ageMs: 30_000, swapInKiBPerS: 10 })
    const anew = guestMemory(told(120, 5), 120_000, same.sample) ?? expect.fail()
    expect(anew.reading).toEqual({ ageMs: 0 })
  })
  it('is of no negative age when the clocks differ', () => {
    expect(guestMemory(told(100, 0), 1_000, undefined)?.reading.ageMs).toBe(0)
  })
})

describe('guestState', () => {
  const cases = [
    [1, 1, 'running'],
    [2, 0, 'running'],
    [3, 1, 'paused'],
    [3, 2, 'migrating'],
    [3, 11, 'starting'],
    [4, 0, 'stopping'],
    [5, 0, 'off'],
    [6, 0, 'crashed'],
    [7, 0, 'suspended'],
    [0, 0, 'unknown'],
    [99, 0, 'unknown'],
    [undefined, undefined, 'unknown'],
  ] as const
  it.each(cases)('of %s for reason %s is %s', (state, reason, expected) => {
    expect(guestState(state, reason)).toBe(expected)
  })
})

describe('mergeIoLimits', () => {
  const current = figures({ read_iops_sec: 10, write_iops_sec: 20, total_bytes_sec: 500, total_bytes_sec_max: 600 })
  const changed = (limits: Parameters<typeof mergeIoLimits>[1]) =>
    Object.fromEntries(mergeIoLimits(current, limits).map(({ field, value }) => [field, value]))
  it('names what is not to change as it is', () => {
    expect(changed({ readIops: 15 })).toEqual({ total_iops_sec: 0, read_iops_sec: 15, write_iops_sec: 20 })
    expect(changed({ readIops: 'unlimited' })).toEqual({ total_iops_sec: 0, read_iops_sec: 0, write_iops_sec: 20 })
    expect(changed({})).toEqual({})
  })
  it('lets a total take the place of parts, and a part that of the total', () => {
    expect(changed({ totalIops: 30 })).toEqual({ total_iops_sec: 30, read_iops_sec: 0, write_iops_sec: 0 })
    expect(changed({ writeBytesPerS: 40 })).toEqual({
      total_bytes_sec: 0,
      total_bytes_sec_max: 0,
      read_bytes_sec: 0,
      write_bytes_sec: 40,
    })
  })
  it('takes a burst back that is in the way, and leaves one that is not', () => {
    expect(changed({ totalBytesPerS: 550 })).not.toHaveProperty('total_bytes_sec_max')
    expect(changed({ totalBytesPerS: 700 })).toMatchObject({ total_bytes_sec: 700, total_bytes_sec_max: 0 })
    expect(changed({ totalBytesPerS: 'unlimited' })).toMatchObject({ total_bytes_sec: 0, total_bytes_sec_max: 0 })
  })
})

describe('toGuest', () => {
  it('says of a VM no more than was told', () => {
    expect(toGuest({ domain, figures: new Map() }, {}, cpus)).toEqual({
      id: domain.uuid,
      name: 'vm',
      state: 'unknown',
      vcpus: [],
      disks: [],
    })
  })

  it('drops figures that are none', () => {
    const odd = figures({
      'state.state': 1,
      'balloon.maximum': 2 ** 60,
      'balloon.current': 'much',
      'vcpu.current': -1,
      'cpu.time': Number.NaN,
      'vcpu.9999.state': 1,
      'block.count': 2 ** 31,
      'block.0.name': 7,
    })
    expect(toGuest({ domain, figures: odd }, {}, cpus)).toEqual({
      id: domain.uuid,
      name: 'vm',
      state: 'running',
      vcpus: [],
      disks: [],
    })
  })

  it('knows vCPUs with gaps between them, and pins only to CPUs that are online', () => {
    const told = figures({
      'state.state': 1,
      'vcpu.0.state': 1,
      'vcpu.0.time': 5,
      'vcpu.2.state': 0,
      'vcpu.2.delay': 7,
    })
    const pins = Uint8Array.of(0b1111, 0b0001, 0b0110)
    const places = [{ index: 0, state: 1, timeNs: 4, cpuId: 3 }]
    expect(toGuest({ domain, figures: told }, { pins, places }, cpus).vcpus).toEqual([
      { index: 0, state: 'running', timeNs: 5, onCpuId: 3, pinnedTo: [0, 1, 3] },
      { index: 2, state: 'offline', delayNs: 7, pinnedTo: [1] },
    ])
  })

  it('reads a quota below 1 as none', () => {
    for (const [quota, expected] of [
      [-1, 'unlimited'],
      [0, 'unlimited'],
      [5000, 5000],
    ] as const) {
      const scheduler = figures({ vcpu_quota: quota, vcpu_period: 0, cpu_shares: 1024 })
      expect(toGuest({ domain, figures: new Map() }, { scheduler }, cpus).cpuTune).toEqual({
        quotaUs: expected,
        shares: 1024,
      })
    }
  })
})
