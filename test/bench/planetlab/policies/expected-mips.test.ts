import { describe, expect, it } from 'vitest'
import { expectedMips } from './expected-mips.ts'
import { aVm } from './view-builders.ts'

const history = [100, 300, 100, 300, 100, 300, 100, 300, 100, 300, 100, 300]

describe('expectedMips', () => {
  it('is the mean and so many standard deviations', () => {
    const vm = aVm({ id: 0, hostId: 0, mips: 300, history })
    expect(expectedMips([vm], 0)(vm)).toBeCloseTo(200)
    expect(expectedMips([vm], 0.5)(vm)).toBeCloseTo(250)
  })

  it('looks back an hour, no further', () => {
    const vm = aVm({ id: 0, hostId: 0, mips: 300, history: [1_000, 1_000, ...history] })
    expect(expectedMips([vm], 0)(vm)).toBeCloseTo(200)
  })

  it('is no more than the VM may ask for', () => {
    const vm = aVm({ id: 0, hostId: 0, mips: 300, history })
    expect(expectedMips([vm], 100)(vm)).toBe(1_000)
  })

  it('counts what is usual for steps that a VM has not had', () => {
    const fresh = aVm({ id: 0, hostId: 0, mips: 0, history: [0] })
    const known = aVm({ id: 1, hostId: 0, mips: 800, history: [800, 800, 800] })
    // Usual is 600 of 1,000; three steps of it and one of nothing.
    expect(expectedMips([fresh, known], 0)(fresh)).toBeCloseTo(450)
  })
})
