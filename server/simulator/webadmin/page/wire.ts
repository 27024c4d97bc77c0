/**
 * Reading the engine's JSON: numbers and booleans arrive as strings, absent means unknown, and an empty collection has
 * no key at all. `path` is dotted: `cpu.topology.cores`.
 */
export function at(wire: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  }, wire)
}

/** Empty when absent. */
export function text(wire: unknown, path: string): string {
  const value = at(wire, path)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** undefined when absent or no number. */
export function number(wire: unknown, path: string): number | undefined {
  const value = text(wire, path)
  const parsed = Number(value)
  return value === '' || Number.isNaN(parsed) ? undefined : parsed
}

export function flag(wire: unknown, path: string): boolean {
  const value = at(wire, path)
  return value === true || value === 'true'
}

export function list(wire: unknown, path: string): readonly unknown[] {
  const value = at(wire, path)
  return Array.isArray(value) ? value : []
}

/** A statistic's first value, by name; undefined when the object carries no such statistic. */
export function statistic(wire: unknown, name: string): number | undefined {
  const found = list(wire, 'statistics.statistic').find(one => text(one, 'name') === name)
  return number(list(found, 'values.value')[0], 'datum')
}

const BYTES_PER_GIB = 2 ** 30

/** "12.5 GiB"; the unit is stated because the engine's own pages mix units. */
export function gib(bytes: number | undefined): string {
  if (bytes === undefined) return 'not known'
  const value = bytes / BYTES_PER_GIB
  return `${value >= 100 ? Math.round(value) : Number(value.toFixed(1))} GiB`
}

/** Percent without decimals, one decimal below 10. */
export function percent(value: number | undefined): string {
  if (value === undefined) return 'not known'
  return `${value >= 10 ? Math.round(value) : Number(value.toFixed(1))} %`
}

/** A name as a search value. */
export const quoted = (name: string): string => (/\s/.test(name) ? `"${name}"` : name)
