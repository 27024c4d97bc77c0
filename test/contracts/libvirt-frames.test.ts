import { describe, expect, it } from 'vitest'
import { benchFrames, everyDecoder } from '../bench/libvirt-frames.ts'

/** A sample of what `npm run bench -- libvirt-frames` makes a million of. */
const COUNT = 20_000

describe('tampered messages of libvirt', { timeout: 120_000 }, () => {
  it('are each read as a value or refused by ProtocolError, within the memory that they fill', () => {
    const figures = benchFrames(COUNT, Number(process.env.PROPERTY_SEED ?? 7))
    expect(figures.complaints).toEqual([])
    expect(everyDecoder.length).toBeGreaterThan(35)
    // Neither is all of one kind, which would say that they test nothing.
    expect(Math.min(figures.readings, figures.refusals)).toBeGreaterThan(COUNT)
    expect(figures.heapMiB).toBeLessThan(512)
  })
})
