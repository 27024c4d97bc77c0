import { expect, it } from 'vitest'
import { editDistance } from './edit-distance.ts'

it.each([
  ['', '', 0],
  ['', 'port', 4],
  ['port', 'port', 0],
  ['prot', 'port', 2],
  ['owl', 'own', 1],
  ['kitten', 'sitting', 3],
])('from "%s" to "%s" there are %i edits, and as many back', (a, b, edits) => {
  expect([editDistance(a, b), editDistance(b, a)]).toEqual([edits, edits])
})
