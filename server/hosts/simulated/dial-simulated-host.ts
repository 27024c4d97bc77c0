import { Agent } from 'undici'
import { z } from 'zod'
import { guestReadingSchema, hostReadingSchema } from '../../../shared/model/host-reading.ts'
import type { Dial, HostLink } from '../host-client.ts'
import { HostError } from '../host-error.ts'
import { askSimulatedHost, type Question } from './ask-simulated-host.ts'
import { openEvents } from './open-events.ts'

export type SimulatedHostOptions = Readonly<{
  /** Where the simulated engine answers, as http://127.0.0.1:18780. */
  origin: string
  hostId: string
  /** For connecting, and for each call from asking to the last byte. */
  timeoutMs?: number
  /** A connection that says nothing for so long is dead: the host shows a sign of life every 10 s. */
  silenceMs?: number
}>

const TIMEOUT_MS = 10_000
const SILENCE_MS = 30_000
/** Calls that are under way at once; others wait for theirs. One connection more carries the events. */
const MAX_CALLS = 2

const guestsSchema = z.array(guestReadingSchema)

/**
 * A host of a simulated engine, over its `/sim/v1/hosts/{id}`. The connection is the stream of events: when that ends, the
 * link has ended. A reply of another shape than promised is `host-protocol` and ends it too.
 */
export function dialSimulatedHost(options: SimulatedHostOptions): Dial {
  const { origin, hostId, timeoutMs = TIMEOUT_MS, silenceMs = SILENCE_MS } = options
  const baseUrl = `${origin}/sim/v1/hosts/${encodeURIComponent(hostId)}`

  return async (onEvent, signal) => {
    const ending = new AbortController()
    const { promise: ended, resolve: tellEnded } = Promise.withResolvers<Error>()
    const dispatcher = new Agent({ connections: MAX_CALLS + 1, pipelining: 1, connect: { timeout: timeoutMs } })
    const end = (why: Error) => {
      if (ending.signal.aborted) return
      ending.abort(why)
      tellEnded(why)
      void dispatcher.destroy()
    }

    const ask = async <T>(question: Question, schema: z.ZodType<T>, caller: AbortSignal): Promise<T> => {
      try {
        return await askSimulatedHost(question, schema, { baseUrl, dispatcher, timeoutMs, caller, link: ending.signal })
      } catch (error) {
        if (error instanceof HostError && error.code === 'host-protocol') end(error)
        throw error
      }
    }
    const change = (path: string, body: unknown, caller: AbortSignal) =>
      ask({ method: 'PUT', path, body }, z.undefined(), caller)
    const guest = (vmId: string) => `/guests/${encodeURIComponent(vmId)}`

    const link: HostLink = {
      software: 'simulated host',
      ended,
      close: () => end(new HostError('host-closed', 'The connection was closed.')),
      readHost: caller => ask({ method: 'GET', path: '/reading' }, hostReadingSchema, caller),
      listGuests: caller => ask({ method: 'GET', path: '/guests' }, guestsSchema, caller),
      setBalloonTarget: (vmId, targetKiB, caller) => change(`${guest(vmId)}/balloon`, { targetKiB }, caller),
      setKsm: (tune, caller) => change('/ksm', tune, caller),
      setCpuTune: (vmId, tune, caller) => change(`${guest(vmId)}/cpu-tune`, tune, caller),
      setIoTune: (vmId, tune, caller) => change(`${guest(vmId)}/io-tune`, tune, caller),
      pinVcpus: (vmId, pins, caller) => change(`${guest(vmId)}/pins`, pins, caller),
      takeKnobsFromMom: (policy, caller) => change('/mom-policy', { policy }, caller),
    }
    try {
      const url = `${baseUrl}/events`
      await openEvents({ url, dispatcher, timeoutMs, silenceMs, caller: signal, link: ending.signal, onEvent, end })
      return link
    } catch (error) {
      end(error as Error)
      throw error
    }
  }
}
