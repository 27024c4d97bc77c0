import { unitFunctions } from '../../../shared/policy/unit.ts'
import { type SiteScheduler, schedulerFunctions } from '../../../shared/sdk/scheduler.ts'
import type { SiteUnit } from '../../../shared/sdk/site-unit.ts'

export type Exports = Readonly<{
  units: ReadonlyMap<string, SiteUnit>
  schedulers: ReadonlyMap<string, SiteScheduler>
}>

/** The units and schedulers that a plugin's module exports, by id. Throws with the fix when there is none, or one name twice. */
export function exportsIn(module: Readonly<Record<string, unknown>>): Exports {
  const units = new Map<string, SiteUnit>()
  const schedulers = new Map<string, SiteScheduler>()
  for (const exported of new Set(Object.values(module))) {
    if (isOf<SiteScheduler>(exported, schedulerFunctions)) keep(schedulers, exported, 'schedulers')
    else if (isOf<SiteUnit>(exported, unitFunctions)) keep(units, exported, 'units')
  }
  if (units.size + schedulers.size === 0) {
    throw new Error('it exports no unit and no scheduler; write "export default defineUnit({ … })"')
  }
  return { units, schedulers }
}

function keep<T extends Readonly<{ id: string }>>(known: Map<string, T>, exported: T, what: string): void {
  if (known.has(exported.id)) throw new Error(`it exports two ${what} with the id "${exported.id}"`)
  known.set(exported.id, exported)
}

function isOf<T extends Readonly<{ id: string }>>(exported: unknown, functions: readonly string[]): exported is T {
  if (typeof exported !== 'object' || exported === null) return false
  const record = exported as Readonly<Record<string, unknown> & { id?: unknown }>
  return typeof record.id === 'string' && functions.some(name => typeof record[name] === 'function')
}

/** What the service is told of a unit; it checks everything again. */
export function declarationOf(unit: SiteUnit) {
  const { id, description, parameters, onFailure } = unit
  const functions = unitFunctions.filter(name => typeof unit[name] === 'function')
  return { id, description, parameters, onFailure, functions }
}

/** What the service is told of a scheduler; it checks everything again. */
export function schedulerDeclarationOf(scheduler: SiteScheduler) {
  const { id, name, version, writtenFor, policies, parameters } = scheduler
  const functions = schedulerFunctions.filter(name => typeof scheduler[name] === 'function')
  return { id, name, version, writtenFor, policies, parameters, functions }
}
