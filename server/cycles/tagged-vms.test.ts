import { describe, expect, it } from 'vitest'
import { aLog } from '../../test/fakes/log.ts'
import { createTaggedVms } from './tagged-vms.ts'

const { signal } = new AbortController()

describe('createTaggedVms', () => {
  it('knows none where no tag is set, without reading', async () => {
    const tagged = createTaggedVms(undefined, aLog().log)
    await tagged.refresh(signal)
    expect(tagged.ids()).toEqual(new Set())
  })

  it('does not know before it has read, and then what was read last', async () => {
    let now = new Set(['a'])
    const tagged = createTaggedVms(async () => now, aLog().log)
    expect(tagged.ids()).toBeUndefined()
    await tagged.refresh(signal)
    expect(tagged.ids()).toEqual(new Set(['a']))
    now = new Set()
    await tagged.refresh(signal)
    expect(tagged.ids()).toEqual(new Set())
  })

  it('keeps what it knew while the engine does not answer, and says so', async () => {
    const { log, lines } = aLog()
    const error = new Error('gone')
    let answer = async () => new Set(['a'])
    const tagged = createTaggedVms(() => answer(), log)
    await tagged.refresh(signal)
    answer = async () => Promise.reject(error)
    await tagged.refresh(signal)
    expect([tagged.ids(), lines.map(({ level, fields }) => [level, fields])]).toEqual([
      new Set(['a']),
      [['warn', { error, vms: 'to be left alone' }]],
    ])
    answer = async () => new Set(['b'])
    await tagged.refresh(signal)
    expect(tagged.ids()).toEqual(new Set(['b']))
  })

  it('still does not know after a first failure', async () => {
    const tagged = createTaggedVms(async () => Promise.reject(new Error('gone')), aLog().log)
    await tagged.refresh(signal)
    expect(tagged.ids()).toBeUndefined()
  })

  it('gives up a search that hangs, and says so', async () => {
    const { log, lines } = aLog()
    const hangs = (asked: AbortSignal) =>
      new Promise<never>((_, reject) => asked.addEventListener('abort', () => reject(asked.reason), { once: true }))
    await createTaggedVms(hangs, log, 'to be left alone', 5).refresh(signal)
    expect(lines.map(({ level }) => level)).toEqual(['warn'])
  })

  it('says nothing of a read that was stopped', async () => {
    const { log, lines } = aLog()
    await createTaggedVms(async () => Promise.reject(new Error('stopped')), log).refresh(AbortSignal.abort())
    expect(lines).toEqual([])
  })

  it('reads once at a time', async () => {
    let reads = 0
    let answer = (_: ReadonlySet<string>): void => undefined
    const slow = () =>
      new Promise<ReadonlySet<string>>(resolve => {
        reads += 1
        answer = resolve
      })
    const tagged = createTaggedVms(slow, aLog().log)
    const first = tagged.refresh(signal)
    await tagged.refresh(signal)
    expect(reads).toBe(1)
    answer(new Set(['a']))
    await first
    const next = tagged.refresh(signal)
    expect([reads, tagged.ids()]).toEqual([2, new Set(['a'])])
    answer(new Set())
    await next
  })
})
