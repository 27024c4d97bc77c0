import { z } from 'zod'
import { HostError, type HostErrorCode, hostErrorCodes } from '../host-error.ts'

const refusalSchema = z.object({ code: z.string(), message: z.string().max(2_000) })

/** A reply that is not the one wanted. `no-such-host` is the simulated engine's, and may pass when it is started anew. */
export function refusalOf(status: number, text: string, asked: string): HostError {
  const refusal = refusalSchema.safeParse(jsonOf(text))
  if (refusal.success) {
    const { code, message } = refusal.data
    if (isHostErrorCode(code)) return new HostError(code, message)
    if (code === 'no-such-host') return new HostError('host-unreachable', message)
  }
  const answered = `${asked} was answered with HTTP ${status}.`
  return new HostError(status >= 502 && status <= 504 ? 'host-unreachable' : 'host-protocol', answered)
}

const isHostErrorCode = (code: string): code is HostErrorCode =>
  (hostErrorCodes as readonly string[]).includes(code) && code !== 'host-closed'

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export type Waiting = Readonly<{ caller: AbortSignal; link: AbortSignal; deadline: AbortSignal; asked: string }>

/** Why a call failed, whatever was thrown. A caller that gave up gets its own reason back, unless that is a time-out. */
export function failureOf(error: unknown, { caller, link, deadline, asked }: Waiting): unknown {
  if (error instanceof HostError) return error
  if (caller.aborted) {
    const reason: unknown = caller.reason
    return reason instanceof Error && reason.name === 'TimeoutError' ? timedOut(asked, reason) : reason
  }
  if (link.aborted) return link.reason
  if (deadline.aborted) return timedOut(asked, error)
  const detail = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)
  return new HostError('host-unreachable', `The simulated engine cannot be reached: ${detail}.`, error)
}

const timedOut = (asked: string, cause: unknown): HostError =>
  new HostError('host-timeout', `${asked} was not answered in time.`, cause)
