import { describe, expect, it } from 'vitest'
import {
  bytesAsMiB,
  findCount,
  findFlag,
  findLevel,
  findNumber,
  findOneOf,
  findText,
  flag,
  integer,
  list,
  orAbsent,
  properties,
  readItems,
  requiredFlag,
  text,
} from './wire.ts'

const wire = {
  id: '11',
  memory: '4294967296',
  native: 4_294_967_296,
  datum: 1e2,
  exponent: '1.0E+2',
  enabled: 'true',
  off: false,
  empty: '',
  none: null,
  cluster: { id: '22' },
  words: ['a'],
}

describe('readers', () => {
  const reads: [what: string, read: () => unknown, value: unknown][] = [
    ['text', () => text(wire, 'id'), '11'],
    ['empty text as it is', () => text(wire, 'empty'), ''],
    ['a number as text where text is asked for', () => text(wire, 'native'), '4294967296'],
    ['a nested member', () => text(wire, 'cluster.id'), '22'],
    ['bytes as text', () => bytesAsMiB(wire, 'memory'), 4096],
    ['bytes as a number', () => bytesAsMiB(wire, 'native'), 4096],
    ['a whole number', () => integer(wire, 'id'), 11],
    ['a decimal', () => findNumber(wire, 'datum'), 100],
    ['a decimal with an exponent as text', () => findNumber(wire, 'exponent'), 100],
    ['an empty number as absent', () => findNumber(wire, 'empty'), undefined],
    ['a flag as text', () => flag(wire, 'enabled', false), true],
    ['a flag', () => flag(wire, 'off', true), false],
    ['an absent flag as its default', () => flag(wire, 'absent', true), true],
    ['an absent flag as absent', () => findFlag(wire, 'absent'), undefined],
    ['a count of none', () => findCount({ total: '0' }, 'total'), 0],
    ['a level', () => findLevel({ version: { major: '4', minor: '10' } }, 'version'), '4.10'],
    ['a level without its second number as absent', () => findLevel({ version: { major: '4' } }, 'version'), undefined],
    ['what cannot be read as absent', () => orAbsent(() => integer(wire, 'words')), undefined],
    ['null as absent', () => findText(wire, 'none'), undefined],
    ['an absent parent as absent', () => findText(wire, 'host.id'), undefined],
    ['nothing inherited', () => findText(wire, 'constructor.name'), undefined],
    ['a known word', () => findOneOf({ status: 'up' }, 'status', ['up', 'down']), 'up'],
    ['an unknown word as absent', () => findOneOf({ status: 'new' }, 'status', ['up', 'down']), undefined],
    ['a list', () => list(wire, 'words'), ['a']],
    ['an absent list as empty', () => list({}, 'host'), []],
    [
      'properties, one without value as empty',
      () => properties({ property: [{ name: 'a', value: '1' }, { name: 'b' }] }, 'property'),
      { a: '1', b: '' },
    ],
  ]
  for (const [what, read, value] of reads) it(`read ${what}`, () => expect(read()).toEqual(value))

  const refused: [problem: string, read: () => unknown][] = [
    ['name is missing', () => text(wire, 'name')],
    ['host.id is missing', () => text(wire, 'host.id')],
    ['cluster is not text', () => text(wire, 'cluster')],
    ['enabled is not a number', () => integer(wire, 'enabled')],
    ['words is not a number', () => integer(wire, 'words')],
    ['exponent is not a whole number', () => integer({ exponent: 0.5 }, 'exponent')],
    ['memory is negative', () => bytesAsMiB({ memory: '-1' }, 'memory')],
    ['total is negative', () => findCount({ total: '-1' }, 'total')],
    ['absent is missing', () => requiredFlag(wire, 'absent')],
    ['id is not true or false', () => flag(wire, 'id', false)],
    ['cluster is not a list', () => list(wire, 'cluster')],
    ['host is in a reply that is not an object', () => list('<html>', 'host')],
    ['host is in a reply that is not an object', () => list(null, 'host')],
  ]
  for (const [problem, read] of refused) {
    it(`say that ${problem}`, () => expect(read).toThrow(expect.objectContaining({ message: problem })))
  }
})

describe('readItems', () => {
  it('leaves out what cannot be read and says where it was', () => {
    const { items, problems } = readItems({ host: [{ id: '1' }, {}, 'x', { id: '4' }] }, 'host', item =>
      text(item, 'id'),
    )
    expect(items).toEqual(['1', '4'])
    expect(problems.map(({ path, problem }) => `${path} ${problem}`)).toEqual([
      'host[1].id is missing',
      'host[2].id is missing',
    ])
  })

  it('does not hide a defect of ours', () => {
    const read = () => {
      throw new TypeError('a bug')
    }
    expect(() => readItems({ host: [1] }, 'host', read)).toThrow(TypeError)
    expect(() => orAbsent(read)).toThrow(TypeError)
  })
})
