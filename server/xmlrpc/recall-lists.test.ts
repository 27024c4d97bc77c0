import { describe, expect, it } from 'vitest'
import { recallLists } from './recall-lists.ts'

const parse = (list: readonly unknown[]) => list.map(String)

describe('recallLists', () => {
  it('gives the same answer for the same list, without parsing it again', () => {
    const recall = recallLists()
    const first = recall(['a', 'b', 'c'], parse)
    const again = recall(['a', 'b', 'c'], () => {
      throw new Error('parsed again')
    })
    expect(again).toBe(first)
  })

  const others = [['a', 'x', 'c'], ['a', 'b'], ['a', 'b', 'c', 'd'], ['b', 'a', 'c'], []]
  for (const other of others) {
    it(`tells [${other}] from [a,b,c], which begins, ends or counts alike`, () => {
      const recall = recallLists()
      recall(['a', 'b', 'c'], parse)
      expect(recall(other, parse)).toEqual(other)
      expect(recall(['a', 'b', 'c'], parse)).toEqual(['a', 'b', 'c'])
    })
  }

  it('does not remember a list that could not be parsed', () => {
    const recall = recallLists()
    const refuse = () => {
      throw new Error('no')
    }
    expect(() => recall(['a'], refuse)).toThrow('no')
    expect(() => recall(['a'], refuse)).toThrow('no')
    expect(recall(['a'], parse)).toEqual(['a'])
  })

  it('keeps only so many', () => {
    const recall = recallLists()
    const first = recall(['a'], parse)
    for (let n = 0; n < 200; n++) recall([`id${n}`], parse)
    expect(recall(['a'], parse)).not.toBe(first)
  })
})
