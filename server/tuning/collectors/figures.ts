import type { Sample } from '../../language/entity.ts'
import type { Value } from '../../language/value.ts'

/** Linux on x86-64, assumed of every host, since vdsm tells no page size. Where it is larger, what becomes pages here comes out too large. */
export const KIB_PER_PAGE = 4

/** As MOM reads figures: what is behind the point is cut off. */
export const integer = (figure: number): bigint => BigInt(Math.trunc(figure))

/** nil: not told, and no reason to wait. */
export const orNil = (figure: number | undefined): bigint | null => (figure === undefined ? null : integer(figure))

export const flag = (isSet: boolean | undefined): bigint | null => (isSet === undefined ? null : isSet ? 1n : 0n)

/**
 * What a counter gained since the sample before; 0 at first, as in MOM. One that went back belongs to a machine or program
 * that was started anew: then, too, nothing is known, and 0.
 */
export function growth(now: number | undefined, before: number | undefined): bigint | null {
  if (now === undefined) return null
  return before === undefined || now < before ? 0n : integer(now - before)
}

/** Without what is undefined, which is absent and holds readiness up where it is mandatory. */
export function told(fields: Readonly<Record<string, Value | undefined>>): Sample {
  const sample: Record<string, Value> = {}
  for (const name in fields) {
    const value = fields[name]
    if (value !== undefined) sample[name] = value
  }
  return sample
}
