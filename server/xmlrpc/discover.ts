import { propertiesRegex } from '../../shared/policy/properties.ts'
import type { UnitDescription, UnitFunction } from '../../shared/policy/unit.ts'
import { offeredUnits, policyUnitsDocument } from '../runtime/policy-units-document.ts'
import type { UnitRuntime } from '../runtime/unit-runtime.ts'
import { expectParams } from './call-params.ts'
import type { Method } from './method.ts'
import { toStruct } from './result-struct.ts'

/**
 * What there is, for the engine's start. It refuses a reply with any other member, or with another shape inside one. Units
 * that are disabled are left out: the engine keeps those it knew in its policies, disabled too.
 */
export const discover = (runtime: UnitRuntime): Method => ({
  help: 'Returns the units by function, each with its description and its property expressions.',
  params: [],
  signature: ['struct'],

  async call(given) {
    expectParams('discover', given, [])
    const units = offeredUnits(runtime)
    return {
      filters: described(units, 'filter'),
      scores: described(units, 'score'),
      balance: described(units, 'balance'),
    }
  },
})

/** The same as the document of the original feature page. */
export const discoverDocument = (runtime: UnitRuntime): Method => ({
  help: 'Returns the units as an XML document PolicyUnits, with the defaults of their properties.',
  params: [],
  signature: ['string'],

  async call(given) {
    expectParams('Discover', given, [])
    return policyUnitsDocument(offeredUnits(runtime))
  },
})

const described = (units: readonly UnitDescription[], offered: UnitFunction) =>
  toStruct(
    new Map(
      units
        .filter(({ functions }) => functions.includes(offered))
        .map(({ id, description, describes, parameters, writtenRegex }) => [
          id,
          [describes?.[offered] ?? description, writtenRegex ?? propertiesRegex(parameters)],
        ]),
    ),
  )
