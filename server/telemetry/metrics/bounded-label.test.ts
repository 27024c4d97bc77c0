import { expect, it } from 'vitest'
import { boundedLabel } from './bounded-label.ts'

it('boundedLabel keeps what came first and counts the rest together', () => {
  const label = boundedLabel(2)
  expect(['a', 'b', 'a', 'c', 'b', 'd'].map(label)).toEqual(['a', 'b', 'a', 'other', 'b', 'other'])
})
