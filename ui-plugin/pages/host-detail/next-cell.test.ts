import { expect, it } from 'vitest'
import { nextCell } from './next-cell.ts'

// Two rows of three, the second with a gap, and a third row of one.
const cells = [
  { name: 'a', offsetTop: 0, offsetLeft: 0 },
  { name: 'b', offsetTop: 0, offsetLeft: 10 },
  { name: 'c', offsetTop: 0, offsetLeft: 20 },
  { name: 'd', offsetTop: 9, offsetLeft: 0 },
  { name: 'e', offsetTop: 9, offsetLeft: 11 },
  { name: 'f', offsetTop: 30, offsetLeft: 0 },
]

it.each([
  { from: 0, key: 'ArrowRight', to: 'b' },
  { from: 2, key: 'ArrowRight', to: 'd' },
  { from: 5, key: 'ArrowRight', to: undefined },
  { from: 3, key: 'ArrowLeft', to: 'c' },
  { from: 0, key: 'ArrowLeft', to: undefined },
  { from: 1, key: 'ArrowDown', to: 'e' },
  { from: 2, key: 'ArrowDown', to: 'e' },
  { from: 4, key: 'ArrowDown', to: 'f' },
  { from: 5, key: 'ArrowDown', to: undefined },
  { from: 5, key: 'ArrowUp', to: 'd' },
  { from: 4, key: 'ArrowUp', to: 'b' },
  { from: 1, key: 'ArrowUp', to: undefined },
  { from: 3, key: 'Home', to: 'a' },
  { from: 3, key: 'End', to: 'f' },
  { from: 3, key: 'Enter', to: 'd' },
  { from: 3, key: 'x', to: undefined },
  { from: 9, key: 'Home', to: undefined },
])('$key from $from leads to $to', ({ from, key, to }) => expect(nextCell(key, from, cells)?.name).toBe(to))
