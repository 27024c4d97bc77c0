import { useEffect, useState } from 'react'

/** The time, brought up to date every `everyMs`: for ages that grow while nothing else changes. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
