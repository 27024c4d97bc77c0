import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { stripComments } from './strip-comments.ts'

describe('stripComments', () => {
  const cases = [
    { what: 'a line comment', json: '{ // why\n"a": 1 }', value: { a: 1 } },
    { what: 'a block comment over lines', json: '/* one\ntwo */ { "a": /* here */ 1 }', value: { a: 1 } },
    { what: 'a comment at the very end', json: '{} // end', value: {} },
    {
      what: 'slashes in strings',
      json: '{ "url": "http://a/*b*/", "q": "\\"//" }',
      value: { url: 'http://a/*b*/', q: '"//' },
    },
  ]
  for (const { what, json, value } of cases) {
    it(`copes with ${what}`, () => {
      assert.deepEqual(JSON.parse(stripComments(json)), value)
    })
  }

  it('keeps the lines where they are', () => {
    assert.equal(stripComments('/* a\nb */\nx').split('\n').indexOf('x'), 2)
  })
})
