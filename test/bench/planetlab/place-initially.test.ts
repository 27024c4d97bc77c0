import { describe, expect, it } from 'vitest'
import { placeInitially } from './place-initially.ts'

describe('placeInitially', () => {
  it('spreads over empty hosts first, and puts a VM of 2,500 or 2,000 MIPS only where cores are that fast', () => {
    // Types of four VMs: 2,500, 2,000, 1,000, 500. Hosts with odd ids are the fast ones.
    const [first, second] = placeInitially(4, 8)
    expect([first, second]).toEqual([1, 3])
  })

  it('shares a host where there is none left: two of 2,500 MIPS fit in 5,320', () => {
    expect([...placeInitially(8, 8)].slice(0, 4).toSorted()).toEqual([1, 3, 5, 7])
    expect(new Set([...placeInitially(16, 8)].slice(0, 8)).size).toBe(4)
  })

  it('says so where no host is left', () => expect(() => placeInitially(9, 2)).toThrow('No host takes VM'))
})
