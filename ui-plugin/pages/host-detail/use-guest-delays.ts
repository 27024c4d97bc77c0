import { useState } from 'react'
import { delayPercents, type GuestsRead } from './delay-rate.ts'

const NONE: ReadonlyMap<string, number> = new Map()

type Kept = Readonly<{ last: GuestsRead | undefined; delays: ReadonlyMap<string, number> }>

/** VM → how much of the time it waited for a CPU between the last two readings that came while it was looked at. */
export function useGuestDelays(guests: GuestsRead | undefined): ReadonlyMap<string, number> {
  const [kept, setKept] = useState<Kept>({ last: guests, delays: NONE })
  if (guests === undefined || kept.last?.takenAtMs === guests.takenAtMs) return kept.delays
  const delays = kept.last === undefined ? NONE : delayPercents(kept.last, guests)
  setKept({ last: guests, delays })
  return delays
}
