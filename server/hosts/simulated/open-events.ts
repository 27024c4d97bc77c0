import { type Dispatcher, request } from 'undici'
import { z } from 'zod'
import type { HostEvent } from '../host-client.ts'
import { HostError } from '../host-error.ts'
import { textOf } from './ask-simulated-host.ts'
import { eventTexts } from './event-texts.ts'
import { failureOf, refusalOf } from './failure-of.ts'

const vmId = z.string()

const eventSchema: z.ZodType<HostEvent> = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.enum(['vm-started', 'vm-stopped', 'vm-paused', 'vm-resumed']),
      vmId,
      because: z.enum(['migration', 'crash']).exactOptional(),
    })
    .readonly(),
  z.object({ kind: z.literal('balloon-changed'), vmId, currentKiB: z.number().int().nonnegative() }).readonly(),
  z.object({ kind: z.literal('tuned'), vmId, names: z.array(z.string()) }).readonly(),
  z
    .object({ kind: z.literal('migration-progress'), vmId, percent: z.number().min(0).max(100).exactOptional() })
    .readonly(),
  z.object({ kind: z.literal('host-changed') }).readonly(),
])

export type EventsOptions = Readonly<{
  url: string
  dispatcher: Dispatcher
  /** Until the stream has begun. */
  timeoutMs: number
  silenceMs: number
  /** Who wants the connection: may give up until the stream has begun. */
  caller: AbortSignal
  link: AbortSignal
  onEvent: (event: HostEvent) => void
  /** Told why when the stream ends by itself. */
  end: (why: HostError) => void
}>

/** Resolves when the stream of events has begun, and reads on in the background. Rejects with HostError. */
export async function openEvents(options: EventsOptions): Promise<void> {
  const { url, dispatcher, timeoutMs, silenceMs, caller, link } = options
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(new Error('no answer in time')), timeoutMs)
  const giveUp = () => deadline.abort(caller.reason)
  caller.addEventListener('abort', giveUp, { once: true })
  const waiting = { caller, link, deadline: deadline.signal, asked: 'GET /events' }
  try {
    caller.throwIfAborted()
    const { statusCode, headers, body } = await request(url, {
      dispatcher,
      signal: AbortSignal.any([link, deadline.signal]),
      bodyTimeout: silenceMs,
    })
    if (statusCode !== 200) throw refusalOf(statusCode, await textOf(body, waiting.asked), waiting.asked)
    if (!String(headers['content-type']).startsWith('text/event-stream')) {
      body.destroy()
      throw new HostError('host-protocol', 'GET /events was answered with something that is no stream of events.')
    }
    void readOn(body, options)
  } catch (error) {
    throw failureOf(error, waiting)
  } finally {
    clearTimeout(timer)
    caller.removeEventListener('abort', giveUp)
  }
}

/** Never rejects: how it ended is told to `end`. */
async function readOn(body: AsyncIterable<Uint8Array>, { link, onEvent, end }: EventsOptions): Promise<void> {
  try {
    for await (const text of eventTexts(body)) {
      if (link.aborted) return
      onEvent(eventOf(text))
    }
    end(new HostError('host-unreachable', 'The simulated host ended the connection.'))
  } catch (error) {
    if (error instanceof HostError) return end(error)
    end(new HostError('host-unreachable', 'The connection to the simulated host broke.', error))
  }
}

function eventOf(text: string): HostEvent {
  try {
    return eventSchema.parse(JSON.parse(text))
  } catch (error) {
    throw new HostError('host-protocol', 'The simulated host told of an event of another shape than promised.', error)
  }
}
