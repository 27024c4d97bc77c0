import { z } from 'zod'

/** About hosts, to whoever is connected to them. */
export const hostQuestionSchema = z.discriminatedUnion('what', [
  z.object({ what: z.literal('list') }),
  z.object({ what: z.enum(['host', 'tuning', 'pins', 'history']), id: z.string() }),
])
export type HostQuestion = z.infer<typeof hostQuestionSchema>

/** What replicas tell each other. Of what is stored it says that it has changed, never what it is now: that is read from the store. */
export const messageSchema = z.discriminatedUnion('type', [
  /** So that replicas know of each other; `isLeaving`: the last of it. */
  z.object({ type: z.literal('here'), isLeaving: z.boolean().optional() }),
  z.object({ type: z.literal('run'), runId: z.string() }),
  z.object({ type: z.literal('recommendations'), clusterId: z.string() }),
  z.object({ type: z.literal('advice'), clusterId: z.string() }),
  z.object({ type: z.literal('policy'), clusterId: z.string() }),
  z.object({ type: z.literal('units') }),
  z.object({ type: z.literal('automation') }),
  z.object({ type: z.literal('tuning') }),
  z.object({ type: z.literal('hosts') }),
  z.object({ type: z.literal('question'), id: z.string(), question: hostQuestionSchema }),
  /** Without `known`: nothing is. */
  z.object({ type: z.literal('answer'), id: z.string(), known: z.unknown().optional() }),
])
export type ReplicaMessage = z.infer<typeof messageSchema>

/** A message with the replica that it is from. */
export type Received = Readonly<{ from: string; message: ReplicaMessage }>

/** Between the replicas of one store. A message that is lost delays what others see until the next read; nothing is decided by one. */
export type Messages = Readonly<{
  /** To all others. Never throws. */
  publish(message: ReplicaMessage): void
  /** Of all others. Returns the function that stops listening. Listeners must not throw. */
  onMessage(listener: (received: Received) => void): () => void
  /** From now on messages are heard, for the first time or again: what was said before is not known. Listeners must not throw. */
  onListening(listener: () => void): () => void
  close(): Promise<void>
}>

/** Where there is one replica, nobody hears and nobody tells. */
export const noMessages: Messages = {
  publish: () => undefined,
  onMessage: () => () => undefined,
  onListening: () => () => undefined,
  close: async () => undefined,
}
