import type { HostFigure } from '../../../shared/model/tuning.ts'
import type { WatchedHost } from '../../../shared/model/watched-host.ts'
import type { GuestSla } from '../collectors/collector.ts'
import type { FactSource } from '../collectors/fact-source.ts'
import { figureOf } from './host-figure.ts'
import { createThinningHistory } from './thinning-history.ts'

const MOST_POINTS = 480

/** Figures of one host as they come: handed on where they are new, and kept over time, within bounds. */
export function createFigures(facts: Pick<FactSource, 'takeHost' | 'takeGuests'>) {
  const history = createThinningHistory<HostFigure>(MOST_POINTS)
  let readAtMs = Number.NEGATIVE_INFINITY
  let guestsReadAtMs: number | undefined

  return {
    /** True: there was something new of host and guests both. */
    take(host: WatchedHost, slaOf: (vmId: string) => GuestSla | undefined): boolean {
      const { reading, guests } = host
      const isNew = reading !== undefined && host.readAtMs !== undefined && host.readAtMs !== readAtMs
      const hasGuests = guests !== undefined && guests.readAtMs !== guestsReadAtMs
      if (hasGuests) {
        guestsReadAtMs = guests.readAtMs
        facts.takeGuests(guests.guests, guests.takenAtMs, slaOf)
      }
      if (isNew) {
        readAtMs = host.readAtMs
        facts.takeHost(reading, readAtMs)
        history.add(figureOf(reading, guests?.guests ?? [], readAtMs))
      }
      return isNew && hasGuests
    },
    guestsReadAtMs: () => guestsReadAtMs,
    list: history.list,
  }
}
