import type { GuestReading, IoLimits, Limit } from '../../../shared/model/host-reading.ts'
import { toNumber } from '../../language/arithmetic.ts'
import { type DraftedLimit, ioLimitOf } from '../collectors/io-draft.ts'
import { impossible, nothingPlanned, type Planned } from './planned-change.ts'

/**
 * What a policy drafted for the disks of one guest, where it differs from what the host tells now. nil leaves a limit as it is,
 * zero lifts it.
 */
export function planIo(guest: GuestReading, drafted: readonly DraftedLimit[]): Planned {
  const byDevice = Map.groupBy(drafted, ({ device }) => device)
  const all = [...byDevice].map(([device, limits]) => planDisk(guest, device, limits))
  return { changes: all.flatMap(({ changes }) => changes), problems: all.flatMap(({ problems }) => problems) }
}

function planDisk(guest: GuestReading, device: string, drafted: readonly DraftedLimit[]): Planned {
  const disk = guest.disks.find(disk => disk.device === device)
  if (disk === undefined) return nothingPlanned
  const wanted: Partial<Record<keyof IoLimits, Limit>> = {}
  for (const { field, value } of drafted) {
    if (value === null) continue
    const limit = toLimit(toNumber(value))
    if (limit === undefined)
      return impossible('control-type', `${field} of ${device} is no limit that a host takes.`, guest)
    wanted[ioLimitOf[field]] = limit
  }
  const now = (field: keyof IoLimits): Limit => disk.limits?.[field] ?? 'unlimited'
  const after = (field: keyof IoLimits): Limit => wanted[field] ?? now(field)
  for (const [total, ...parts] of excluding)
    if (after(total) !== 'unlimited' && parts.some(part => after(part) !== 'unlimited'))
      return impossible(
        'limits-exclude',
        `${total} of ${device} excludes ${parts.join(' and ')}: no host takes both.`,
        guest,
      )
  const changed = (Object.keys(wanted) as (keyof IoLimits)[]).filter(field => wanted[field] !== now(field))
  if (changed.length === 0) return nothingPlanned
  const pick = (of: (field: keyof IoLimits) => Limit): IoLimits => Object.fromEntries(changed.map(f => [f, of(f)]))
  const controls = drafted
    .filter(({ field }) => changed.includes(ioLimitOf[field]))
    .map(({ field }) => `${device}.${field}`)
  const change = { knob: 'io' as const, vmId: guest.id, vmName: guest.name, device, from: pick(now), to: pick(after) }
  return { changes: [{ change, controls }], problems: [] }
}

const excluding = [
  ['totalBytesPerS', 'readBytesPerS', 'writeBytesPerS'],
  ['totalIops', 'readIops', 'writeIops'],
] as const

function toLimit(value: bigint | number | undefined): Limit | undefined {
  const whole = value === undefined ? Number.NaN : Math.trunc(Number(value))
  if (!Number.isSafeInteger(whole) || whole < 0) return undefined
  return whole === 0 ? 'unlimited' : whole
}
