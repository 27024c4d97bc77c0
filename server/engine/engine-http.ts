import { createSecureContext, getCACertificates } from 'node:tls'
import { Agent } from 'undici'
import type { Log } from '../telemetry/log.ts'
import { currentTrace, inSpan } from '../telemetry/trace.ts'
import { toTraceparent } from '../telemetry/traceparent.ts'
import { EngineError, isEngineError } from './http/engine-error.ts'
import { abortedBy, createExchange, type Exchange, type Exchanged, type Outgoing } from './http/exchange.ts'
import { limitConcurrency } from './http/limit-concurrency.ts'
import { readReply } from './http/read-reply.ts'
import { RETRY_DELAYS_MS, retryReads } from './http/retry-reads.ts'
import { createSession, type SessionOptions } from './http/session.ts'

export type EngineCall = Readonly<{
  /** Gives the call up; the promise rejects with its reason, or with `engine-timeout` when that is a time-out. */
  signal: AbortSignal
  query?: Readonly<Record<string, string>>
  /** A portal user's token instead of the service's session. */
  bearer?: string
}>

/** A request that changes something is traced by its id: on every event and job that the engine writes for it. */
export type EngineAction = EngineCall & Readonly<{ correlationId?: string }>

/**
 * The engine's REST API, in JSON. `path` begins after `/ovirt-engine/api`. Every promise rejects with EngineError when
 * the engine could not be asked or declined; reads are repeated where that is safe, actions never.
 */
export type EngineHttp = Readonly<{
  get(path: string, call: EngineCall): Promise<unknown>
  /** `engine-outcome-unknown`: it was sent, no answer came, and the engine may have acted. */
  post(path: string, body: object, call: EngineAction): Promise<unknown>
  put(path: string, body: object, call: EngineAction): Promise<unknown>
  /** The token of the service's own session, for those who hand it on: our REST API takes it as it takes a person's. */
  token(signal: AbortSignal): Promise<string>
  delete(path: string, call: EngineAction): Promise<unknown>
  /** How many requests may be under way at once. */
  maxConcurrent: number
  /** Ends the session in the engine and every connection. Never rejects. */
  close(): Promise<void>
}>

export type EngineHttpOptions = Readonly<{
  /** Up to and including /ovirt-engine; a trailing /api is ignored. */
  baseUrl: string
  username: string
  password: SessionOptions['password']
  /** PEM text of the authorities to trust; without it the system's own. See readCaFile. */
  ca?: string
  /** For each single request, from connecting to the last byte. */
  requestTimeoutMs: number
  maxConcurrent: number
  maxReplyBytes?: number
  retryDelaysMs?: readonly number[]
  random?: () => number
  now?: () => number
  log: Pick<Log, 'debug' | 'info'>
  /** Told of each single request, repeated ones and logins too. */
  onRequest?: (request: EngineRequest) => void
}>

/** `outcome`: the HTTP status, or the code of the problem where no reply came. */
export type EngineRequest = Readonly<{ method: string; outcome: string; durationMs: number }>

/** Larger than any page we ask for by an order of magnitude. */
const MAX_REPLY_BYTES = 128 * 1024 * 1024

export function createEngineHttp(options: EngineHttpOptions): EngineHttp {
  const { username, password, requestTimeoutMs: timeoutMs, maxConcurrent, log } = options
  const { maxReplyBytes = MAX_REPLY_BYTES, now = Date.now } = options
  const baseUrl = options.baseUrl.replace(/\/+$/, '').replace(/\/api$/, '')
  const { origin } = new URL(baseUrl)
  const dispatcher = createAgent(baseUrl, options)
  const exchange = observed(createExchange({ dispatcher, timeoutMs, maxReplyBytes }), options)
  const session = createSession({ baseUrl, username, password, exchange, now, log })
  const limited = limitConcurrency(maxConcurrent)
  const retry = {
    delaysMs: options.retryDelaysMs ?? RETRY_DELAYS_MS,
    random: options.random ?? Math.random,
    onRetry: (error: Error) => log.debug({ error }, 'A read of the engine failed; it is repeated.'),
  }

  async function askOnce(
    method: Outgoing['method'],
    path: string,
    call: EngineAction,
    body?: object,
  ): Promise<unknown> {
    const { signal, bearer } = call
    const asked = `${method} /api${path}`
    const send = async (token: string) =>
      received(await exchange(toOutgoing(baseUrl, method, path, token, call, body), signal), method, asked)
    return limited(async () => {
      if (bearer !== undefined) return readReply(await send(bearer), asked)
      const token = await session.token(signal)
      const reply = await send(token)
      if (reply.status !== 401) return readReply(reply, asked)
      return readReply(await send(await session.renew(token, signal)), asked)
    }, signal)
  }

  // A signal may abort while its call waits for its turn, for the login or for the next attempt.
  const withTimeout = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
    work.catch((error: unknown) => {
      throw signal.aborted && error === signal.reason ? abortedBy(signal, origin) : error
    })

  return {
    get: (path, call) =>
      withTimeout(
        retryReads(() => askOnce('GET', path, call), retry, call.signal),
        call.signal,
      ),
    post: (path, body, call) => withTimeout(askOnce('POST', path, call, body), call.signal),
    put: (path, body, call) => withTimeout(askOnce('PUT', path, call, body), call.signal),
    token: signal => withTimeout(session.token(signal), signal),
    delete: (path, call) => withTimeout(askOnce('DELETE', path, call), call.signal),
    maxConcurrent,
    async close() {
      await session.logOut()
      await dispatcher.destroy()
    },
  }
}

function createAgent(baseUrl: string, { ca, requestTimeoutMs, maxConcurrent }: EngineHttpOptions): Agent {
  // One connection more than calls: the login.
  const limits = { connections: maxConcurrent + 1, pipelining: 1 }
  if (!baseUrl.startsWith('https:')) return new Agent({ ...limits, connect: { timeout: requestTimeoutMs } })
  // Parsed once, not at every connection.
  const secureContext = createSecureContext({ ca: ca ?? systemAuthorities() })
  return new Agent({ ...limits, connect: { timeout: requestTimeoutMs, secureContext } })
}

const systemAuthorities = (): string[] => [
  ...new Set([...getCACertificates('default'), ...getCACertificates('system')]),
]

/** Each request is told of, and is a piece of the work that needs it: the engine is told of which trace. */
const observed =
  (exchange: Exchange, { log, onRequest = () => {} }: Pick<EngineHttpOptions, 'log' | 'onRequest'>): Exchange =>
  (outgoing, signal) =>
    inSpan(async () => {
      const trace = currentTrace()
      const { method, url, headers } = outgoing
      const begunMs = performance.now()
      const traced = { ...outgoing, headers: { ...headers, ...(trace && { traceparent: toTraceparent(trace) }) } }
      const exchanged = await exchange(traced, signal)
      const request = { method, outcome: outcomeOf(exchanged), durationMs: performance.now() - begunMs }
      log.debug({ ...request, path: url.pathname, correlationId: headers['Correlation-Id'] }, 'Asked the engine.')
      onRequest(request)
      return exchanged
    })

function outcomeOf(exchanged: Exchanged): string {
  if (exchanged.ok) return `${exchanged.reply.status}`
  return isEngineError(exchanged.error) ? exchanged.error.code : 'given-up'
}

function toOutgoing(
  baseUrl: string,
  method: Outgoing['method'],
  path: string,
  token: string,
  { query, correlationId }: EngineAction,
  body: object | undefined,
): Outgoing {
  const url = new URL(`${baseUrl}/api${path}`)
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
  return {
    method,
    url,
    headers: {
      Authorization: `Bearer ${token}`,
      Version: '4',
      Accept: 'application/json',
      ...(correlationId !== undefined && { 'Correlation-Id': checked(correlationId) }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }
}

/** The engine drops other characters and cuts longer ids without a word, and we would look for the wrong one. */
function checked(correlationId: string): string {
  if (!/^[0-9A-Za-z_-]{1,36}$/.test(correlationId)) throw new RangeError(`not a correlation id: ${correlationId}`)
  return correlationId
}

/** The reply of an exchange, or the error of one that failed. */
function received(exchanged: Exchanged, method: Outgoing['method'], asked: string) {
  if (exchanged.ok) {
    const { reply } = exchanged
    const isGateway = reply.status >= 502 && reply.status <= 504
    if (isGateway && method !== 'GET') throw outcomeUnknown(asked, `HTTP ${reply.status}`, undefined)
    return reply
  }
  const { error, wasSent } = exchanged
  if (method === 'GET' || !wasSent || !(error instanceof EngineError)) throw error
  throw outcomeUnknown(asked, error.message, error)
}

const outcomeUnknown = (asked: string, why: string, cause: unknown): EngineError =>
  new EngineError('engine-outcome-unknown', `No answer came to ${asked}, and the engine may have acted on it: ${why}`, {
    cause,
  })
