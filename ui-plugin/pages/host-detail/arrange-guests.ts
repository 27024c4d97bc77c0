import { compareNames } from '../../../shared/measure/compare-names.ts'
import type { GuestReading } from '../../../shared/model/host-reading.ts'
import { compareKeys, type SortKey } from '../../components/compare-keys.ts'

export const guestColumns = ['name', 'vcpus', 'cpu', 'memory', 'delay'] as const
export type GuestColumn = (typeof guestColumns)[number]
export type GuestOrder = Readonly<{ by: GuestColumn; direction: 'asc' | 'desc' }>

/** What is asked for first of a column: the most. */
export const firstGuestDirection = (by: GuestColumn): GuestOrder['direction'] => (by === 'name' ? 'asc' : 'desc')

/** In order; what is not known is last in both directions, equals by name. */
export function arrangedGuests(
  guests: readonly GuestReading[],
  delays: ReadonlyMap<string, number>,
  { by, direction }: GuestOrder,
): readonly GuestReading[] {
  const sign = direction === 'asc' ? 1 : -1
  const keyOf = (guest: GuestReading): SortKey => {
    switch (by) {
      case 'name':
        return guest.name
      case 'vcpus':
        return guest.vcpuCount
      case 'cpu':
        return guest.cpuPercent
      case 'memory':
        return guest.balloon?.currentKiB ?? guest.memoryKiB
      case 'delay':
        return delays.get(guest.id)
    }
  }
  return guests.toSorted((a, b) => compareKeys(keyOf(a), keyOf(b), sign) || compareNames(a.name, b.name))
}
