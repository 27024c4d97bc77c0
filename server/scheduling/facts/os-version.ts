/**
 * Operating systems of hosts as the upgrade units compare them: "RHEL", "9.4 - 1.el9" against "RHEL", "9.2". Source: rules
 * §6.2 and §6.3, InClusterUpgrade. How the engine splits a version was not read there (§15); this takes its numbers.
 */
import type { HostFacts } from './host-facts.ts'

/** `numbers[0]` is the major version; there is at least one. */
export type OsVersion = Readonly<{ family: string; text: string; numbers: readonly [number, ...number[]] }>

/** undefined: no family, or a version that does not begin with a number. Source: rules §6.2 ("parseable"). */
export function parseOs({ family, version }: NonNullable<HostFacts['os']>): OsVersion | undefined {
  const [, dotted] = /^\s*(\d+(?:\.\d+)*)/.exec(version) ?? []
  const [major, ...rest] = (dotted ?? '').split('.').map(Number)
  if (family.trim() === '' || dotted === undefined || major === undefined) return undefined
  return { family: family.trim(), text: `${family.trim()} ${dotted}`, numbers: [major, ...rest] }
}

/** Source: rules §6.2. */
export const isSameFamily = (one: OsVersion, other: OsVersion): boolean => one.family === other.family

/** Source: rules §6.2. */
export const isSameMajor = (one: OsVersion, other: OsVersion): boolean => one.numbers[0] === other.numbers[0]

/** Negative: `one` is older. A missing part is 0: 9 and 9.0 are the same. Families are not looked at. Source: rules §6.2. */
export function compareOsVersions(one: OsVersion, other: OsVersion): number {
  for (let part = 0; part < Math.max(one.numbers.length, other.numbers.length); part += 1) {
    const difference = (one.numbers[part] ?? 0) - (other.numbers[part] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** The newest of one family; undefined for none, or for several families. Source: rules §6.3 (reference at start-up). */
export function newestOs(versions: readonly OsVersion[]): OsVersion | undefined {
  const [first, ...rest] = versions
  if (first === undefined || rest.some(version => !isSameFamily(version, first))) return undefined
  return versions.reduce((newest, version) => (compareOsVersions(version, newest) > 0 ? version : newest))
}
