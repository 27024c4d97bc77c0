import { unitFunctions } from '../../../shared/policy/unit.ts'
import type { SiteUnit } from '../../../shared/sdk/site-unit.ts'

/** The units that a plugin's module exports, by id. Throws with the fix when there is none, or one name twice. */
export function unitsIn(module: Readonly<Record<string, unknown>>): Map<string, SiteUnit> {
  const units = new Map<string, SiteUnit>()
  for (const exported of new Set(Object.values(module))) {
    if (!isUnit(exported)) continue
    if (units.has(exported.id)) throw new Error(`it exports two units with the id "${exported.id}"`)
    units.set(exported.id, exported)
  }
  if (units.size === 0) throw new Error('it exports no unit; write "export default defineUnit({ … })"')
  return units
}

function isUnit(exported: unknown): exported is SiteUnit {
  if (typeof exported !== 'object' || exported === null) return false
  const { id } = exported as Partial<SiteUnit>
  return (
    typeof id === 'string' && unitFunctions.some(name => typeof (exported as Partial<SiteUnit>)[name] === 'function')
  )
}

/** What the service is told of a unit; it checks everything again. */
export function declarationOf(unit: SiteUnit) {
  const { id, description, parameters, onFailure } = unit
  const functions = unitFunctions.filter(name => typeof unit[name] === 'function')
  return { id, description, parameters, onFailure, functions }
}
