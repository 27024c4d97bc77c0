import { describe, expect, it } from 'vitest'
import { limitConcurrency } from './limit-concurrency.ts'

const never = new AbortController().signal

/** Tasks that end when told to. */
function tasks() {
  const started: number[] = []
  const ends: (() => void)[] = []
  const task = (id: number) => () => {
    started.push(id)
    return new Promise<number>(resolve => ends.push(() => resolve(id)))
  }
  return { started, task, endNext: () => ends.shift()?.() }
}

describe('limitConcurrency', () => {
  it('starts what fits, and the others in the order they came', async () => {
    const { started, task, endNext } = tasks()
    const limit = limitConcurrency(2)
    const all = [1, 2, 3, 4].map(id => limit(task(id), never))
    await Promise.resolve()
    expect(started).toEqual([1, 2])
    endNext()
    await all[0]
    expect(started).toEqual([1, 2, 3])
    endNext()
    await all[1]
    expect(started).toEqual([1, 2, 3, 4])
    endNext()
    endNext()
    expect(await Promise.all(all)).toEqual([1, 2, 3, 4])
  })

  it('frees the place of a task that throws', async () => {
    const limit = limitConcurrency(1)
    await expect(limit(() => Promise.reject(new Error('no')), never)).rejects.toThrow('no')
    await expect(
      limit(() => {
        throw new Error('at once')
      }, never),
    ).rejects.toThrow('at once')
    expect(await limit(async () => 'free', never)).toBe('free')
  })

  it('never starts a task whose signal aborts while it waits, and gives its place on', async () => {
    const { started, task, endNext } = tasks()
    const limit = limitConcurrency(1)
    const caller = new AbortController()
    const first = limit(task(1), never)
    const second = limit(task(2), caller.signal)
    const third = limit(task(3), never)
    caller.abort(new Error('gone'))
    await expect(second).rejects.toThrow('gone')
    endNext()
    await first
    expect(started).toEqual([1, 3])
    endNext()
    expect(await third).toBe(3)
  })

  it('refuses a signal that is aborted already', async () => {
    await expect(limitConcurrency(1)(async () => 1, AbortSignal.abort(new Error('late')))).rejects.toThrow('late')
  })
})
