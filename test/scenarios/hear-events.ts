import type { LiveEvent } from '../../shared/api/live-event.ts'
import { eventually } from './eventually.ts'
import type { ServiceProcess } from './start-pair.ts'

/** What a browser at one replica is told from now on. */
export type EventEar = AsyncDisposable &
  Readonly<{
    /** The first that is so, whether it has come already or is to come. */
    hears(what: string, isIt: (event: LiveEvent) => boolean): Promise<LiveEvent>
    /** What has come so far counts no more. */
    forget(): void
  }>

/** Subscribes to the event stream of a service, as the portal does. */
export async function hearEvents({ process, headers }: ServiceProcess): Promise<EventEar> {
  const ended = new AbortController()
  const stream = await fetch(`${process.match[1]}/events`, { headers, signal: ended.signal })
  if (!stream.ok || stream.body === null) throw new Error(`no event stream: HTTP ${stream.status}`)
  const heard: LiveEvent[] = []
  const listening = listen(stream.body, event => heard.push(event)).catch((error: unknown) => {
    if (!ended.signal.aborted) throw error
  })
  return {
    hears: (what, isIt) => eventually(what, async () => heard.find(isIt)),
    forget: () => void heard.splice(0),
    async [Symbol.asyncDispose]() {
      ended.abort()
      await listening
    },
  }
}

/** A frame may come in pieces. */
async function listen(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onEvent: (event: LiveEvent) => void,
): Promise<void> {
  let rest = ''
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    const frames = `${rest}${piece}`.split('\n\n')
    rest = frames.pop() ?? ''
    for (const frame of frames) {
      const data = /^data: (.*)$/m.exec(frame)?.[1]
      if (data !== undefined) onEvent(JSON.parse(data) as LiveEvent)
    }
  }
}
