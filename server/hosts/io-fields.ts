import type { IoLimits } from '../../shared/model/host-reading.ts'

/** Our limits, of bytes or operations per second, by libvirt's names, which are also vdsm's. 0 is no limit. */
export const ioFields = {
  totalBytesPerS: 'total_bytes_sec',
  readBytesPerS: 'read_bytes_sec',
  writeBytesPerS: 'write_bytes_sec',
  totalIops: 'total_iops_sec',
  readIops: 'read_iops_sec',
  writeIops: 'write_iops_sec',
} as const satisfies Record<keyof IoLimits, string>

export type IoKey = keyof typeof ioFields
