/**
 * Reads members of the engine's JSON. Its numbers and booleans mostly come as text and its collections are left out when
 * empty. `path` is dotted, e.g. `cluster.id`. A required member that is absent, and any that is of the wrong kind, throws
 * WireProblem; readers named `find…` give undefined for an absent one.
 */
import { bytesToMiB } from '../../shared/measure/memory.ts'
import { badReply, type EngineError } from './http/engine-error.ts'

export class WireProblem extends Error {
  /** Where in the reply, e.g. `vm[3].memory`. */
  readonly path: string
  readonly problem: string
  constructor(path: string, problem: string) {
    super(`${path} ${problem}`)
    this.name = 'WireProblem'
    this.path = path
    this.problem = problem
  }
}

export function find(wire: unknown, path: string): unknown {
  let value = wire
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
  }
  return value === null ? undefined : value
}

export function findText(wire: unknown, path: string): string | undefined {
  const value = find(wire, path)
  if (value === undefined || typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new WireProblem(path, 'is not text')
}

export const text = (wire: unknown, path: string): string => required(findText(wire, path), path)

/** Decimals too; the engine writes some as 1.0E+2. */
export function findNumber(wire: unknown, path: string): number | undefined {
  const value = find(wire, path)
  if (value === undefined || value === '') return undefined
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN
  if (!Number.isFinite(number)) throw new WireProblem(path, 'is not a number')
  return number
}

export function findInteger(wire: unknown, path: string): number | undefined {
  const number = findNumber(wire, path)
  if (number !== undefined && !Number.isSafeInteger(number)) throw new WireProblem(path, 'is not a whole number')
  return number
}

export const integer = (wire: unknown, path: string): number => required(findInteger(wire, path), path)

/** Whole MiB of a member in bytes. */
export function findBytesAsMiB(wire: unknown, path: string): number | undefined {
  const bytes = findInteger(wire, path)
  if (bytes !== undefined && bytes < 0) throw new WireProblem(path, 'is negative')
  return bytes === undefined ? undefined : bytesToMiB(bytes)
}

export const bytesAsMiB = (wire: unknown, path: string): number => required(findBytesAsMiB(wire, path), path)

export function findCount(wire: unknown, path: string): number | undefined {
  const count = findInteger(wire, path)
  if (count !== undefined && count < 0) throw new WireProblem(path, 'is negative')
  return count
}

/** Two members of a version as "4.7". */
export function findLevel(wire: unknown, path: string): string | undefined {
  const major = findCount(wire, `${path}.major`)
  const minor = findCount(wire, `${path}.minor`)
  return major === undefined || minor === undefined ? undefined : `${major}.${minor}`
}

export function findFlag(wire: unknown, path: string): boolean | undefined {
  const value = find(wire, path)
  if (value === undefined) return undefined
  if (value === true || value === 'true') return true
  if (value === false || value === 'false') return false
  throw new WireProblem(path, 'is not true or false')
}

export const flag = (wire: unknown, path: string, ifAbsent: boolean): boolean => findFlag(wire, path) ?? ifAbsent

export const requiredFlag = (wire: unknown, path: string): boolean => required(findFlag(wire, path), path)

/** undefined also for a word that we do not know: engines newer than this client may have more. */
export function findOneOf<T extends string>(wire: unknown, path: string, words: readonly T[]): T | undefined {
  const value = findText(wire, path)
  return words.find(word => word === value)
}

/** The items of a collection, named by the singular; none when the engine left it out. */
export function list(wire: unknown, path: string): readonly unknown[] {
  if (typeof wire !== 'object' || wire === null) throw new WireProblem(path, 'is in a reply that is not an object')
  const value = find(wire, path)
  if (value === undefined) return []
  if (!Array.isArray(value)) throw new WireProblem(path, 'is not a list')
  return value
}

/** A list of name and value as a record. */
export const properties = (wire: unknown, path: string): Readonly<Record<string, string>> =>
  Object.fromEntries(list(wire, path).map(item => [text(item, 'name'), findText(item, 'value') ?? '']))

export type Items<T> = Readonly<{ items: readonly T[]; problems: readonly WireProblem[] }>

/** Maps a collection item by item. One that cannot be read is left out and reported; the others are not held up by it. */
export function readItems<T>(wire: unknown, path: string, read: (item: unknown) => T): Items<T> {
  const items: T[] = []
  const problems: WireProblem[] = []
  for (const [index, item] of list(wire, path).entries()) {
    try {
      items.push(read(item))
    } catch (error) {
      if (!(error instanceof WireProblem)) throw error
      problems.push(new WireProblem(`${path}[${index}].${error.path}`, error.problem))
    }
  }
  return { items, problems }
}

/** For a part that the rest can do without: absent, too, when it cannot be read. */
export function orAbsent<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof WireProblem)) throw error
    return undefined
  }
}

/** For a reply that is of no use when any part of it cannot be read. */
export function readWhole<T>(asked: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof WireProblem ? unreadable(asked, error) : error
  }
}

export const unreadable = (asked: string, { message }: WireProblem): EngineError =>
  badReply(`The engine's answer to ${asked} is not as documented: ${message}.`)

function required<T>(value: T | undefined, path: string): T {
  if (value === undefined) throw new WireProblem(path, 'is missing')
  return value
}
