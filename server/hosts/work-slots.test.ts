import { describe, expect, it } from 'vitest'
import { manualClock } from '../../test/fakes/manual-clock.ts'
import { createWorkSlots } from './work-slots.ts'

const { signal } = new AbortController()

function start(count: number) {
  const clock = manualClock()
  const slots = createWorkSlots({ count, holdMs: 100, sleep: clock.sleep })
  const begun: string[] = []
  const ends = new Map<string, (error?: Error) => void>()
  const work = (name: string, until: AbortSignal = signal) =>
    slots(async () => {
      begun.push(name)
      await new Promise<void>((resolve, reject) => {
        ends.set(name, error => (error === undefined ? resolve() : reject(error)))
      })
      return name
    }, until)
  return { clock, begun, work, end: (name: string, error?: Error) => ends.get(name)?.(error) }
}

describe('createWorkSlots', () => {
  it('runs so much at once, the rest in the order it came', async () => {
    const { clock, begun, work, end } = start(2)
    const [a] = [work('a'), work('b'), work('c'), work('d')]
    await clock.pass(0)
    expect(begun).toEqual(['a', 'b'])
    end('b')
    await clock.pass(0)
    expect(begun).toEqual(['a', 'b', 'c'])
    end('a')
    expect(await a).toBe('a')
    await clock.pass(0)
    expect(begun).toEqual(['a', 'b', 'c', 'd'])
  })

  it('gives the slot of work that hangs to the next, and frees no second one when it ends at last', async () => {
    const { clock, begun, work, end } = start(1)
    for (const name of ['a', 'b', 'c']) void work(name)
    await clock.pass(99)
    expect(begun).toEqual(['a'])
    await clock.pass(1)
    expect(begun).toEqual(['a', 'b'])
    end('a')
    await clock.pass(0)
    expect(begun).toEqual(['a', 'b'])
  })

  it('frees the slot of work that fails, and tells why', async () => {
    const { clock, begun, work, end } = start(1)
    const failing = work('a')
    void work('b')
    await clock.pass(0)
    end('a', new Error('broken'))
    await expect(failing).rejects.toThrow('broken')
    await clock.pass(0)
    expect(begun).toEqual(['a', 'b'])
  })

  it('never starts what was given up while it waited', async () => {
    const { clock, begun, work, end } = start(1)
    const gone = new AbortController()
    void work('a')
    const waiting = work('b', gone.signal)
    void work('c')
    await clock.pass(0)
    gone.abort(new Error('nobody waits'))
    await expect(waiting).rejects.toThrow('nobody waits')
    end('a')
    await clock.pass(0)
    expect(begun).toEqual(['a', 'c'])
    await expect(work('d', gone.signal)).rejects.toThrow('nobody waits')
  })
})
