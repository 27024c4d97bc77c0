import { describe, expect, it } from 'vitest'
import { benchStompFrames } from '../bench/stomp-frames.ts'

/** A sample of what `npm run bench -- stomp-frames` makes a million of. */
const COUNT = 20_000

describe('mutated frames of vdsm', { timeout: 120_000 }, () => {
  it('are each understood in our own shapes, or refused with a ProtocolError', () => {
    const { read, refused, waiting, complaints } = benchStompFrames(COUNT, Number(process.env.PROPERTY_SEED ?? 7))
    expect(complaints).toEqual([])
    expect(read + refused + waiting).toBe(COUNT)
    // None is nearly all of them, which would say that the inputs test nothing.
    expect(Math.min(read, refused, waiting)).toBeGreaterThan(COUNT / 50)
  })
})
