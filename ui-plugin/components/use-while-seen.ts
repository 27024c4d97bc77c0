import { useEffect, useRef } from 'react'

/** Whether anybody can see this page: the portal hides frames of other places, which gives them no width. */
const isSeen = () => document.visibilityState === 'visible' && window.innerWidth > 0

/** Calls `act` every `everyMs` while the page is seen; once more, at once, when it is seen again after a longer while. */
export function useWhileSeen(everyMs: number, act: () => void): void {
  const now = useRef(act)
  now.current = act
  useEffect(() => {
    let lastMs = Date.now()
    const tick = () => {
      if (!isSeen()) return
      lastMs = Date.now()
      now.current()
    }
    const timer = setInterval(tick, everyMs)
    const onSeen = () => {
      if (Date.now() - lastMs >= everyMs) tick()
    }
    document.addEventListener('visibilitychange', onSeen)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', onSeen)
    }
  }, [everyMs])
}
