import { describe, expect, it } from 'vitest'
import { aRecommendation } from '../../test/fakes/builders.ts'
import { rememberRead } from './remember-read.ts'

describe('rememberRead', () => {
  const reading = (isDamaged = false) => {
    const texts: string[] = []
    const read = rememberRead(({ recommendation }) => {
      texts.push(recommendation)
      return isDamaged ? undefined : aRecommendation()
    })
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
})
