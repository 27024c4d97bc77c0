import { describe, expect, it } from 'vitest'
import { parsePropertyList } from './read-discovery.ts'

describe('parsePropertyList', () => {
  const cases: [string, Record<string, string> | undefined][] = [
    ['', {}],
    ['a=1;b=[0-9]+', { a: '1', b: '[0-9]+' }],
    ['a=1;', { a: '1' }],
    ['a=', { a: '' }],
    ['a==1', { a: '=1' }],
    ['a=x{1,3}', { a: 'x{1,3}' }],
    ['cpu= [0-9]', { cpu: ' [0-9]' }],
    ['a=1;a=2', { a: '2' }],
    ['a=é\n', { a: 'é\n' }],
    ['{ cpu = [0-9]  }', undefined],
    ['cpu = [0-9]', undefined],
    [' a=1', undefined],
    ['a=1; b=2', undefined],
    ['a', undefined],
    ['=1', undefined],
    ['a-b=1', undefined],
    ['é=1', undefined],
    ['a=1;;b=2', undefined],
    [';', undefined],
  ]
  for (const [text, parsed] of cases) {
    it(`${parsed === undefined ? 'refuses' : 'reads'} ${JSON.stringify(text)}`, () => {
      expect(parsePropertyList(text)).toEqual(parsed)
    })
  }
})
