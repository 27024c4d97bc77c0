import { describe, expect, it } from 'vitest'
import { acceptedLiterals, plain, readHere, refusedLiterals } from '../../../test/fakes/python-literals.ts'
import { iterate, parsePythonLiteral, pythonTypeName } from './parse-python-literal.ts'

describe('parsePythonLiteral', () => {
  for (const [text, value] of acceptedLiterals)
    it(`reads ${text}`, () => expect(plain(parsePythonLiteral(text))).toEqual(value))

  for (const [text, message, position] of refusedLiterals) {
    it(`refuses ${text.slice(0, 20)}`, () => {
      expect(() => parsePythonLiteral(text)).toThrow(expect.objectContaining({ message, position }))
    })
  }

  const hostile = [
    ['spaces', `[${' '.repeat(2_000_000)}1]`],
    ['one string', `'${'x'.repeat(2_000_000)}'`],
    ['a string of escapes', `'${'\\n'.repeat(1_000_000)}'`],
    ['a string without an end', `'${'x'.repeat(2_000_000)}`],
    ['small strings', "'a' ".repeat(500_000)],
    ['digits', '1'.repeat(2_000_000)],
    ['digits of a float', `${'1'.repeat(2_000_000)}.5`],
    ['underscores', `1${'_'.repeat(2_000_000)}`],
    ['brackets', '['.repeat(2_000_000)],
    ['values', `[${'1,'.repeat(1_000_000)}]`],
    ['a deep key', `{${'('.repeat(190)}'${'k'.repeat(1_000_000)}',${',)'.repeat(190).slice(1)}: 1}`],
    ['comments', '#\n'.repeat(1_000_000)],
  ] as const
  for (const [what, text] of hostile) {
    it(`needs no more than linear time for ${what}`, () => {
      // Of the CPU, since the others are busy too; a time that grows with the square would be hours.
      const before = process.cpuUsage()
      readHere(text)
      const { user, system } = process.cpuUsage(before)
      expect((user + system) / 1000).toBeLessThan(10_000)
    })
  }
})

describe('iterate', () => {
  const cases: [string, string, unknown][] = [
    ['[1, 2]', 'list', [1, 2]],
    ["'a😀'", 'str', ['a', '😀']],
    ["b'ab'", 'bytes', [97, 98]],
    ['{1: 2}', 'dict', [1]],
    ['{1}', 'set', [1]],
    ['(1,)', 'tuple', [1]],
    ['1', 'int', undefined],
    ['1.0', 'float', undefined],
    ['None', 'NoneType', undefined],
    ['True', 'bool', undefined],
  ]
  for (const [text, type, items] of cases) {
    it(`gives what Python takes from a ${type}`, () => {
      const value = parsePythonLiteral(text)
      expect(pythonTypeName(value)).toBe(type)
      expect(iterate(value)?.map(plain)).toEqual(items)
    })
  }
})
