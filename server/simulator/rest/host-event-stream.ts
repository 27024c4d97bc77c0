import type { Response } from 'express'
import type { HostSide } from '../machine/host-side.ts'
import type { HttpFaults } from './http-faults.ts'

const HEARTBEAT_MS = 10_000
/** Thousands of events: a client that is so far behind does not read. */
const MAX_BACKLOG_BYTES = 1_048_576

/** Server-sent events of one host, each a HostEvent as JSON. They end with the host, or when the engine goes down. */
export function streamHostEvents(hostSide: HostSide, hostId: string, faults: HttpFaults, res: Response): void {
  const write = (text: string) => {
    if (res.writableEnded || res.destroyed) return
    res.write(text)
    if (res.writableLength > MAX_BACKLOG_BYTES) res.destroy()
  }
  const stopListening = hostSide.listen(hostId, {
    onEvent: event => write(`data: ${JSON.stringify(event)}\n\n`),
    onEnd: () => res.end(),
  })
  const stopWatching = faults.onDown(() => res.destroy())
  const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS)
  heartbeat.unref()
  res.once('close', () => {
    stopListening()
    stopWatching()
    clearInterval(heartbeat)
  })
  res.set({ 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store, no-transform' })
  res.flushHeaders()
  write(': listening\n\n')
}
