import type { Severity, Untrusted } from './plugin-contract.ts'

/**
 * Options arrive from plugins as they please. A property of the wrong type counts as missing, so each reader states the
 * type it wants and what holds otherwise.
 */
const property = (options: Untrusted, name: string): unknown =>
  typeof options === 'object' && options !== null ? Reflect.get(options, name) : undefined

export function numberOption(options: Untrusted, name: string, otherwise: number): number {
  const value = property(options, name)
  return typeof value === 'number' && !Number.isNaN(value) ? value : otherwise
}

export function textOption(options: Untrusted, name: string): string | undefined {
  const value = property(options, name)
  return typeof value === 'string' ? value : undefined
}

export function flagOption(options: Untrusted, name: string, otherwise: boolean): boolean {
  const value = property(options, name)
  return typeof value === 'boolean' ? value : otherwise
}

export type PluginFunction = (...args: readonly unknown[]) => unknown

export const isFunction = (value: unknown): value is PluginFunction => typeof value === 'function'

export function functionOption(options: Untrusted, name: string): PluginFunction | undefined {
  const value = property(options, name)
  return isFunction(value) ? value : undefined
}

/** Arrays belong to the plugin's realm, so `instanceof Array` is of no use. */
export function listOption(options: Untrusted, name: string): readonly unknown[] {
  const value = property(options, name)
  return Array.isArray(value) ? value : []
}

/** One origin or several; none unless the plugin names them. */
export function allowedOrigins(options: Untrusted): readonly string[] {
  const one = textOption(options, 'allowedMessageOrigins')
  if (one !== undefined) return [one]
  return listOption(options, 'allowedMessageOrigins').filter(origin => typeof origin === 'string')
}

/** Case does not matter and an unknown word means info. Anything but a string throws, as in the real portal. */
export function severityOf(type: string): Severity {
  if (typeof type !== 'string') throw new TypeError('The type of a message must be a string')
  const word = type.toLowerCase()
  return word === 'success' || word === 'warning' || word === 'danger' ? word : 'info'
}
