import type { Wire } from '../wire/types.ts'
import { nameUuid } from './name-uuid.ts'

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

function head(name: string, description: string) {
  return { id: nameUuid(name), name, description }
}
