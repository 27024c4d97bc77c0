import type { UnitFunction } from '../../shared/policy/unit.ts'
import type { UnitRuntime } from '../runtime/unit-runtime.ts'
import type { Complaints } from './result-struct.ts'

/**
 * The names that one of our units answers to. The others are complained of whatever else the call asks: a policy that
 * names a unit we lack is worth an event even before the engine has been read. The words are the original daemon's.
 */
export function knownUnits(
  runtime: UnitRuntime,
  names: readonly string[],
  offered: UnitFunction,
  { ofUnits }: Complaints,
): string[] {
  for (const name of names) {
    if (runtime.find(name, offered) === undefined) ofUnits.set(name, [`plugin not found: '${name}'`])
  }
  return names.filter(name => !ofUnits.has(name))
}
