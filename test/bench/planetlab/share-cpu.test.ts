import { describe, expect, it } from 'vitest'
import { type Guest, shareCpu } from './share-cpu.ts'

const guest = (mips: number, way: Guest['way'] = 'stays'): Guest => ({ vm: 0, mips, way })
const CORE_MIPS = 1_000
const HOST_MIPS = 2_000

describe('shareCpu', () => {
  it.each([
    { why: 'nothing', guests: [], usedMips: 0, isShort: false, lost: 0 },
    { why: 'all that is asked for', guests: [guest(900), guest(300)], usedMips: 1_200, isShort: false, lost: 0 },
    { why: 'exactly the whole host', guests: [guest(1_000), guest(1_000)], usedMips: 2_000, isShort: false, lost: 0 },
    { why: 'at most one core to a VM', guests: [guest(1_500)], usedMips: 1_000, isShort: true, lost: 0 },
    {
      why: 'no more than it has',
      guests: [guest(900), guest(900), guest(900)],
      usedMips: 2_000,
      isShort: true,
      lost: 0,
    },
    { why: 'a leaving VM a tenth less', guests: [guest(500, 'leaves')], usedMips: 500, isShort: false, lost: 50 },
    { why: 'a tenth of an arriving VM', guests: [guest(500, 'arrives')], usedMips: 50, isShort: false, lost: 0 },
  ])('gives $why', ({ guests, usedMips, isShort, lost }) => {
    const shared = shareCpu(guests, CORE_MIPS, HOST_MIPS)
    expect(shared.usedMips).toBeCloseTo(usedMips)
    expect(shared.isShort).toBe(isShort)
    expect(shared.lostToMigrationMips).toBeCloseTo(lost)
  })

  it('takes from a leaving VM its part of the shortage as well: 1,000 of 2,500 asked, 80 % of that given, 10 % less', () => {
    const shared = shareCpu([guest(1_000, 'leaves'), guest(1_000), guest(500)], CORE_MIPS, HOST_MIPS)
    expect(shared.lostToMigrationMips).toBeCloseTo(1_000 - 0.9 * 800)
  })
})
