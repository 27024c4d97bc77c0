/** Resolves after `ms`, or at once when the signal aborts; never rejects. Injected, so that tests own the time. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>
