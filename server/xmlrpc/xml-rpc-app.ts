import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express'
import { traceFor, within } from '../telemetry/trace.ts'
import { toTraceparent } from '../telemetry/traceparent.ts'
import { type Answer, type AnswerOptions, answerDocument } from './answer-document.ts'
import type { Methods } from './method.ts'

export type AnsweredCall = Pick<Answer, 'method' | 'params' | 'outcome'> & Readonly<{ durationMs: number }>

export type XmlRpcAppOptions = Omit<AnswerOptions, 'maxBytes'> &
  Readonly<{
    /** Largest body, before and after inflating. */
    maxBodyBytes: number
    /** Calls at once; further ones are told to come again. */
    maxConcurrentCalls: number
    /** The answer is ready to be sent. */
    onAnswered?: (call: AnsweredCall) => void
  }>

/** Methods over HTTP: POST on `/` and `/RPC2`. Faults are HTTP 200, as XML-RPC has it. */
export function xmlRpcApp(methods: Methods, options: XmlRpcAppOptions): Express {
  const { maxBodyBytes, maxConcurrentCalls, onAnswered, log } = options
  let calls = 0

  function answer(req: Request, res: Response): Promise<void> {
    const trace = traceFor(req.get('traceparent'))
    res.setHeader('traceparent', toTraceparent(trace))
    return within(trace, () => answerTraced(req, res))
  }

  async function answerTraced(req: Request, res: Response): Promise<void> {
    const startedMs = performance.now()
    const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0)
    const { document, method, params, outcome } = await answerDocument(body, methods, {
      ...options,
      maxBytes: maxBodyBytes,
    })
    const durationMs = performance.now() - startedMs
    log.debug({ method, outcome, durationMs, bytes: body.length }, 'XML-RPC call answered.')
    onAnswered?.({ method, params, outcome, durationMs })
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
        if (calls >= maxConcurrentCalls) {
          refuse(res.set('Retry-After', '1'), 503, 'too many calls at once')
          return
        }
        calls++
        res.once('close', () => calls--)
        next()
      },
      express.raw({ type: () => true, limit: maxBodyBytes }),
      answer,
    )
    .all((_req, res) => refuse(res.set('Allow', 'POST'), 405, 'XML-RPC calls are posted'))
  app.use((_req, res) => refuse(res, 404, 'XML-RPC is at / and /RPC2'))
  app.use(bodyErrors(log))
  return app
}

const refuse = (res: Response, status: number, why: string): void => {
  res.status(status).type('text/plain').end(`${why}\n`)
}

/** What the body reader throws carries the status it stands for: 413 too large, 415 unknown encoding, 400 cut short. */
const bodyErrors =
  (log: XmlRpcAppOptions['log']): ErrorRequestHandler =>
  (error: unknown, _req, res, next) => {
    if (res.headersSent) {
      next(error)
      return
    }
    const status = error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500
    if (status >= 500) log.error({ error }, 'An XML-RPC request could not be read.')
    refuse(res, status, status < 500 && error instanceof Error ? error.message : 'internal error')
  }
