import { useEffect, useState } from 'react'

/** A plan is gone through in about this time, however many points it has. */
const WHOLE_MS = 10_000
/** Long enough to see what has changed, short enough to go on. */
const SHORTEST_MS = 200
const LONGEST_MS = 1_500

export type Playback = Readonly<{
  isPlaying: boolean
  /** Goes on from where it is, at the end from the beginning; pauses while it plays. */
  toggle(): void
  pause(): void
}>

/** Goes on from point to point by itself and stops at the last. */
export function usePlayback(place: number, last: number, onChange: (place: number) => void): Playback {
  const [isPlaying, setPlaying] = useState(false)
  const isAtEnd = place >= last

  useEffect(() => {
    if (!isPlaying) return
    if (isAtEnd) {
      setPlaying(false)
      return
    }
    const shownMs = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, WHOLE_MS / last))
    // Of many points some are passed over.
    const stride = Math.max(1, Math.ceil((last * SHORTEST_MS) / WHOLE_MS))
    const timer = setTimeout(() => onChange(Math.min(last, place + stride)), shownMs)
    return () => clearTimeout(timer)
  }, [isPlaying, isAtEnd, place, last, onChange])

  return {
    isPlaying,
    toggle() {
      if (!isPlaying && isAtEnd) onChange(0)
      setPlaying(!isPlaying)
    },
    pause: () => setPlaying(false),
  }
}
