/** What is shared out among replicas: clusters, with all that is decided and moved there, and shards of the hosts. */
export const shareKinds = ['cluster', 'hosts'] as const
export type ShareKind = (typeof shareKinds)[number]

/**
 * Who does what. Each share is one job that lasts: whoever has taken it is the only one who works on it, until it lets go, ends, or is not
 * heard of for `lostMs`. What it remembers of a cluster is worth keeping, so shares change hands only for a reason: a replica came or went.
 */
export type Shares = Readonly<{
  /** What there is by now; what is not any more is let go. */
  offer(kind: ShareKind, subjects: readonly string[]): void
  /**
   * Whether it is ours now. True only as long as no other replica can have it: a process that was frozen finds that it has lost
   * everything.
   */
  holds(kind: ShareKind, subject: string): boolean
  /** Told after shares were taken, let go or lost. Returns the function that stops listening. Listeners must not throw. */
  onChange(listener: () => void): () => void
  /** How many replicas there are, this one among them, and what this one has. */
  status(): Readonly<{ replicas: number; held: Readonly<Record<ShareKind, number>> }>
  /** Takes, keeps and lets go until the signal aborts, and then lets go of all. Never rejects. */
  run(signal: AbortSignal): Promise<void>
  /** Frees what it holds open, also where it never ran. */
  close(): Promise<void>
}>

/** One process that has everything. */
export const allShares: Shares = {
  offer: () => undefined,
  holds: () => true,
  onChange: () => () => undefined,
  status: () => ({ replicas: 1, held: { cluster: 0, hosts: 0 } }),
  run: async () => undefined,
  close: async () => undefined,
}
