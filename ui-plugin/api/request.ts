import { apiBase } from '../../shared/api/paths.ts'
import { failureOf, unreachable } from './api-failure.ts'

/** How calls are made: the portal's token, and what happens when it is no longer accepted. */
export type Access = Readonly<{
  /** Asked for each call. */
  token(): string
  /** Called whenever the service refuses the token; calls then stop. */
  onSessionEnd(): void
  fetch: typeof fetch
}>

export type Call = Readonly<{
  method?: 'GET' | 'POST' | 'PUT'
  body?: unknown
  signal: AbortSignal
  /** For what takes its time. */
  deadlineMs?: number
}>

/** The service itself waits for the engine up to 10 s. */
const DEADLINE_MS = 20_000

/** One JSON call. Resolves with the body; throws `ApiFailure`, or the signal's reason when the caller gave up. */
export async function request<T>(access: Access, path: string, call: Call): Promise<T> {
  const { method = 'GET', body, signal, deadlineMs = DEADLINE_MS } = call
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)])
  try {
    const response = await send(access, path, {
      method,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      signal: deadline,
    })
    // The service is of our own version and answers in the shapes of shared/api, which its own tests hold it to.
    return (await response.json()) as T
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof Error && error.name === 'ApiFailure') throw error
    throw unreachable(error)
  }
}

/**
 * A call whose body is still to be read; its status is one of success. Credentials are omitted: with them a 401 would
 * make the browser ask for a password itself, and the call would hang.
 */
export async function send(access: Access, path: string, init: RequestInit): Promise<Response> {
  const response = await access.fetch(`${apiBase}${path}`, {
    ...init,
    headers: { Accept: 'application/json', ...init.headers, Authorization: `Bearer ${access.token()}` },
    credentials: 'omit',
    cache: 'no-store',
  })
  if (response.ok) return response
  const failure = failureOf(response.status, parsed(await response.text()))
  if (failure.code === 'unauthenticated') access.onSessionEnd()
  throw failure
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined // a proxy's page: failureOf() knows what to make of it
    throw error
  }
}
