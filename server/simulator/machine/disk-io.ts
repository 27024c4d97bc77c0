import type { IoLimits, Limit } from '../../../shared/model/host-reading.ts'

export type DiskRates = Readonly<{ readBytesPerS: number; writtenBytesPerS: number }>
export type DiskLimits = Readonly<Record<keyof IoLimits, Limit>>

export const noDiskLimits: DiskLimits = {
  totalBytesPerS: 'unlimited',
  readBytesPerS: 'unlimited',
  writeBytesPerS: 'unlimited',
  totalIops: 'unlimited',
  readIops: 'unlimited',
  writeIops: 'unlimited',
}

/** Programs read more than they write, in requests of this size. */
const READ_SHARE = 0.7
const REQUEST_BYTES = 16_384

/** What passes the limits of what the VM asks of its disk. */
export function diskRates(wantedBytesPerS: number, limits: DiskLimits): DiskRates {
  const wanted = { read: wantedBytesPerS * READ_SHARE, write: wantedBytesPerS * (1 - READ_SHARE) }
  const read = Math.min(wanted.read, bytes(limits.readBytesPerS), REQUEST_BYTES * bytes(limits.readIops))
  const write = Math.min(wanted.write, bytes(limits.writeBytesPerS), REQUEST_BYTES * bytes(limits.writeIops))
  const total = Math.min(bytes(limits.totalBytesPerS), REQUEST_BYTES * bytes(limits.totalIops))
  const share = read + write > total ? total / (read + write) : 1
  return { readBytesPerS: read * share, writtenBytesPerS: write * share }
}

const bytes = (limit: Limit): number => (limit === 'unlimited' ? Number.POSITIVE_INFINITY : limit)
