import type { IoLimits } from '../../../shared/model/host-reading.ts'
import type { Value } from '../../language/value.ts'

/** The six limits of a disk, as policies name them. */
export const ioFields = [
  'total_bytes_sec',
  'read_bytes_sec',
  'write_bytes_sec',
  'total_iops_sec',
  'read_iops_sec',
  'write_iops_sec',
] as const
export type IoField = (typeof ioFields)[number]

/** What each is called in readings and knobs. */
export const ioLimitOf: Readonly<Record<IoField, keyof IoLimits>> = {
  total_bytes_sec: 'totalBytesPerS',
  read_bytes_sec: 'readBytesPerS',
  write_bytes_sec: 'writeBytesPerS',
  total_iops_sec: 'totalIops',
  read_iops_sec: 'readIops',
  write_iops_sec: 'writeIops',
}

export type DraftedLimit = Readonly<{ vmId: string; device: string; field: IoField; value: Value }>

/**
 * Limits of disks that a policy sets while it is evaluated. They are the only thing that a policy changes in place, so they are kept
 * apart from what was measured and begun anew with every evaluation: one that fails leaves nothing behind.
 */
export type IoDraft = Readonly<{
  set(vmId: string, device: string, field: IoField, value: Value): void
  get(vmId: string, device: string, field: IoField): Value | undefined
  list(): readonly DraftedLimit[]
  clear(): void
}>

export function createIoDraft(): IoDraft {
  const limits = new Map<string, DraftedLimit>()
  const keyOf = (...parts: readonly string[]) => parts.join('\n')
  return {
    set: (vmId, device, field, value) => void limits.set(keyOf(vmId, device, field), { vmId, device, field, value }),
    get: (vmId, device, field) => limits.get(keyOf(vmId, device, field))?.value,
    list: () => [...limits.values()],
    clear: () => limits.clear(),
  }
}
