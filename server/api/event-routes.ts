import type { RequestHandler, Router } from 'express'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { Log } from '../telemetry/log.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { Admit } from './admission.ts'
import { ApiProblem } from './api-problem.ts'
import { beginEventStream } from './event-stream.ts'
import type { LiveEvents } from './live-events.ts'
import { routes } from './routes.ts'

export type EventRoutesDeps = Readonly<{
  admit: Admit
  live: LiveEvents
  snapshots: SnapshotSource
  metrics: Metrics
  log: Log
  /** Aborted when the service stops: every stream ends. */
  closing: AbortSignal
}>

const HEARTBEAT_MS = 15_000 // below the 30 to 60 s after which proxies take a silent connection for dead
const RECHECK_MS = 30_000
const MAX_STREAMS = 200
const MAX_STREAMS_PER_CALLER = 10

export function eventRoutes(router: Router, deps: EventRoutesDeps): void {
  const { admit, live, snapshots, metrics, log, closing } = deps
  const { path, access } = routes.events
  /** Open streams, the oldest first: how to end each, and whose it is. */
  const open = new Map<() => void, string>()
  closing.addEventListener('abort', () => {
    for (const end of open.keys()) end()
  })

  const handler: RequestHandler = async (req, res) => {
    res.locals.route = path
    const caller = await admit(req, access)
    if (res.closed) return // it left while the engine was asked; its end would never be heard
    const tokenHash = caller?.tokenHash ?? ''
    makeRoomFor(tokenHash)
    if (open.size >= MAX_STREAMS) throw new ApiProblem('too-many-requests', 'Too many event streams are open.')

    const stream = beginEventStream(res, () => {
      metrics.liveClientDropped()
      log.warn(
        { requestId: res.locals.requestId, user: caller?.user.name },
        'A live event client did not read and was dropped.',
      )
    })
    const unsubscribe = live.subscribe(stream.send)
    const heartbeat = setInterval(() => stream.comment('still here'), HEARTBEAT_MS)
    // The token may die while the stream lives; then the next connection gets the 401 that says so.
    const recheck = setInterval(() => {
      admit(req, access).catch((error: unknown) => {
        log.debug({ error, requestId: res.locals.requestId }, 'A live event stream ended with its token.')
        stream.end()
      })
    }, RECHECK_MS)

    open.set(stream.end, tokenHash)
    metrics.liveClients(open.size)
    res.once('close', () => {
      unsubscribe()
      clearInterval(heartbeat)
      clearInterval(recheck)
      open.delete(stream.end)
      metrics.liveClients(open.size)
    })

    const lastSeen = req.get('Last-Event-ID')
    if (lastSeen === undefined) stream.mark(live.lastId())
    else for (const event of missedSince(lastSeen)) stream.send(event)
    if (closing.aborted) stream.end()
  }
  router.get(path, handler)

  /** A web server in front hears only when it writes that a client has left, so the oldest may be nobody's; else its client comes back. */
  const makeRoomFor = (tokenHash: string) => {
    const sameCaller = [...open].filter(([, hash]) => hash === tokenHash)
    const tooMany = Math.max(0, sameCaller.length + 1 - MAX_STREAMS_PER_CALLER)
    for (const [end] of sameCaller.slice(0, tooMany)) {
      open.delete(end)
      end()
    }
  }

  /** What a returning client missed; when that cannot be told any more, one event that makes it load everything again. */
  const missedSince = (lastSeen: string) => {
    const { snapshot } = snapshots.current()
    const reload = { type: 'snapshot', takenAtMs: snapshot?.takenAtMs ?? 0 } as const
    return live.since(lastSeen) ?? [{ id: live.lastId(), event: reload }]
  }
}
