import type { Messages } from './messages.ts'

/** Every 2 s each says that it is there; whoever is silent for more than three times as long is not. */
const TELL_MS = 2_000
const SILENT_MS = 7_000

export type KnownReplicas = Readonly<{
  /** How many there are, this one among them. */
  count(): number
  /** Tells of this one until the signal aborts, and then that it leaves. */
  run(signal: AbortSignal): void
}>

/** Which other replicas there are, by their word. `elapsedMs`: of a clock that nobody sets. */
export function createKnownReplicas(messages: Messages, elapsedMs: () => number): KnownReplicas {
  const heardMs = new Map<string, number>()
  messages.onMessage(({ from, message }) => {
    if (message.type === 'here' && message.isLeaving) heardMs.delete(from)
    else heardMs.set(from, elapsedMs())
  })
  return {
    count() {
      for (const [replica, atMs] of heardMs) if (elapsedMs() - atMs > SILENT_MS) heardMs.delete(replica)
      return heardMs.size + 1
    },
    run(signal) {
      const tell = () => messages.publish({ type: 'here' })
      tell()
      const timer = setInterval(tell, TELL_MS)
      signal.addEventListener('abort', () => {
        clearInterval(timer)
        messages.publish({ type: 'here', isLeaving: true })
      })
    },
  }
}
