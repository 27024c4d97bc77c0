/** The service's own session with the engine: one token for all, obtained and renewed when needed. */
import type { Log } from '../../telemetry/log.ts'
import { badReply, EngineError } from './engine-error.ts'
import type { Exchange, Incoming, Outgoing } from './exchange.ts'
import { readReply, tryParse } from './read-reply.ts'

export type Session = Readonly<{
  /** Logs in when there is no token; callers share one login. Rejects with the signal's reason when it aborts. */
  token(signal: AbortSignal): Promise<string>
  /** A newer token than the one the engine just refused; whoever comes with the same old one shares the renewal. */
  renew(refused: string, signal: AbortSignal): Promise<string>
  /** Ends the session in the engine. Never rejects. */
  logOut(): Promise<void>
}>

export type SessionOptions = Readonly<{
  /** e.g. https://engine.example/ovirt-engine */
  baseUrl: string
  username: string
  /** A function is asked at each login, so that a changed password file needs no restart. */
  password: string | (() => string | Promise<string>)
  exchange: Exchange
  now: () => number
  log: Pick<Log, 'debug' | 'info'>
}>

/** After a refused login we wait this long: the engine locks an account after a few of them. */
const REFUSED_HOLD_MS = 30_000
const LOGOUT_MS = 3_000
const SCOPE = 'ovirt-app-api'

export function createSession(options: SessionOptions): Session {
  const { baseUrl, exchange, now, log } = options
  const closing = new AbortController()
  let held: string | undefined
  let login: Promise<string> | undefined
  let refused: Readonly<{ error: EngineError; untilMs: number }> | undefined

  async function logIn(): Promise<string> {
    if (refused !== undefined && now() < refused.untilMs) throw refused.error
    const { username } = options
    const password = typeof options.password === 'string' ? options.password : await options.password()
    const fields = { grant_type: 'password', scope: SCOPE, username, password }
    // Not a caller's signal: the login serves all of them and has the deadline of every request.
    const exchanged = await exchange(form(`${baseUrl}/sso/oauth/token`, fields), closing.signal)
    if (!exchanged.ok) throw exchanged.error
    const { reply } = exchanged
    if (reply.status === 400) {
      const error = loginRefused(reply, username, password)
      refused = { error, untilMs: now() + REFUSED_HOLD_MS }
      throw error
    }
    refused = undefined
    held = tokenIn(readReply(reply, 'the login'))
    return held
  }

  function sharedLogin(): Promise<string> {
    login ??= logIn().finally(() => {
      login = undefined
    })
    return login
  }

  async function token(signal: AbortSignal): Promise<string> {
    return held ?? (await unlessAborted(sharedLogin(), signal))
  }

  return {
    token,
    renew(old, signal) {
      if (held === old) {
        held = undefined
        log.info({}, 'The engine ended our session; we log in again.')
      }
      return token(signal)
    },
    async logOut() {
      closing.abort()
      if (held === undefined) return
      const fields = { scope: SCOPE, token: held }
      held = undefined
      const answer = await exchange(form(`${baseUrl}/services/sso-logout`, fields), AbortSignal.timeout(LOGOUT_MS))
      if (!answer.ok) log.debug({ error: answer.error }, 'The engine did not take our logout; the session will expire.')
    },
  }
}

// The engine answers 400 unless Accept is exactly this.
const form = (url: string, fields: Record<string, string>): Outgoing => ({
  method: 'POST',
  url: new URL(url),
  headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
})

function tokenIn(reply: unknown): string {
  const token = typeof reply === 'object' && reply !== null && 'access_token' in reply ? reply.access_token : undefined
  if (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)) return token
  throw badReply('The engine answered the login without a usable access_token.')
}

/** With our scope the engine puts its code into `error_code` and its sentence into `error`; other scopes differ. */
function loginRefused({ text, status }: Incoming, username: string, password: string): EngineError {
  const parsed = tryParse(text)?.value
  const { error_code, error, error_description } = (
    typeof parsed === 'object' && parsed !== null ? parsed : {}
  ) as Record<string, unknown>
  const said = [error_description ?? error, error_code].filter(part => typeof part === 'string').join(' ')
  const mayBeShown = said !== '' && !(password !== '' && said.includes(password))
  const detail = mayBeShown ? said.slice(0, 300) : undefined
  const message =
    `The engine refused the login of ${username}${detail === undefined ? '' : ` (${detail})`}. ` +
    'Check engine.username, which is user@profile, and engine.password or engine.passwordFile.'
  return new EngineError('engine-login-refused', message, { status, ...(detail !== undefined && { detail }) })
}

/** Waits for work that others wait for too: giving up waiting does not stop it. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason)
    if (signal.aborted) leave()
    else signal.addEventListener('abort', leave, { once: true })
    work.finally(() => signal.removeEventListener('abort', leave)).then(resolve, reject)
  })
}
