import type { HostStatus } from './host.ts'
import type { GuestReading, HostReading } from './host-reading.ts'

/** How a host is reached itself, beside what the engine says of it. */
export const hostConnectionKinds = ['none', 'vdsm', 'libvirt+tls', 'libvirt+ssh', 'libvirt+unix', 'simulated'] as const
export type HostConnectionKind = (typeof hostConnectionKinds)[number]

/** `path`: of the socket, for libvirt+unix where it is not the usual one. */
export type HostConnectionRule = Readonly<{ kind: HostConnectionKind; path?: string }>

/**
 * - not-configured: its cluster has no connection
 * - not-dialled: not in a state in which it would answer; `because` says which
 * - connecting: the first attempt is under way, or is soon
 * - connected: it answers
 * - waiting: it is lost or could never be reached; tried again from time to time
 */
export const hostStandings = ['not-configured', 'not-dialled', 'connecting', 'connected', 'waiting'] as const
export type HostStanding = (typeof hostStandings)[number]

/** Why something about a host failed. `fix` is what an operator can do about it. */
export type HostProblem = Readonly<{ code: string; message: string; fix: string; atMs: number }>

/** One host of the engine and what it says itself. What failed to be read keeps its last good value, with its time. */
export type WatchedHost = Readonly<{
  id: string
  name: string
  cluster: Readonly<{ id: string; name: string }>
  /** The engine's word. */
  status?: HostStatus
  address?: string
  via: HostConnectionRule
  standing: HostStanding
  /** When it came to its standing. */
  sinceMs: number
  /** Why it is not dialled. */
  because?: string
  nextAttemptAtMs?: number
  /** What answers there: "libvirt 9.0.0, QEMU 7.2.0". */
  software?: string
  /** Why the last connection or attempt ended; absent while it is connected. */
  problem?: HostProblem
  /** Connections that ended by themselves. */
  lostConnections: number
  reading?: HostReading
  /** When it came, by our own clock; `takenAtMs` is by the host’s. */
  readAtMs?: number
  /** `takenAtMs`: by the host’s clock, for differences of counters; `readAtMs`: when they came, by ours. */
  guests?: Readonly<{ takenAtMs: number; readAtMs: number; guests: readonly GuestReading[] }>
  /** The last one. Absent: there was none yet. */
  sample?: HostSample
}>

/** One time that a host was asked for all its figures. `problem`: why not all of them came. */
export type HostSample = Readonly<{ endedAtMs: number; durationMs: number; problem?: HostProblem }>
