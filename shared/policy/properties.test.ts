import { describe, expect, it } from 'vitest'
import { boolean, integer } from './parameter.ts'
import { parseProperties, propertiesRegex } from './properties.ts'

const described = { label: 'L', help: 'H' }
const parameters = {
  limit: integer({ ...described, min: 0, max: 99, default: 10 }),
  flag: boolean({ ...described, default: true }),
}

describe('parseProperties', () => {
  it('fills in defaults and leaves properties of other units alone', () => {
    expect(parseProperties(parameters, { flag: 'False', other: 'x' })).toEqual({
      values: { limit: 10, flag: false },
      problems: [],
    })
  })

  it('reports a bad value and goes on with the default', () => {
    expect(parseProperties(parameters, { limit: '100', flag: 'true' })).toEqual({
      values: { limit: 10, flag: true },
      problems: [{ property: 'limit', problem: 'must be a whole number from 0 to 99, not "100"' }],
    })
  })

  it('does not take inherited members of the map for properties', () => {
    const named = { toString: integer({ ...described, min: 0, max: 9, default: 3 }) }
    expect(parseProperties(named, {})).toEqual({ values: { toString: 3 }, problems: [] })
  })
})

describe('propertiesRegex', () => {
  it('joins the expressions in the grammar the engine reads', () => {
    expect(propertiesRegex(parameters)).toBe('limit=^[0-9]{1,2}$;flag=^(true|false|True|False)$')
    expect(propertiesRegex({})).toBe('')
  })
})
