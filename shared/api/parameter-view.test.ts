import { describe, expect, it } from 'vitest'
import { boolean, choice, integer } from '../policy/parameter.ts'
import { parameterViewSchema } from './cluster-policy.ts'
import { parameterView } from './parameter-view.ts'

const texts = { label: 'Label', help: 'Help.' }

describe('parameterView', () => {
  const cases = [
    {
      given: integer({ ...texts, min: 0, max: 9, default: 5, unit: 'MiB' }),
      view: { type: 'integer', min: 0, max: 9, unit: 'MiB' },
    },
    { given: integer({ ...texts, min: -1, max: 1, default: 0 }), view: { type: 'integer', min: -1, max: 1 } },
    { given: boolean({ ...texts, default: true }), view: { type: 'boolean' } },
    { given: choice({ ...texts, choices: ['a', 'b'], default: 'a' }), view: { type: 'choice', choices: ['a', 'b'] } },
  ]
  for (const { given, view } of cases)
    it(`shows ${JSON.stringify(view)}`, () => {
      expect(parameterView(given)).toEqual(view)
      expect(parameterViewSchema.parse(parameterView(given))).toEqual(view)
    })
})
