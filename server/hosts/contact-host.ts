import { connectHost } from './connect-host.ts'
import type { Dial, HostAccess, HostConnection, HostEvent } from './host-client.ts'
import { nextTurnMs } from './phase-of.ts'
import type { Sleep } from './sleep.ts'
import { type TakenSample, takeSample } from './take-sample.ts'
import type { WorkSlots } from './work-slots.ts'

export type ContactHostDeps = Readonly<{
  dial: Dial
  /** Until the first attempt. */
  startAfterMs: number
  sampleIntervalMs: number
  /** Where in each interval the host's turn is. */
  phaseMs: number
  sampleDeadlineMs: number
  /** For connecting, and for samples. */
  dialSlots: WorkSlots
  sampleSlots: WorkSlots
  sleep: Sleep
  now: () => number
  random: () => number
  onConnection: (connection: HostConnection) => void
  onEvent: (event: HostEvent) => void
  /** `lateMs`: how long after its turn it began. */
  onSample: (sample: TakenSample, lateMs: number) => void
  /** Its turn came while the sample before was still under way. */
  onSkipped: () => void
}>

export type HostContact = Readonly<{
  /** Rejects with `host-unreachable` while there is no connection. */
  access(): HostAccess | undefined
  close(): void
}>

/** Keeps one host connected and asks it for its figures: as soon as it is connected, then at its turn in each interval. */
export function contactHost(deps: ContactHostDeps): HostContact {
  const { sampleIntervalMs, phaseMs, sampleDeadlineMs, sleep, now, random } = deps
  const closing = new AbortController()
  const { signal } = closing
  let client: ReturnType<typeof connectHost> | undefined
  let begunAtMs = Number.NEGATIVE_INFINITY
  /** The sample whose answers have not all come; of an earlier connection it does not count any more. */
  let underWay: object | undefined

  const isConnected = () => client?.connection().state === 'connected'

  async function sample(turnMs: number): Promise<void> {
    if (client === undefined) return
    if (underWay !== undefined) return deps.onSkipped()
    const mine = {}
    underWay = mine
    const end = () => {
      if (underWay === mine) underWay = undefined
    }
    const access = client
    let lateMs = 0
    const taken = await deps.sampleSlots(async () => {
      if (!isConnected()) return undefined
      begunAtMs = now()
      lateMs = Math.max(0, begunAtMs - turnMs)
      return takeSample(access, { deadlineMs: sampleDeadlineMs, sleep, now, signal })
    }, signal)
    void (taken?.settled.then(end) ?? end())
    if (taken !== undefined && !signal.aborted) deps.onSample(taken, lateMs)
  }

  /** A slot is not waited for any longer once we close; everything else is told by `onSample`. */
  const startSample = (turnMs: number) =>
    void sample(turnMs).catch((error: unknown) => {
      if (!signal.aborted) throw error
    })

  async function keepSampling(): Promise<void> {
    while (!signal.aborted) {
      const turnMs = nextTurnMs(now(), sampleIntervalMs, phaseMs)
      await sleep(turnMs - now(), signal)
      // A host that was asked just now, because it has connected, waits for the turn after this one. Whichever way the clock was set.
      if (!signal.aborted && isConnected() && Math.abs(now() - begunAtMs) >= sampleIntervalMs / 2) startSample(turnMs)
    }
  }

  async function start(): Promise<void> {
    if (deps.startAfterMs > 0) await sleep(deps.startAfterMs, signal)
    if (signal.aborted) return
    client = connectHost({
      dial: (onEvent, dialSignal) => deps.dialSlots(() => deps.dial(onEvent, dialSignal), dialSignal),
      sleep,
      now,
      random,
    })
    client.onEvent(deps.onEvent)
    client.onConnection(connection => {
      if (signal.aborted) return
      deps.onConnection(connection)
      if (connection.state !== 'connected') return
      underWay = undefined
      startSample(now())
    })
    await keepSampling()
  }

  void start()

  return {
    access: () => client,
    close() {
      closing.abort()
      client?.close()
    },
  }
}
