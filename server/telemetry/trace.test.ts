import { describe, expect, it } from 'vitest'
import { currentTrace, inOwnTrace, inSpan, storedTraces, traceFor, untraced, within } from './trace.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const given = `00-${traceId}-00f067aa0ba902b7-00`
const hex = (digits: number) => expect.stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`))

describe('traceFor', () => {
  it('goes on with the trace of the caller, as a piece of work of its own', () => {
    const trace = traceFor(given)
    expect(trace).toEqual({ traceId, spanId: hex(16), flags: '00' })
    expect(trace.spanId).not.toBe('00f067aa0ba902b7')
  })

  it('begins one where none is given, never the same', () => {
    expect(traceFor(undefined)).toEqual({ traceId: hex(32), spanId: hex(16), flags: '01' })
    expect(traceFor('nonsense').traceId).not.toBe(traceFor('nonsense').traceId)
  })
})

describe('the trace of the work under way', () => {
  it('follows the work through promises, and ends with it', async () => {
    const work = async () => {
      await Promise.resolve()
      return currentTrace()?.traceId
    }
    expect(await within(traceFor(given), work)).toBe(traceId)
    expect(currentTrace()).toBeUndefined()
  })

  it('is kept apart from that of others who wait beside it', async () => {
    const work = async () => {
      const before = currentTrace()?.traceId
      await Promise.resolve()
      return [before, currentTrace()?.traceId]
    }
    const [[first, after] = [], [second] = []] = await Promise.all([inOwnTrace(work), inOwnTrace(work)])
    expect(after).toBe(first)
    expect(second).not.toBe(first)
  })

  it('is the same for each piece of it, under another span', () => {
    const [outer, inner] = within(traceFor(given), () => [currentTrace(), inSpan(currentTrace)])
    expect(inner).toEqual({ ...outer, spanId: hex(16) })
    expect(inner?.spanId).not.toBe(outer?.spanId)
    expect(inSpan(currentTrace)?.traceId).toEqual(hex(32))
  })

  it('is not that of what outlives it', () => {
    expect(within(traceFor(given), () => untraced(currentTrace))).toBeUndefined()
  })

  it('is gone on with by its id, and otherwise a new one', () => {
    expect(within(traceFor(given), storedTraces.currentId)).toBe(traceId)
    expect(storedTraces.goOn(traceId, currentTrace)?.traceId).toBe(traceId)
    expect(storedTraces.goOn(undefined, storedTraces.currentId)).toEqual(hex(32))
    expect(storedTraces.currentId()).toBeUndefined()
  })
})
