import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'

type Kept = Map<string, unknown>

const KeptContext = createContext<Kept | undefined>(undefined)

/** Remembers what is typed below it for as long as the page is open. */
export function KeepState({ children }: Readonly<{ children: ReactNode }>) {
  const [kept] = useState(() => new Map<string, unknown>())
  return <KeptContext value={kept}>{children}</KeptContext>
}

/**
 * As useState, but what was set is still there when the component comes back: a reader who looks something up in another
 * part of the page must not lose what was typed. Outside KeepState it is forgotten. A key stands for one type of value.
 */
export function useKept<T>(key: string, initial: () => T): [T, (next: T) => void] {
  const kept = useContext(KeptContext)
  const [value, setValue] = useState(() => (kept?.has(key) ? (kept.get(key) as T) : initial()))
  const set = useCallback(
    (next: T) => {
      kept?.set(key, next)
      setValue(next)
    },
    [kept, key],
  )
  return [value, set]
}
