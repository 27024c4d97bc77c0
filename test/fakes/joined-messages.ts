import type { Messages, Received, ReplicaMessage } from '../../server/replicas/messages.ts'

/** Messages between replicas in one process, delivered at once. `cut`: those of these are lost from now on. */
export function joinedMessages(): Readonly<{
  of(replica: string): Messages
  cut(replica: string): void
  said: readonly ReplicaMessage[]
}> {
  const listeners = new Map<string, (received: Received) => void>()
  const silent = new Set<string>()
  const said: ReplicaMessage[] = []
  return {
    of: replica => ({
      publish(message) {
        if (silent.has(replica)) return
        said.push(message)
        for (const [other, listener] of listeners) if (other !== replica) listener({ from: replica, message })
      },
      onMessage(listener) {
        listeners.set(replica, listener)
        return () => listeners.delete(replica)
      },
      onListening: () => () => undefined,
      close: async () => undefined,
    }),
    cut: replica => silent.add(replica),
    said,
  }
}
