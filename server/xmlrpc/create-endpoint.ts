import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { UnitRuntime } from '../runtime/unit-runtime.ts'
import type { Log } from '../telemetry/log.ts'
import { type Answer, answerDocument } from './answer-document.ts'
import { discover, discoverDocument } from './discover.ts'
import { introspection } from './introspection.ts'
import type { Methods } from './method.ts'
import type { Compatibility, MethodRules, ScoreForm } from './method-rules.ts'
import { recallLists } from './recall-lists.ts'
import { runCostFunctions } from './run-cost-functions.ts'
import { runFilters } from './run-filters.ts'
import { runLoadBalancing } from './run-load-balancing.ts'

export type EndpointLimits = Readonly<{
  /** Largest body, before and after inflating. */
  maxBodyBytes: number
  /** Calls at once; further ones are told to come again. */
  maxConcurrentCalls: number
  /** Above this age a snapshot decides nothing any more. */
  maxSnapshotAgeMs: number
}>

export const defaultEndpointLimits: EndpointLimits = {
  maxBodyBytes: 8 * 1_048_576,
  maxConcurrentCalls: 128,
  maxSnapshotAgeMs: 5 * 60_000,
}

export type EndpointCall = Readonly<{ method: string; outcome: Answer['outcome']; durationMs: number }>

export type EndpointOptions = Readonly<{
  runtime: UnitRuntime
  snapshots: SnapshotSource
  log: Log
  /** Wall clock, in ms. */
  now: () => number
  limits?: Partial<EndpointLimits>
  scores?: ScoreForm
  /** mended unless given. strict also sums scores, which is the original's only form. */
  compatibility?: Compatibility
  /** For metrics. A method that is not ours, or not legible, is called "unknown". */
  onCall?: (call: EndpointCall) => void
  /** It was asked which units there are, and has answered. */
  onDiscovered?: (atMs: number) => void
}>

export type XmlRpcEndpoint = Readonly<{
  app: Express
  /** The last call of one of the engine's methods; what there is to call others ask too. undefined: none yet. */
  lastCall(): Readonly<{ atMs: number; method: string }> | undefined
}>

/**
 * What the engine's external-scheduler client talks to: POST on `/` and `/RPC2`. Faults are HTTP 200, since the engine
 * does not read the body of anything else. The same call may come twice: its HTTP client repeats a POST in silence.
 */
export function createEndpoint(given: EndpointOptions): XmlRpcEndpoint {
  const { runtime, snapshots, log, now, onCall, onDiscovered, ...options } = given
  const limits = { ...defaultEndpointLimits, ...options.limits }
  const { scores = 'per-unit', compatibility = 'mended' } = options
  const rules: MethodRules = {
    now,
    maxAgeMs: limits.maxSnapshotAgeMs,
    scores,
    compatibility,
    recall: recallLists(),
  }
  const methods: Methods = {
    discover: discover(runtime),
    Discover: discoverDocument(runtime),
    runFilters: runFilters(runtime, snapshots, rules),
    runCostFunctions: runCostFunctions(runtime, snapshots, rules),
    runLoadBalancing: runLoadBalancing(runtime, snapshots, rules),
    ...introspection(() => methods),
  }
  let last: { atMs: number; method: string } | undefined
  let calls = 0

  async function answer(req: Request, res: Response): Promise<void> {
    const startedMs = performance.now()
    const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0)
    const { document, method, outcome } = await answerDocument(body, methods, {
      maxBytes: limits.maxBodyBytes,
      compatibility,
      log,
    })
    if (method !== undefined && !method.startsWith('system.')) last = { atMs: now(), method }
    if (method === 'discover' && outcome === 'ok') onDiscovered?.(now())
    const durationMs = performance.now() - startedMs
    log.debug({ method, outcome, durationMs, bytes: body.length }, 'XML-RPC call answered.')
    onCall?.({ method: method ?? 'unknown', outcome, durationMs })
    res.setHeader('Content-Type', 'text/xml')
    res.setHeader('Content-Length', Buffer.byteLength(document))
    res.end(document)
  }

  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app
    .route(['/', '/RPC2'])
    .post(
      (_req, res, next) => {
        if (calls >= limits.maxConcurrentCalls) {
          refuse(res.set('Retry-After', '1'), 503, 'too many calls at once')
          return
        }
        calls++
        res.once('close', () => calls--)
        next()
      },
      express.raw({ type: () => true, limit: limits.maxBodyBytes }),
      answer,
    )
    .all((_req, res) => refuse(res.set('Allow', 'POST'), 405, 'XML-RPC calls are posted'))
  app.use((_req, res) => refuse(res, 404, 'XML-RPC is at / and /RPC2'))
  app.use(bodyErrors(log))
  return { app, lastCall: () => last }
}

const refuse = (res: Response, status: number, why: string): void => {
  res.status(status).type('text/plain').end(`${why}\n`)
}

/** What the body reader throws carries the status it stands for: 413 too large, 415 unknown encoding, 400 cut short. */
const bodyErrors =
  (log: Log): ErrorRequestHandler =>
  (error: unknown, _req, res, next) => {
    if (res.headersSent) {
      next(error)
      return
    }
    const status = error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500
    if (status >= 500) log.error({ error }, 'An XML-RPC request could not be read.')
    refuse(res, status, status < 500 && error instanceof Error ? error.message : 'internal error')
  }
