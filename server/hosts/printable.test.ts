import { expect, it } from 'vitest'
import { printable } from './printable.ts'

it('makes one line of what a host said, without what steers a terminal, and not too long', () => {
  expect(printable(' a\u001b[31m\n\tb\u202ec ')).toBe('a [31m b c')
  expect(printable('x'.repeat(600))).toHaveLength(501)
})
