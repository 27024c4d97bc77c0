import { createHash } from 'node:crypto'

const known = new Map<string, string>()

/**
 * Version 3 (MD5) UUID of a bare name without a namespace, as Java makes it. The engine identifies statistics so, which
 * is why a statistic has the same id on every object. Remembered: the names are few.
 */
export function nameUuid(name: string): string {
  const found = known.get(name)
  if (found !== undefined) return found
  const hash = createHash('md5').update(name, 'utf8').digest()
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x30
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80
  const id = hash.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5')
  known.set(name, id)
  return id
}
