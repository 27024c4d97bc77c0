import { propertiesRegex } from '../../shared/policy/properties.ts'
import type { PolicyUnit } from '../../shared/policy/unit.ts'
import type { UnitRuntime } from '../runtime/unit-runtime.ts'
import { expectParams } from './call-params.ts'
import type { Method } from './method.ts'
import { toStruct } from './result-struct.ts'

/** What there is, for the engine's start. It refuses a reply with any other member, or with another shape inside one. */
export const discover = (runtime: UnitRuntime): Method => ({
  help: 'Returns the units by function, each with its description and its property expressions.',
  params: [],
  signature: ['struct'],

  async call(given) {
    expectParams('discover', given, [])
    const units = runtime.list().map(({ unit }) => unit)
    return {
      filters: described(units.filter(({ filter }) => filter)),
      scores: described(units.filter(({ score }) => score)),
      balance: described(units.filter(({ balance }) => balance)),
    }
  },
})

const described = (units: readonly PolicyUnit[]) =>
  toStruct(new Map(units.map(unit => [unit.id, [unit.description, propertiesRegex(unit.parameters)]])))
