import type { LiveEvent } from '../../shared/api/live-event.ts'
import { apiPaths } from '../../shared/api/paths.ts'
import { ApiFailure } from './api-failure.ts'
import { takeEvents } from './event-lines.ts'
import { type Access, send } from './request.ts'

/** `poll`: nothing is known to have happened, but nobody would tell us: look again. */
export type Change = LiveEvent | Readonly<{ type: 'poll' }>

/** live: events arrive. polling: they do not, so everything is asked for every few seconds while we reconnect. */
export type LiveState = 'connecting' | 'live' | 'polling' | 'ended'

export type Live = Readonly<{
  state(): LiveState
  onState(listener: () => void): () => void
  onChange(listener: (change: Change) => void): () => void
  stop(): void
}>

export const POLL_MS = 10_000
const FIRST_RETRY_MS = 1000
const LONGEST_RETRY_MS = 30_000
/** The service sends a sign of life every 15 s; a stream this silent is dead without having ended. */
const SILENCE_MS = 45_000

/** Follows the event stream until stopped or the session ends; reconnects by itself, each time after a longer wait. */
export function startLive(access: Access): Live {
  const changes = new Set<(change: Change) => void>()
  const states = new Set<() => void>()
  const stopping = new AbortController()
  let state: LiveState = 'connecting'
  let lastId: string | undefined
  let polling: ReturnType<typeof setInterval> | undefined

  const tell = (change: Change) => {
    for (const listener of changes) listener(change)
  }
  function enter(next: LiveState): void {
    if (state === next || state === 'ended') return
    state = next
    clearInterval(polling)
    if (next === 'polling') polling = setInterval(() => tell({ type: 'poll' }), POLL_MS)
    for (const listener of states) listener()
  }

  async function follow(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; failures++) {
      try {
        await readStream(access, lastId, stopping.signal, {
          onOpen() {
            const missed = state === 'polling'
            failures = 0
            enter('live')
            if (missed) tell({ type: 'poll' })
          },
          onEvent(id, change) {
            lastId = id ?? lastId
            if (change) tell(change)
          },
        })
      } catch (error) {
        if (stopping.signal.aborted) return
        if (error instanceof ApiFailure && error.code === 'unauthenticated') return enter('ended')
        // Any other failure has one answer, whatever it was: ask again later, poll meanwhile.
      }
      if (stopping.signal.aborted) return
      enter('polling')
      await wait(Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures), stopping.signal)
    }
  }

  void follow()
  return {
    state: () => state,
    onState: listener => subscribe(states, listener),
    onChange: listener => subscribe(changes, listener),
    stop() {
      stopping.abort()
      clearInterval(polling)
    },
  }
}

type StreamListener = Readonly<{ onOpen(): void; onEvent(id: string | undefined, change: LiveEvent | undefined): void }>

/** Resolves when the service ends the stream. Throws when it cannot be opened, breaks, or falls silent. */
async function readStream(
  access: Access,
  lastId: string | undefined,
  signal: AbortSignal,
  { onOpen, onEvent }: StreamListener,
): Promise<void> {
  const silence = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const heard = () => {
    clearTimeout(timer)
    timer = setTimeout(() => silence.abort(new Error('the event stream fell silent')), SILENCE_MS)
  }
  try {
    heard()
    const response = await send(access, apiPaths.events, {
      headers: { Accept: 'text/event-stream', ...(lastId !== undefined && { 'Last-Event-ID': lastId }) },
      signal: AbortSignal.any([signal, silence.signal]),
    })
    if (response.body === null || !response.headers.get('Content-Type')?.startsWith('text/event-stream')) {
      throw new Error('the reply is no event stream')
    }
    onOpen()
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      heard()
      const { events, rest } = takeEvents(text + chunk.value)
      text = rest
      for (const { id, data } of events) onEvent(id, data === undefined ? undefined : (JSON.parse(data) as LiveEvent))
    }
  } finally {
    clearTimeout(timer)
  }
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
