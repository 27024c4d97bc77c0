import { memoryText } from '../../shared/measure/memory.ts'

/** KiB as values of a reason: `missing` for people, `missingKiB` to compare. */
export function memoryValues<Name extends string>(
  sizesKiB: Readonly<Record<Name, number>>,
): Record<Name, string> & Record<`${Name}KiB`, number> {
  const entries = Object.entries<number>(sizesKiB).flatMap(([name, kib]) => [
    [name, memoryText(kib)],
    [`${name}KiB`, kib],
  ])
  return Object.fromEntries(entries)
}
