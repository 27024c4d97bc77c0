import { ProtocolError } from '../../protocol/protocol-error.ts'

/**
 * vdsm writes many numbers as text, and not the same ones in every version: each reader here takes both. What is missing or
 * makes no sense is undefined, never zero.
 */

export type Wire = Readonly<Record<string, unknown>>

/** An object of named fields, or none at all. */
export const record = (value: unknown): Wire =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Wire) : {}

/** Throws ProtocolError for more than `max`: no host has so many. */
export function list(value: unknown, max: number): readonly unknown[] {
  if (!Array.isArray(value)) return []
  return bounded(value, max)
}

/** Throws ProtocolError for more than `max`. */
export const entries = (value: unknown, max: number): readonly (readonly [string, unknown])[] =>
  bounded(Object.entries(record(value)), max)

function bounded<T>(items: readonly T[], max: number): readonly T[] {
  if (items.length > max) throw new ProtocolError('bad-message', `a list has ${items.length} entries, at most ${max}`)
  return items
}

/** Nothing that a host counts comes near; larger ones would overflow when they are added. */
const LARGEST = 1e30

export function number(value: unknown): number | undefined {
  if (typeof value === 'number') return Math.abs(value) <= LARGEST ? value : undefined
  if (typeof value !== 'string' || !/^\s*[-+]?\d{1,25}(\.\d{1,25})?([eE][-+]?\d{1,3})?\s*$/.test(value))
    return undefined
  const parsed = Number(value)
  return Math.abs(parsed) <= LARGEST ? parsed : undefined
}

/** Not negative. */
export function amount(value: unknown): number | undefined {
  const found = number(value)
  return found !== undefined && found >= 0 ? found : undefined
}

/** Whole, not negative, and exact. */
export function count(value: unknown): number | undefined {
  const found = amount(value)
  if (found === undefined) return undefined
  const whole = Math.round(found)
  return Number.isSafeInteger(whole) ? whole : undefined
}

export function percent(value: unknown): number | undefined {
  const found = number(value)
  return found === undefined ? undefined : Math.min(100, Math.max(0, found))
}

export function mibAsKib(value: unknown): number | undefined {
  const mib = amount(value)
  return mib === undefined ? undefined : count(mib * 1024)
}

/** Longer than `max` letters is undefined too. */
export const text = (value: unknown, max = 1024): string | undefined =>
  typeof value === 'string' && value.length > 0 && value.length <= max ? value : undefined

export const flag = (value: unknown): boolean | undefined => {
  if (typeof value === 'boolean') return value
  return value === 'true' ? true : value === 'false' ? false : undefined
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The id of a VM in small letters. */
export function vmIdOf(value: unknown): string | undefined {
  const id = typeof value === 'string' ? value.toLowerCase() : ''
  return UUID.test(id) ? id : undefined
}

/** What `present` left, if it left anything. */
export const unlessEmpty = <T extends object>(fields: T): T | undefined =>
  Object.keys(fields).length === 0 ? undefined : fields
