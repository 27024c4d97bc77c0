import { createHash } from 'node:crypto'

/** Hosts are shared out by shards: enough for a few dozen replicas, few enough to be settled every second. */
const COUNT = 32

export const shards: readonly string[] = Array.from({ length: COUNT }, (_, nth) => `${nth}`)

/** The same for a host on every replica, whatever other hosts there are. */
export const shardOf = (hostId: string): string =>
  `${createHash('sha256').update(hostId).digest().readUInt32BE() % COUNT}`
