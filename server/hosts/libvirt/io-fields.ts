import type { IoLimits, Limit } from '../../../shared/model/host-reading.ts'
import type { Parameters } from '../../protocol/libvirt/typed-parameters.ts'

/** Our limits by libvirt's names, which are also vdsm's. 0 is no limit. */
export const ioFields = {
  totalBytesPerS: 'total_bytes_sec',
  readBytesPerS: 'read_bytes_sec',
  writeBytesPerS: 'write_bytes_sec',
  totalIops: 'total_iops_sec',
  readIops: 'read_iops_sec',
  writeIops: 'write_iops_sec',
} as const satisfies Record<keyof IoLimits, string>

export type IoKey = keyof typeof ioFields

export function toIoLimits(parameters: Parameters): IoLimits {
  const limits: Partial<Record<IoKey, Limit>> = {}
  for (const [key, field] of Object.entries(ioFields) as [IoKey, string][]) {
    const value = parameters.get(field)
    if (typeof value === 'number' && Number.isSafeInteger(value)) limits[key] = value > 0 ? value : 'unlimited'
  }
  return limits
}
