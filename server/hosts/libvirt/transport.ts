import type { Duplex } from 'node:stream'

/** A way to the daemon that is open: what is written goes there, what it says comes out. */
export type Transport = Readonly<{
  stream: Duplex
  /** What is known of why it ended, for people. */
  whyEnded?: () => string | undefined
}>
