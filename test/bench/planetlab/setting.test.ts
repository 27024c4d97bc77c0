import { describe, expect, it } from 'vitest'
import { hostModelAt, migrationS, powerW, vmTypeAt } from './setting.ts'

describe('powerW', () => {
  it.each([
    { load: 0, watts: 86 },
    { load: 0.1, watts: 89.4 },
    { load: 0.25, watts: 94.3 },
    { load: 0.95, watts: 115.5 },
    { load: 1, watts: 117 },
    { load: 1.2, watts: 117 },
    { load: -0.1, watts: 86 },
  ])('of model A at a load of $load is $watts W', ({ load, watts }) => {
    expect(powerW(hostModelAt(0), load)).toBeCloseTo(watts)
  })

  it('of model B at 55 % is between 116 and 121 W', () => expect(powerW(hostModelAt(1), 0.55)).toBeCloseTo(118.5))
})

describe('migrationS', () => {
  it.each([
    { memoryMb: 613, seconds: 9.808 },
    { memoryMb: 870, seconds: 13.92 },
    { memoryMb: 1_740, seconds: 27.84 },
  ])('of $memoryMb MB at half of 1 Gbit/s is $seconds s', ({ memoryMb, seconds }) => {
    expect(migrationS(memoryMb)).toBeCloseTo(seconds)
  })
})

describe('vmTypeAt', () => {
  it.each([
    { vms: 8, types: [2_500, 2_500, 2_000, 2_000, 1_000, 1_000, 500, 500] },
    { vms: 5, types: [2_500, 2_500, 2_000, 2_000, 1_000] },
    { vms: 1, types: [2_500] },
  ])('gives $vms VMs their types by quarters', ({ vms, types }) => {
    expect(types.map((_, vm) => vmTypeAt(vm, vms).maxMips)).toEqual(types)
  })
})
