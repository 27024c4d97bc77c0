import { at, text } from './wire.ts'

/** The engine refused or failed. `status` 0: it did not answer at all. */
export class EngineRestError extends Error {
  readonly status: number
  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'EngineRestError'
    this.status = status
  }
}

export type EngineRest = Readonly<{
  /** The reply's JSON. Path and query are below `/ovirt-engine/api/`. */
  get(path: string, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<unknown>
  /** Runs an action such as `vms/123/migrate`. */
  act(path: string, body: Readonly<Record<string, unknown>>): Promise<void>
}>

const API = '/ovirt-engine/api'
const TIMEOUT_MS = 15_000

/** The engine's REST API with the user's token. `onExpired` is told of every 401. */
export function createEngineRest(token: string, onExpired: () => void): EngineRest {
  async function request(path: string, init: RequestInit, signal: AbortSignal): Promise<unknown> {
    const headers = { Accept: 'application/json', 'Content-Type': 'application/json', Authorization: `Bearer ${token}` }
    const reply = await reach(`${API}/${path}`, {
      ...init,
      headers,
      // With credentials the browser would answer a 401 with its own password prompt.
      credentials: 'omit',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    if (reply.status === 401) onExpired()
    const body = await readJson(reply)
    if (!reply.ok) throw new EngineRestError(reply.status, faultText(body) || `The engine answered ${reply.status}`)
    return body
  }

  return {
    get: (path, query, signal) => {
      const search = new URLSearchParams(query).toString()
      return request(search === '' ? path : `${path}?${search}`, {}, signal)
    },
    async act(path, body) {
      await request(path, { method: 'POST', body: JSON.stringify(body) }, new AbortController().signal)
    },
  }
}

/** Exchanges name and password for a token. The engine answers a wrong password with 400 and says why. */
export async function logIn(username: string, password: string): Promise<string> {
  const reply = await reach('/ovirt-engine/sso/oauth/token', {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams({ grant_type: 'password', scope: 'ovirt-app-api', username, password }),
    credentials: 'omit',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  const body = await readJson(reply)
  const token = text(body, 'access_token')
  if (reply.ok && token !== '') return token
  throw new EngineRestError(reply.status, text(body, 'error') || `The engine answered ${reply.status}`)
}

/** Ends the token for everyone who uses it. */
export async function logOut(token: string): Promise<void> {
  await reach('/ovirt-engine/services/sso-logout', {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: new URLSearchParams({ scope: 'ovirt-app-api', token }),
    credentials: 'omit',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (
      init.signal?.aborted &&
      init.signal.reason instanceof DOMException &&
      init.signal.reason.name === 'AbortError'
    ) {
      throw error
    }
    throw new EngineRestError(0, 'The engine does not answer', { cause: error })
  }
}

/** undefined when the reply is no JSON: the engine's own 401 and 404 are HTML or empty. */
async function readJson(reply: Response): Promise<unknown> {
  if (!reply.headers.get('content-type')?.includes('json')) return undefined
  return reply.json()
}

/** A fault of a resource, or the one nested in a failed action. */
function faultText(body: unknown): string {
  const fault = at(body, 'fault') ?? body
  return text(fault, 'detail').replace(/^\[|\]$/g, '') || text(fault, 'reason')
}
