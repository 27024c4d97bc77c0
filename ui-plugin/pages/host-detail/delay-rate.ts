import type { GuestReading } from '../../../shared/model/host-reading.ts'

/** VMs as they were at one time. */
export type GuestsRead = Readonly<{ takenAtMs: number; guests: readonly Pick<GuestReading, 'id' | 'vcpus'>[] }>

const NS_PER_MS = 1_000_000

/**
 * VM → how much of the time its vCPUs could have run but had no CPU, in percent of one vCPU on average, between two readings. Absent:
 * not told, or its counters began anew.
 */
export function delayPercents(before: GuestsRead, after: GuestsRead): ReadonlyMap<string, number> {
  const elapsedNs = (after.takenAtMs - before.takenAtMs) * NS_PER_MS
  if (!(elapsedNs > 0)) return new Map()
  const earlier = new Map(before.guests.map(guest => [guest.id, guest]))
  return new Map(
    after.guests.flatMap(guest => {
      const was = earlier.get(guest.id)
      const delays = was === undefined ? [] : delaysNs(was, guest)
      if (delays.length === 0 || delays.some(delay => delay < 0)) return []
      const mean = delays.reduce((sum, delay) => sum + delay, 0) / delays.length
      return [[guest.id, Math.min(100, (100 * mean) / elapsedNs)] as const]
    }),
  )
}

/** Of the vCPUs that are in both: one that was plugged in meanwhile has no time before. */
function delaysNs(before: Pick<GuestReading, 'vcpus'>, after: Pick<GuestReading, 'vcpus'>): readonly number[] {
  const earlier = new Map(before.vcpus.map(({ index, delayNs }) => [index, delayNs]))
  return after.vcpus.flatMap(({ index, delayNs }) => {
    const was = earlier.get(index)
    return was === undefined || delayNs === undefined ? [] : [delayNs - was]
  })
}
