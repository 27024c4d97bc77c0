import { describe, expect, it } from 'vitest'
import { aRecommendation } from '../../test/fakes/builders.ts'
import { rememberRead } from './remember-read.ts'

describe('rememberRead', () => {
  const reading = (isDamaged = false, most?: number) => {
    const texts: string[] = []
    const readRow = rememberRead(({ recommendation }) => {
      texts.push(recommendation)
      return isDamaged ? undefined : aRecommendation()
    }, most)
    const read = (row: { id: string; recommendation: string; state?: string }) => readRow({ state: 'open', ...row })
    return { read, texts }
  }

  it('reads the same text of a row once', () => {
    const { read, texts } = reading()
    const first = read({ id: 'a', recommendation: '1' })
    expect(read({ id: 'a', recommendation: '1' })).toBe(first)
    expect(texts).toEqual(['1'])
  })

  it('reads another text, and another row with the same text', () => {
    const { read, texts } = reading()
    for (const [id, recommendation] of [
      ['a', '1'],
      ['a', '2'],
      ['a', '1'],
      ['b', '1'],
    ] as const)
      read({ id, recommendation })
    expect(texts).toEqual(['1', '2', '1', '1'])
  })

  it('reads a damaged row each time, so that it is reported each time', () => {
    const { read, texts } = reading(true)
    for (const _again of [1, 2]) expect(read({ id: 'a', recommendation: '{' })).toBeUndefined()
    expect(texts).toEqual(['{', '{'])
  })

  it.each([
    { state: 'open', times: 1 },
    { state: 'snoozed', times: 1 },
    { state: 'applied', times: 2 },
    { state: 'superseded', times: 2 },
  ])('remembers what is listed all the time, and nothing past: $state', ({ state, times }) => {
    const { read, texts } = reading()
    for (const _again of [1, 2]) read({ id: 'a', recommendation: '1', state })
    expect(texts).toHaveLength(times)
  })

  it('keeps so many characters, and of more the newest', () => {
    const { read, texts } = reading(false, 6)
    for (const id of ['a', 'b', 'c']) read({ id, recommendation: `${id}11` })
    expect(texts.splice(0)).toEqual(['a11', 'b11', 'c11'])
    for (const id of ['c', 'b', 'a']) read({ id, recommendation: `${id}11` })
    expect(texts).toEqual(['a11'])
  })

  it('counts a row that has changed or is past once', () => {
    const { read, texts } = reading(false, 6)
    for (const text of ['111', '222', '333']) read({ id: 'a', recommendation: text })
    read({ id: 'b', recommendation: '444' })
    read({ id: 'b', recommendation: '555', state: 'applied' })
    read({ id: 'c', recommendation: '666' })
    texts.length = 0
    read({ id: 'a', recommendation: '333' })
    read({ id: 'c', recommendation: '666' })
    expect(texts).toEqual([])
  })
})
