import { HostError } from '../host-error.ts'

/** guest: a read that waits for a guest to answer. */
export type CallKind = 'read' | 'change' | 'guest'

export type QueuedCall<T> = Readonly<{
  kind: CallKind
  patienceMs: number
  ask: () => Promise<T>
  signal: AbortSignal
}>

/**
 * The daemon stops reading a connection on which more than five calls are open (`max_client_requests`), pings included. So
 * four are open at most, of which reads take three: a change does not wait behind statistics, and goes before them in the
 * queue. Of calls that wait for a guest one is open at most, since all guests may be slow at once.
 */
export type CallQueue = Readonly<{
  /**
   * Runs `ask` when its turn has come. Rejects with the signal's reason if that aborts first, while `ask` keeps its place
   * till it is done; with `host-busy` if there was no turn within `patienceMs`.
   */
  run<T>(call: QueuedCall<T>): Promise<T>
  /** Nobody has a turn any more: those who wait reject with `why`. */
  end(why: Error): void
}>

const MOST_OPEN = 4
const MOST_OPEN_READS = 3

type Turn = Readonly<{ kind: CallKind; start: () => void; fail: (why: Error) => void }>

export function createCallQueue(): CallQueue {
  const queued = new Set<Turn>()
  let open = 0
  let openReads = 0
  let isGuestAsked = false
  let endedBecause: Error | undefined

  function next(): void {
    while (open < MOST_OPEN) {
      const turn = pick(queued, openReads < MOST_OPEN_READS, !isGuestAsked)
      if (turn === undefined) return
      queued.delete(turn)
      open += 1
      if (turn.kind !== 'change') openReads += 1
      if (turn.kind === 'guest') isGuestAsked = true
      turn.start()
    }
  }

  function leave(kind: CallKind): void {
    open -= 1
    if (kind !== 'change') openReads -= 1
    if (kind === 'guest') isGuestAsked = false
    next()
  }

  async function run<T>({ kind, patienceMs, ask, signal }: QueuedCall<T>): Promise<T> {
    if (endedBecause !== undefined) throw endedBecause
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    const start = () =>
      void attempt(ask)
        .then(resolve, reject)
        .finally(() => leave(kind))
    const turn = { kind, start, fail: reject }
    const leaveQueue = (why: unknown) => {
      queued.delete(turn)
      reject(why)
    }
    const giveUp = () => leaveQueue(signal.reason)
    signal.addEventListener('abort', giveUp, { once: true })
    queued.add(turn)
    next()
    // Of use only while the call waits: once it has its turn, its own deadline counts.
    const patience = queued.has(turn)
      ? setTimeout(() => queued.has(turn) && leaveQueue(tooLong(patienceMs)), patienceMs)
      : undefined
    try {
      return await promise
    } finally {
      clearTimeout(patience)
      signal.removeEventListener('abort', giveUp)
    }
  }

  return {
    run,
    end(why) {
      endedBecause = why
      for (const { fail } of queued) fail(why)
      queued.clear()
    },
  }
}

/** Changes first, else whoever came first. */
function pick(queued: ReadonlySet<Turn>, mayRead: boolean, mayAskGuest: boolean): Turn | undefined {
  let first: Turn | undefined
  for (const turn of queued) {
    if (turn.kind === 'change') return turn
    if (mayRead && (turn.kind === 'read' || mayAskGuest)) first ??= turn
  }
  return first
}

/** A question that cannot even be written rejects as one that fails. */
const attempt = async <T>(ask: () => Promise<T>): Promise<T> => await ask()

const tooLong = (patienceMs: number) =>
  new HostError('host-busy', `libvirt had too much to answer before this for ${patienceMs / 1000} s.`)
