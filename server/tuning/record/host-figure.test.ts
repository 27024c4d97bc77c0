import { describe, expect, it } from 'vitest'
import type { HostReading } from '../../../shared/model/host-reading.ts'
import { figureOf } from './host-figure.ts'

const bare: HostReading = { takenAtMs: 0, memory: { totalKiB: 1000 }, cpus: [], numaNodes: [] }

describe('figureOf', () => {
  it.each([
    { why: 'as a host tells it in memory', told: { ksm: { running: true, sharedKiB: 8 } }, figures: [true, 8] },
    { why: 'as it tells it in pages', told: { ksm: { running: false, pagesSharing: 8 } }, figures: [false, 32] },
    { why: 'by larger pages', told: { ksm: { pagesSharing: 8 }, pageKiB: 64 }, figures: [undefined, 512] },
    { why: 'not at all', told: {}, figures: [undefined, undefined] },
  ])('has what KSM saves $why', ({ told, figures }) => {
    const { ksmRunning, ksmSavedKiB } = figureOf({ ...bare, ...told }, [], 1)
    expect([ksmRunning, ksmSavedKiB]).toEqual(figures)
  })

  it('has balloons of running VMs only, and nothing that was not told', () => {
    const guest = (id: string, over: object) => ({
      id,
      name: id,
      state: 'running' as const,
      vcpus: [],
      disks: [],
      ...over,
    })
    const guests = [
      guest('v1', { balloon: { currentKiB: 7 } }),
      guest('v2', {}),
      guest('v3', { balloon: { currentKiB: 9 }, state: 'paused' }),
    ]
    expect(figureOf(bare, guests, 5)).toEqual({ atMs: 5, memoryTotalKiB: 1000, balloonsKiB: { v1: 7 } })
  })
})
