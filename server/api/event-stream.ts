import type { Response } from 'express'
import type { LiveEvent } from '../../shared/api/live-event.ts'
import type { NumberedEvent } from './live-events.ts'

/** One client's stream of server-sent events. Writing to one that has ended does nothing. */
export type EventStream = Readonly<{
  send(event: NumberedEvent): void
  /** Tells the client what to name when it comes back, without an event. */
  mark(id: string): void
  comment(text: string): void
  /** Ends it in order; the client will ask again by itself. */
  end(): void
}>

// About a thousand runs: more than a client that reads at all can be behind.
const MAX_BACKLOG_BYTES = 1_048_576
const RECONNECT_MS = 3000

/** Begins the reply. `onSlow`: the client did not read and was cut off. */
export function beginEventStream(res: Response, onSlow: () => void): EventStream {
  res.set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform', // a proxy that compresses would hold events back
    'X-Accel-Buffering': 'no',
  })
  res.flushHeaders()

  const write = (text: string) => {
    if (res.writableEnded || res.destroyed) return
    res.write(text)
    if (res.writableLength <= MAX_BACKLOG_BYTES) return
    res.destroy() // an orderly end would wait behind all that is not being read
    onSlow()
  }

  write(`retry: ${RECONNECT_MS}\n\n`)
  return {
    send: ({ id, event }) => write(`id: ${id}\ndata: ${encode(event)}\n\n`),
    mark: id => write(`id: ${id}\n\n`),
    comment: text => write(`: ${text}\n\n`),
    end: () => res.end(),
  }
}

// The same event goes to every client: it is turned into text once.
const texts = new WeakMap<LiveEvent, string>()
function encode(event: LiveEvent): string {
  const text = texts.get(event) ?? JSON.stringify(event)
  texts.set(event, text)
  return text
}
