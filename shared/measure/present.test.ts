import { expect, it } from 'vitest'
import { present } from './present.ts'

it.each([
  [
    { a: undefined, b: 0, c: false },
    { b: 0, c: false },
  ],
  [
    { sockets: 0, os: undefined, name: '' },
    { sockets: 0, name: '' },
  ],
])('of %j only what is known is present', (fields, known) => expect(present(fields)).toStrictEqual(known))
