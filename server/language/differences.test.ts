import { describe, expect, it } from 'vitest'
import { differences } from './differences.ts'
import { compileProgram, evaluate } from './evaluate.ts'
import { LanguageError } from './language-error.ts'
import type { Compatibility } from './scan.ts'
import { writeJson } from './write-json.ts'

function outcome(text: string, compatibility: Compatibility): string {
  try {
    const host = { name: 'Host', samples: [{}], variables: { kept: 'yes' } }
    const program = compileProgram([{ name: 'p', text }], { compatibility })
    return `[${evaluate(program, { host, guests: [{ name: 'a', samples: [{}] }] })
      .values.map(writeJson)
      .join(',')}]`
  } catch (error) {
    if (error instanceof LanguageError) return error.code
    throw error
  }
}

describe('differences from MOM', () => {
  it.each(differences)('$id', ({ example, safe, strict, isInStrict }) => {
    expect({ safe: outcome(example, 'safe'), strict: outcome(example, 'strict') }).toEqual({ safe, strict })
    if (isInStrict) expect(safe).not.toBe(strict)
  })
})
