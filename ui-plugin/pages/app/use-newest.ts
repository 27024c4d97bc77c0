import { useRef, useState } from 'react'

/** What was loaded last, or what the service has answered since: that is newer, until something else is loaded. */
export function useNewest<T>(loaded: T): [T, (answer: T) => void] {
  const [answered, setAnswered] = useState({ before: loaded, answer: loaded })
  const now = useRef(loaded)
  now.current = loaded
  const note = (answer: T) => setAnswered({ before: now.current, answer })
  return [answered.before === loaded ? answered.answer : loaded, note]
}
