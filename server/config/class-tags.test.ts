import { describe, expect, it } from 'vitest'
import { classTagsOf } from './class-tags.ts'

describe('classTagsOf', () => {
  it.each([
    { entries: [], expected: [] },
    { entries: ['vapor=sla-vapor', 'gold = g.1'], expected: ['vapor sla-vapor', 'gold g.1'] },
    { entries: ['gold=a', 'gold=b'], expected: ['gold a', 'gold b'] },
  ])('reads $entries, in order', ({ entries, expected }) => {
    const { classTags, problems } = classTagsOf('x', entries)
    expect([classTags.map(({ slaClass, tag }) => `${slaClass} ${tag}`), problems]).toEqual([expected, []])
  })

  it.each([
    { why: 'no tag', entries: ['vapor'], expected: /^x: "vapor" must be CLASS=TAG/ },
    { why: 'an empty tag', entries: ['vapor='], expected: /must be CLASS=TAG/ },
    { why: 'a tag that would be a search', entries: ['vapor=a" or name = "*'], expected: /must be CLASS=TAG/ },
    { why: 'one tag for two classes', entries: ['vapor=a', 'gold=a'], expected: /^x: the tag a is named twice$/ },
  ])('refuses $why', ({ entries, expected }) => {
    expect(classTagsOf('x', entries).problems).toEqual([expect.stringMatching(expected)])
  })
})
