/** Hosts are shared out by shards: enough for a few dozen replicas, few enough to be settled every second. */
const COUNT = 32

export const shards: readonly string[] = Array.from({ length: COUNT }, (_, nth) => `${nth}`)

/** The same for a host on every replica, whatever other hosts there are. */
export function shardOf(hostId: string): string {
  let hash = 0
  for (const character of hostId) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) | 0
  return `${Math.abs(hash % COUNT)}`
}
