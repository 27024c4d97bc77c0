import type { Dial, HostAccess, HostClient, HostConnection, HostEvent, HostLink } from './host-client.ts'
import { HostError } from './host-error.ts'

export type ConnectHostDeps = Readonly<{
  dial: Dial
  /** Resolves after `ms` or when the signal aborts. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
  now: () => number
  /** 0 up to 1: spreads the attempts of many hosts that were lost together. */
  random: () => number
}>

const SHORTEST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 60_000
/** A connection that lasted so long was a good one: the next attempt after it comes as soon as a first one. */
const STEADY_MS = 30_000

/** Connects, and connects again whenever the connection ends, ever more slowly while that fails. */
export function connectHost({ dial, sleep, now, random }: ConnectHostDeps): HostClient {
  const closing = new AbortController()
  const eventListeners = new Set<(event: HostEvent) => void>()
  const connectionListeners = new Set<(connection: HostConnection) => void>()
  let link: HostLink | undefined
  let connection: HostConnection = { state: 'connecting', sinceMs: now(), lost: 0 }

  function become(next: Partial<HostConnection> & Pick<HostConnection, 'state'>): void {
    const { problem, lost } = connection
    connection = { sinceMs: now(), lost, ...(problem && { problem }), ...next }
    for (const listener of connectionListeners) listener(connection)
  }

  const onEvent = (event: HostEvent) => {
    for (const listener of eventListeners) listener(event)
  }

  /** Resolves, with why, when there is no connection any more. No `lastedMs`: there never was one. */
  async function stayConnected(): Promise<Readonly<{ problem: Error; lastedMs?: number }>> {
    let opened: HostLink
    try {
      opened = await dial(onEvent, closing.signal)
    } catch (error) {
      return { problem: error as Error }
    }
    if (closing.signal.aborted) opened.close()
    const openedAtMs = now()
    link = opened
    const { problem: _, ...without } = connection
    connection = without
    if (!closing.signal.aborted) become({ state: 'connected', software: opened.software })
    const problem = await opened.ended
    link = undefined
    return { problem, lastedMs: now() - openedAtMs }
  }

  async function keep(): Promise<void> {
    let failures = 0
    while (!closing.signal.aborted) {
      const { problem, lastedMs } = await stayConnected()
      if (closing.signal.aborted) return
      if (lastedMs !== undefined && lastedMs >= STEADY_MS) failures = 0
      const waitMs = jittered(failures, random)
      failures += 1
      become({
        state: 'waiting',
        nextAttemptAtMs: now() + waitMs,
        problem: { ...told(problem), atMs: now() },
        ...(lastedMs !== undefined && { lost: connection.lost + 1 }),
      })
      await sleep(waitMs, closing.signal)
      if (!closing.signal.aborted) become({ state: 'connecting' })
    }
  }

  function linked(): HostLink {
    if (closing.signal.aborted) throw new HostError('host-closed', 'The client of this host was closed.')
    if (link !== undefined) return link
    const why = connection.problem === undefined ? '' : ` ${connection.problem.message}`
    throw new HostError('host-unreachable', `There is no connection to the host.${why}`)
  }

  void keep()

  const access: HostAccess = {
    readHost: async signal => linked().readHost(signal),
    listGuests: async signal => linked().listGuests(signal),
    setBalloonTarget: async (vmId, targetKiB, signal) => linked().setBalloonTarget(vmId, targetKiB, signal),
    setKsm: async (tune, signal) => linked().setKsm(tune, signal),
    setCpuTune: async (vmId, change, signal) => linked().setCpuTune(vmId, change, signal),
    setIoTune: async (vmId, tune, signal) => linked().setIoTune(vmId, tune, signal),
    pinVcpus: async (vmId, pins, signal) => linked().pinVcpus(vmId, pins, signal),
    takeKnobsFromMom: async (text, signal) => {
      const { takeKnobsFromMom } = linked()
      if (takeKnobsFromMom === undefined) throw new HostError('host-unsupported', 'Where we ask, there is no MOM.')
      await takeKnobsFromMom(text, signal)
    },
    askGuestAgent: async (vmId, command, signal) => {
      const { askGuestAgent } = linked()
      if (askGuestAgent === undefined)
        throw new HostError('host-unsupported', 'Guest agents cannot be asked by this way to the host.')
      return askGuestAgent(vmId, command, signal)
    },
  }
  return {
    ...access,
    connection: () => connection,
    onEvent: listener => subscribe(eventListeners, listener),
    onConnection: listener => subscribe(connectionListeners, listener),
    close() {
      if (closing.signal.aborted) return
      closing.abort()
      link?.close()
      become({ state: 'closed' })
    },
  }
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Somewhere between the shortest wait and one that doubles with every failure. */
function jittered(failures: number, random: () => number): number {
  const longest = Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** Math.min(failures + 1, 16))
  return Math.round(SHORTEST_WAIT_MS + random() * (longest - SHORTEST_WAIT_MS))
}

function told(problem: Error): Pick<HostError, 'code' | 'message'> {
  if (problem instanceof HostError) return { code: problem.code, message: problem.message }
  return { code: 'host-unreachable', message: problem.message }
}
