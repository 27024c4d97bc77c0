import type { GuestReading } from '../../../shared/model/host-reading.ts'

export const guestColumns = ['name', 'vcpus', 'cpu', 'memory', 'delay'] as const
export type GuestColumn = (typeof guestColumns)[number]
export type GuestOrder = Readonly<{ by: GuestColumn; direction: 'asc' | 'desc' }>

/** What is asked for first of a column: the most. */
export const firstGuestDirection = (by: GuestColumn): GuestOrder['direction'] => (by === 'name' ? 'asc' : 'desc')

const names = new Intl.Collator('en', { numeric: true })

/** In order; what is not known is last in both directions, equals by name. */
export function arrangedGuests(
  guests: readonly GuestReading[],
  delays: ReadonlyMap<string, number>,
  { by, direction }: GuestOrder,
): readonly GuestReading[] {
  const sign = direction === 'asc' ? 1 : -1
  const keyOf = (guest: GuestReading): number | undefined => {
    switch (by) {
      case 'name':
        return 0
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
  return guests.toSorted((a, b) => {
    const [keyA, keyB] = [keyOf(a), keyOf(b)]
    const byKey =
      keyA === undefined || keyB === undefined
        ? Number(keyA === undefined) - Number(keyB === undefined)
        : sign * (keyA - keyB)
    return byKey || (by === 'name' ? sign : 1) * names.compare(a.name, b.name)
  })
}
