import { describe, expect, it } from 'vitest'
import { aPlanHost, aPlanInput, aPlanVm } from '../../test/fakes/plan-inputs.ts'
import { placementScore } from './placement-score.ts'

const host = (id: string, usedMiB: number, cpuPercent = 0) => aPlanHost({ id, memoryUsedMiB: usedMiB, cpuPercent })
const vm = (at: number, residentMiB: number, cpuPoints = 0) => aPlanVm({ host: at, residentMiB, cpuPoints })

describe('placementScore', () => {
  const two = aPlanInput({ hosts: [host('h0', 60_000), host('h1', 0)], vms: [vm(0, 30_000), vm(0, 30_000)] })
  it.each([
    // Evenness is 100 less twice the standard deviation: of 60 and 0 that is 30.
    { why: 'where they are', hostOf: [0, 0], countsEmpty: true, score: 40 },
    { why: 'evenly', hostOf: [0, 1], countsEmpty: true, score: 100 },
    { why: 'all on the other', hostOf: [1, 1], countsEmpty: true, score: 40 },
    { why: 'where they are, empty hosts apart', hostOf: [0, 0], countsEmpty: false, score: 100 },
    { why: 'evenly, empty hosts apart', hostOf: [1, 0], countsEmpty: false, score: 100 },
  ])('of VMs $why is $score', ({ hostOf, countsEmpty, score }) =>
    expect(placementScore(two, hostOf, { countsEmpty })).toBe(score),
  )

  it('counts the CPU, which goes with the VM', () => {
    // Ten threads: 400 points are 40 %.
    const busy = aPlanInput({ hosts: [host('h0', 0, 80), host('h1', 0, 0)], vms: [vm(0, 0, 400), vm(0, 0, 400)] })
    expect(
      [
        [0, 0],
        [0, 1],
      ].map(hostOf => placementScore(busy, hostOf, { countsEmpty: true })),
    ).toEqual([20, 100])
  })

  it('counts what a host uses beside its VMs', () => {
    const input = aPlanInput({ hosts: [host('h0', 90_000), host('h1', 90_000)], vms: [vm(0, 10_000)] })
    // Beyond 80 % headroom falls from 100 to 0.
    expect(placementScore(input, [0], { countsEmpty: true })).toBe(50)
  })

  it('is that of a perfect cluster where nothing runs and nothing counts', () =>
    expect(placementScore(aPlanInput({ hosts: [host('h0', 1)], vms: [] }), [], { countsEmpty: false })).toBe(100))
})
