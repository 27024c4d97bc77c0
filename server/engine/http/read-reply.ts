import { badReply, EngineError, type EngineErrorCode } from './engine-error.ts'
import type { Incoming } from './exchange.ts'

const MAX_QUOTED = 500

const codeByStatus: Readonly<Record<number, EngineErrorCode>> = {
  403: 'engine-forbidden',
  409: 'engine-conflict',
}

/** The JSON of a good reply, `{}` for an empty one. Throws EngineError for everything else; `asked` is e.g. "GET /api/vms". */
export function readReply(reply: Incoming, asked: string): unknown {
  const { status, location } = reply
  if (status >= 200 && status < 300) return parseJson(reply, asked)
  if (status >= 300 && status < 400) {
    const target = location === undefined ? '' : ` to ${withoutQuery(location)}`
    throw badReply(`The engine redirects ${asked}${target}; redirects are not followed.`, { status })
  }
  if (status === 401) throw unauthorized(asked)
  // The engine's own 404 has no body. One with a body is from a web server that has no engine behind it.
  if (status === 404 && reply.text === '')
    throw new EngineError('engine-not-found', `The engine has no such object (${asked}).`, { status })
  if (status === 404 || (status >= 502 && status <= 504)) throw unavailable(status, asked)
  throw toFault(reply, asked)
}

function parseJson({ text, contentType, status }: Incoming, asked: string): unknown {
  if (text === '') return {}
  // The parser's own message quotes the text, which may hold a token: it is not passed on.
  const parsed = contentType.includes('json') ? tryParse(text) : undefined
  if (parsed !== undefined) return parsed.value
  const kind = contentType === '' ? 'without a content type' : `of type ${contentType}`
  throw badReply(`The engine answered ${asked} with ${text.length} characters ${kind} that are not JSON.`, { status })
}

export function tryParse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function toFault({ status, text }: Incoming, asked: string): EngineError {
  const { reason, detail } = faultIn(tryParse(text)?.value)
  const said = [reason, detail].filter(part => part !== undefined).join(': ')
  const code = codeByStatus[status] ?? 'engine-fault'
  return new EngineError(code, `The engine declined ${asked} with HTTP ${status}${said === '' ? '' : `: ${said}`}`, {
    status,
    ...(reason !== undefined && { reason }),
    ...(detail !== undefined && { detail }),
  })
}

/** A resource answers with the fault itself, an action with its own record and the fault inside. */
function faultIn(value: unknown): { reason?: string | undefined; detail?: string | undefined } {
  if (typeof value !== 'object' || value === null) return {}
  const fault = 'fault' in value && typeof value.fault === 'object' && value.fault !== null ? value.fault : value
  const { reason, detail } = fault as { reason?: unknown; detail?: unknown }
  return { reason: sentence(reason), detail: sentence(detail) }
}

/** The detail is a list of messages printed as `[a, b]`. */
function sentence(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.trim().replace(/^\[(.*)\]$/s, '$1')
  return text === '' ? undefined : text.slice(0, MAX_QUOTED)
}

const unauthorized = (asked: string): EngineError =>
  new EngineError(
    'engine-unauthorized',
    `The engine does not accept the token for ${asked}. Check that its user has a role that permits login.`,
    { status: 401 },
  )

const unavailable = (status: number, asked: string): EngineError =>
  new EngineError(
    'engine-unavailable',
    `A web server answers for the engine, but the engine behind it does not (HTTP ${status} for ${asked}). ` +
      'Check the ovirt-engine service and the path in engine.url.',
    { status },
  )

const withoutQuery = (location: string): string => location.split(/[?#]/, 1).join('')
