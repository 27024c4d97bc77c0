/** Remembers what was expensive to learn, for a short time and in bounded memory. */

export type ExpiringCache<T> = Readonly<{
  /**
   * The remembered value, or what `load` brings; callers of the same key share one load. undefined is not remembered.
   * `orStale`: when the load fails, the last value serves if it is not older than the grace; else the failure is thrown.
   */
  get(key: string, load: () => Promise<T | undefined>, orStale?: boolean): Promise<T | undefined>
  /** Whether a value not older than the grace is held. */
  has(key: string): boolean
}>

export type CacheLimits = Readonly<{ freshMs: number; graceMs: number; maxEntries: number; now: () => number }>

export function createExpiringCache<T>({ freshMs, graceMs, maxEntries, now }: CacheLimits): ExpiringCache<T> {
  const held = new Map<string, { value: T; atMs: number }>()
  const loading = new Map<string, Promise<T | undefined>>()

  const youngerThan = (key: string, ageMs: number) => {
    const entry = held.get(key)
    return entry !== undefined && now() - entry.atMs < ageMs ? entry : undefined
  }

  const learn = async (key: string, load: () => Promise<T | undefined>) => {
    const atMs = now()
    const value = await load()
    held.delete(key) // a Map keeps the order of insertion: what is learnt anew moves to the end
    if (value === undefined) return undefined
    held.set(key, { value, atMs })
    const oldest = held.keys().next().value
    if (held.size > maxEntries && oldest !== undefined) held.delete(oldest)
    return value
  }

  return {
    async get(key, load, orStale = false) {
      const fresh = youngerThan(key, freshMs)
      if (fresh !== undefined) return fresh.value
      const shared = loading.get(key) ?? learn(key, load).finally(() => loading.delete(key))
      loading.set(key, shared)
      try {
        return await shared
      } catch (error) {
        const stale = orStale ? youngerThan(key, graceMs) : undefined
        if (stale === undefined) throw error
        return stale.value
      }
    },
    has: key => youngerThan(key, Math.max(freshMs, graceMs)) !== undefined,
  }
}
