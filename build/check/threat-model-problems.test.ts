import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { threatModelProblems } from './threat-model-problems.ts'

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url))

describe('threatModelProblems', () => {
  it('finds the deliberate mistakes', () => {
    expect(threatModelProblems(folder('./fixtures'))).toEqual([
      'server/README.md: there is no server/gone.test.ts',
      'server/README.md: no test proves "| back | nobody | |"',
      'server/README.md: no test proves "| side | everybody | `server/README.md` |"',
    ])
  })

  it('finds none in the project', () => expect(threatModelProblems(folder('../..'))).toEqual([]))
})
