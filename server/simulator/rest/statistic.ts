import { createHash } from 'node:crypto'
import type { Wire } from '../wire/types.ts'

export type Reading = Wire<'statistic'> & Readonly<{ name: string }>

type Unit = NonNullable<Wire<'statistic'>['unit']>

/** A whole figure: bytes, seconds, counts. */
export function whole(name: string, description: string, unit: Unit, value: number): Reading {
  return { ...head(name, description), kind: 'gauge', type: 'integer', unit, values: [{ datum: Math.round(value) }] }
}

/** A percentage or load: the engine rounds these to two significant digits. */
export function decimal(name: string, description: string, unit: Unit, value: number): Reading {
  return { ...head(name, description), kind: 'gauge', type: 'decimal', unit, values: [{ datum: { twoDigits: value } }] }
}

/** Hangs the readings below their owner: href, and the link back to it. */
export function statisticsOf(
  owner: Readonly<{ member: 'host' | 'vm' | 'host_numa_node'; id: string; href: string }>,
  readings: readonly Reading[],
): readonly Wire<'statistic'>[] {
  const back = { [owner.member]: { id: owner.id, href: owner.href } }
  return readings.map(reading => ({ ...reading, ...back, href: `${owner.href}/statistics/${reading.id ?? ''}` }))
}

/** The total cut to whole percents, which is how the engine keeps memory use. */
export function usedBytes(totalBytes: number, percent: number): number {
  return Math.floor((totalBytes * Math.trunc(percent)) / 100)
}

const ids = new Map<string, string>()

function head(name: string, description: string) {
  return { id: statisticId(name), name, description }
}

/** The id of a statistic: version 3 (MD5) UUID of its bare name without a namespace, the same on every object. */
export function statisticId(name: string): string {
  const known = ids.get(name)
  if (known !== undefined) return known
  const hash = createHash('md5').update(name, 'utf8').digest()
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x30
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80
  const id = hash.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5')
  ids.set(name, id)
  return id
}
