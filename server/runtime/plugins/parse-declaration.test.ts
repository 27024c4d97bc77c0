import { describe, expect, it } from 'vitest'
import { PluginError } from './loaded-plugin.ts'
import { parseDeclaration } from './parse-declaration.ts'

const integer = { type: 'integer', label: 'Most', help: 'At most', min: 1, max: 9, default: 5 }
const unit = { id: 'few_vms', description: 'Keeps room', parameters: { most: integer }, functions: ['filter'] }

describe('parseDeclaration', () => {
  it('takes a whole one and a bare one', () => {
    const whole = { ...unit, onFailure: 'closed', functions: ['filter', 'score', 'balance'] }
    expect(parseDeclaration(whole)).toEqual(whole)
    const { parameters: _, ...bare } = unit
    expect(parseDeclaration(bare)).toEqual({ ...bare, parameters: {} })
  })
  it('puts prose in one line, however it was written', () => {
    const written = {
      ...unit,
      description: ' Keeps\n  room\u0000',
      parameters: { most: { ...integer, help: 'At\nmost' } },
    }
    expect(parseDeclaration(written)).toMatchObject({
      description: 'Keeps   room',
      parameters: { most: { help: 'At most' } },
    })
  })

  const withParameter = (name: string, parameter: unknown) =>
    JSON.parse(
      `{"id":"a","description":"a","functions":["filter"],"parameters":{${JSON.stringify(name)}:${JSON.stringify(parameter)}}}`,
    )
  const bad: { what: string; said: unknown; problem: RegExp }[] = [
    { what: 'nothing', said: null, problem: /^a unit: / },
    { what: 'a number', said: 7, problem: /^a unit: / },
    { what: 'a list', said: [unit], problem: /^a unit: / },
    { what: 'an id that cannot be text', said: { ...unit, id: { toString: 1 } }, problem: /^a unit\.id: / },
    { what: 'no function', said: { ...unit, functions: [] }, problem: /^few_vms\.functions: / },
    { what: 'a function of its own', said: { ...unit, functions: ['exec'] }, problem: /^few_vms\.functions\.0: / },
    { what: 'more than is agreed', said: { ...unit, runner: 1 }, problem: /^few_vms: / },
    { what: 'a novel', said: { ...unit, description: 'x'.repeat(2_000) }, problem: /^few_vms\.description: / },
    { what: 'another way to fail', said: { ...unit, onFailure: 'loudly' }, problem: /^few_vms\.onFailure: / },
    {
      what: 'an unknown type',
      said: withParameter('a', { ...integer, type: 'float' }),
      problem: /^a\.parameters\.a\.type: /,
    },
    {
      what: 'a range that is no number',
      said: withParameter('a', { ...integer, min: '1' }),
      problem: /^a\.parameters\.a\.min: /,
    },
    {
      what: 'a fraction',
      said: withParameter('a', { ...integer, default: 1.5 }),
      problem: /^a\.parameters\.a\.default: /,
    },
    {
      what: 'a number beyond counting',
      said: withParameter('a', { ...integer, max: 1e300 }),
      problem: /^a\.parameters\.a\.max: /,
    },
    { what: 'a name with a blank', said: withParameter('a b', integer), problem: /^a\.parameters\.a b: / },
    {
      what: 'a control character in an expression',
      said: withParameter('a', { type: 'text', label: '', help: '', pattern: '^\u0007$', default: '' }),
      problem: /control characters/,
    },
    {
      what: 'choices without end',
      said: withParameter('a', { type: 'choice', label: '', help: '', choices: Array(101).fill('a'), default: 'a' }),
      problem: /choices/,
    },
    {
      what: 'parameters without end',
      said: {
        ...unit,
        parameters: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`p${index}`, integer])),
      },
      problem: /at most 50/,
    },
  ]
  it.each(bad)('refuses $what, and says where', ({ said, problem }) => {
    expect(() => parseDeclaration(said)).toThrow(PluginError)
    expect(() => parseDeclaration(said)).toThrow(problem)
  })
  it('lets no parameter through that is named for a prototype', () => {
    const said = withParameter('__proto__', integer)
    let parameters: object = {}
    try {
      parameters = parseDeclaration(said).parameters
    } catch (error) {
      expect(error).toBeInstanceOf(PluginError)
    }
    expect(Object.getPrototypeOf(parameters)).toBe(Object.prototype)
    expect(Object.keys(parameters)).toEqual([])
  })
})
