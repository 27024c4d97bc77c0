import { describe, expect, it } from 'vitest'
import { idleKsm, type Ksm, ksmCpuPercent, mergePages } from './merge-pages.ts'

const pages = { pages: 1_000_000, identicalPages: 400_000, nodes: 2 }
const merging: Ksm = { ...idleKsm, run: 'merge', pagesToScan: 1_000, sleepMs: 8 }
const later = (ksm: Ksm, seconds: number, there = pages) => mergePages(ksm, there, seconds)

describe('mergePages', () => {
  it('does nothing while it is stopped', () => {
    expect(later(idleKsm, 100)).toEqual(idleKsm)
    expect(ksmCpuPercent(idleKsm)).toBe(0)
  })
  it('finds pages as it scans, up to those that are the same', () => {
    const first = later(merging, 1)
    expect([first.scannedPages, first.sharingPages]).toEqual([100_000, 20_000])
    expect(later(merging, 3_600).sharingPages).toBe(400_000)
  })
  it('costs CPU by how fast it scans, never more than one', () => {
    expect(ksmCpuPercent(merging)).toBeCloseTo(20)
    expect(ksmCpuPercent({ ...merging, pagesToScan: 100, sleepMs: 20 })).toBeCloseTo(1, 1)
    expect(ksmCpuPercent({ ...merging, sleepMs: 0 })).toBeCloseTo(100)
  })
  it('keeps what it has when it stops, and loses it when it unmerges', () => {
    const merged = later(merging, 3_600)
    expect(later({ ...merged, run: 'stop' }, 60).sharingPages).toBe(400_000)
    expect(later({ ...merged, run: 'unmerge' }, 1).sharingPages).toBe(200_000)
    expect(later({ ...merged, run: 'unmerge' }, 3).sharingPages).toBe(0)
  })
  it('saves less when nodes are merged apart, where there are several', () => {
    const apart = { ...merging, mergeAcrossNodes: false }
    expect(later(apart, 3_600).sharingPages).toBe(320_000)
    expect(later(apart, 3_600, { ...pages, nodes: 1 }).sharingPages).toBe(400_000)
  })
  it('saves nothing of guests that have left', () => {
    const merged = later(merging, 3_600)
    const stopped: Ksm = { ...merged, run: 'stop' }
    expect(later(stopped, 5, { pages: 500_000, identicalPages: 100_000, nodes: 2 }).sharingPages).toBe(100_000)
    expect(later(stopped, 5, { pages: 0, identicalPages: 0, nodes: 2 }).sharingPages).toBe(0)
  })
})
