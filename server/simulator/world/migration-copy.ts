import type { SimVm } from './state.ts'
import type { Actor } from './world.ts'

/** Who wanted the move: it decides texts, retries, and what may be moved. */
export type MigrationCause = 'user' | 'balancing' | 'maintenance'

/**
 * One migration as the hosts see it: memory is sent in rounds, each round sending what the guest wrote during the last.
 * queued: the engine allows two at a time per host. preparing: the destination creates the VM. finishing: the guest is
 * stopped on one side and resumed on the other.
 */
export type MigrationCopy = {
  readonly vmId: string
  readonly fromHostId: string
  readonly toHostId: string
  readonly actor: Actor
  readonly cause: MigrationCause
  /** Hosts that failed before this one. */
  readonly triedHostIds: readonly string[]
  /** Planned by a fault. */
  readonly failsHalfWay: boolean
  phase: 'queued' | 'preparing' | 'copying' | 'finishing'
  phaseEndsAtMs: number
  round: number
  sentBytes: number
  roundLeftBytes: number
  /** Written by the guest during this round: the next round. */
  dirtiedBytes: number
}

export type CopyStep = Readonly<{ bytesPerSecond: number; dirtyBytesPerSecond: number; workingSetBytes: number }>

/** A guest may stand still this long; what is left then must fit in. */
const DOWNTIME_S = 0.5
/** After so many rounds the guest is clearly faster than the link. */
const MAX_ROUNDS = 30

/** Sends for `seconds`. `converged`: the rest can be sent while the guest stands still. */
export function sendMemory(copy: MigrationCopy, step: CopyStep, seconds: number): 'copying' | 'converged' | 'stuck' {
  let leftSeconds = seconds
  while (leftSeconds > 0) {
    const roundSeconds = Math.min(leftSeconds, copy.roundLeftBytes / step.bytesPerSecond)
    send(copy, step, roundSeconds)
    leftSeconds -= roundSeconds
    if (copy.roundLeftBytes > 0.5) continue
    if (copy.dirtiedBytes <= DOWNTIME_S * step.bytesPerSecond) return 'converged'
    if (copy.round === MAX_ROUNDS) return 'stuck'
    copy.round++
    copy.roundLeftBytes = copy.dirtiedBytes
    copy.dirtiedBytes = 0
  }
  return 'copying'
}

function send(copy: MigrationCopy, step: CopyStep, seconds: number): void {
  const bytes = Math.min(copy.roundLeftBytes, step.bytesPerSecond * seconds)
  copy.sentBytes += bytes
  copy.roundLeftBytes -= bytes
  copy.dirtiedBytes = Math.min(step.workingSetBytes, copy.dirtiedBytes + step.dirtyBytesPerSecond * seconds)
}

/** Bytes still to be sent if link and guest go on like this: each further round is smaller by the same ratio. */
export function expectedBytes(copy: MigrationCopy, { bytesPerSecond, dirtyBytesPerSecond }: CopyStep): number {
  const ratio = Math.min(0.9, dirtyBytesPerSecond / bytesPerSecond)
  return copy.roundLeftBytes + (copy.dirtiedBytes + copy.roundLeftBytes * ratio) / (1 - ratio)
}

/** Shows progress on the VM; it never runs backwards, though the estimate of the total may grow. */
export function showProgress(vm: SimVm, sentBytes: number, leftBytes: number): void {
  const { migration } = vm
  if (migration === undefined) return
  const shown = migration.totalBytes === 0 ? 0 : migration.doneBytes / migration.totalBytes
  const estimate = sentBytes + leftBytes
  migration.doneBytes = Math.round(sentBytes)
  migration.totalBytes = Math.round(shown > 0 ? Math.min(estimate, sentBytes / shown) : estimate)
}
