import { describe, expect, it } from 'vitest'
import { boolean, integer } from '../../shared/policy/parameter.ts'
import { checkProperties } from './check-properties.ts'
import type { KnownProperty } from './property-views.ts'

const described = { label: 'L', help: 'H' }
const property = (over: Partial<KnownProperty> & { name: string }): [string, KnownProperty] => [
  over.name,
  { units: ['unit'], inPolicy: true, ...over },
]
const known = new Map([
  property({
    name: 'minimum',
    parameter: integer({ ...described, min: 0, max: 9999, unit: 'MiB', default: 500 }),
    engineRegex: '^[0-9]{1,3}$',
  }),
  property({
    name: 'safe',
    parameter: boolean({ ...described, default: true }),
    engineRegex: '^(true|false|True|False)$',
  }),
  property({ name: 'HighUtilization', engineRegex: '^([5-9][0-9])$' }),
  property({ name: 'Unanchored', engineRegex: 'True|False' }),
  property({ name: 'JavaOnly', engineRegex: '(?i)^yes$' }),
  property({ name: 'spare', parameter: boolean({ ...described, default: false }), inPolicy: false }),
])
const check = (given: Record<string, string>) => checkProperties(given, known, { HighUtilization: '80' }, 'balance')

describe('checkProperties', () => {
  const accepted = [
    { name: 'minimum', text: '900', value: '900' },
    { name: 'minimum', text: ' 900 ', value: '900' },
    { name: 'minimum', text: '', value: '500' },
    { name: 'safe', text: 'False', value: 'False' },
    { name: 'safe', text: '  ', value: 'true' },
    { name: 'HighUtilization', text: '75', value: '75' },
    { name: 'HighUtilization', text: '', value: '80' },
    { name: 'Unanchored', text: 'False', value: 'False' },
    { name: 'JavaOnly', text: 'YES', value: 'YES' },
  ]
  for (const { name, text, value } of accepted) {
    it(`takes ${name}="${text}" as "${value}"`, () =>
      expect(check({ [name]: text })).toEqual({ ok: true, values: { [name]: value } }))
  }

  const refused = [
    { name: 'minimum', text: '12a', problem: /whole number from 0 to 9999 MiB, not "12a"/ },
    { name: 'minimum', text: '1000', problem: /must match the engine's pattern \^\[0-9\]\{1,3\}\$/ },
    { name: 'minimum', text: '-1', problem: /whole number/ },
    { name: 'safe', text: 'yes', problem: /true or false/ },
    { name: 'safe', text: 'TRUE', problem: /pattern/ },
    { name: 'HighUtilization', text: '40', problem: /pattern/ },
    { name: 'Unanchored', text: 'xTruex', problem: /pattern/ },
    { name: 'Unanchored', text: '', problem: /must not be empty/ },
    { name: 'spare', text: 'true', problem: /no unit of the policy balance knows it/ },
    { name: 'typo', text: '1', problem: /no unit of the policy balance knows it/ },
    { name: 'constructor', text: '1', problem: /no unit of the policy balance knows it/ },
  ]
  for (const { name, text, problem } of refused) {
    it(`refuses ${name}="${text}"`, () =>
      expect(check({ [name]: text })).toEqual({
        ok: false,
        fields: [{ path: `properties.${name}`, problem: expect.stringMatching(problem) }],
      }))
  }

  it('names every bad value at once', () => {
    const checked = check({ minimum: 'x', safe: 'y', HighUtilization: '75' })
    expect(!checked.ok && checked.fields.map(({ path }) => path)).toEqual(['properties.minimum', 'properties.safe'])
  })
})
