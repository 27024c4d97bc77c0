import type { IoLimits, Limit } from '../../../shared/model/host-reading.ts'
import type { Parameters } from '../../protocol/libvirt/typed-parameters.ts'
import { type IoKey, ioFields } from '../io-fields.ts'

export function toIoLimits(parameters: Parameters): IoLimits {
  const limits: Partial<Record<IoKey, Limit>> = {}
  for (const [key, field] of Object.entries(ioFields) as [IoKey, string][]) {
    const value = parameters.get(field)
    if (typeof value === 'number' && Number.isSafeInteger(value)) limits[key] = value > 0 ? value : 'unlimited'
  }
  return limits
}
