export type Poll = Readonly<{
  /** Loads now, then again after each answer. When started already: drops an answer under way and begins anew. */
  start(): void
  stop(): void
}>

/** Loads every `everyMs` while started, never twice at a time. `load` reports its own failures. */
export function createPoll(load: (signal: AbortSignal) => Promise<void>, everyMs: number): Poll {
  let running: AbortController | undefined

  async function run(round: AbortController): Promise<void> {
    await load(round.signal)
    if (round.signal.aborted) return
    const timer = setTimeout(() => void run(round), everyMs)
    round.signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  }

  function stop(): void {
    running?.abort()
    running = undefined
  }

  function start(): void {
    stop()
    running = new AbortController()
    void run(running)
  }

  return { start, stop }
}
