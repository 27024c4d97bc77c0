import type { GuestCollector } from './collector.ts'
import { integer, told } from './figures.ts'
import { optionalOf } from './optional-of.ts'

/** What the guest has, was started with and is guaranteed, in kB. mom/Collectors/GuestBalloon.py */
export const guestBalloon: GuestCollector = {
  name: 'GuestBalloon',
  mandatory: ['balloon_cur', 'balloon_max', 'balloon_min'],
  optional: [],
  collect({ now: { balloon, memoryKiB } }) {
    if (balloon === undefined) return undefined
    const maxKiB = balloon.maxKiB ?? memoryKiB
    return told({
      balloon_cur: integer(balloon.currentKiB),
      balloon_max: maxKiB === undefined ? undefined : integer(maxKiB),
      // Nothing is guaranteed that nobody wrote down: 0, as MOM says too.
      balloon_min: integer(balloon.minKiB ?? 0),
    })
  },
}

export const guestBalloonOptional = optionalOf(guestBalloon)
