import type { ErrorRequestHandler, Request, Response } from 'express'
import { WireError } from '../wire/wire-error.ts'
import { writeJson } from '../wire/write-json.ts'
import { writeXml } from '../wire/write-xml.ts'
import { EngineFault } from '../world/world.ts'
import { preferredFormat } from './negotiate.ts'
import { send } from './reply.ts'
import { UnsupportedMediaType } from './request-body.ts'

export type Fault = Readonly<{ reason: string; detail: string }>

const statuses = { invalid: 400, forbidden: 403, missing: 404, conflict: 409, failed: 500 } as const

export function statusOf(fault: EngineFault): number {
  return statuses[fault.kind]
}

/** The fault as the engine prints it: its messages as a list in square brackets. */
export function toFault({ reason, messages }: EngineFault): Fault {
  return { reason, detail: reason === 'Incomplete parameters' ? messages.join(', ') : `[${messages.join(', ')}]` }
}

/** A required member is absent: 400 under the engine's own reason and wording. */
export function incomplete(type: string, members: string, method: string): EngineFault {
  return new EngineFault('invalid', [`${type} [${members}] required for ${method}`], 'Incomplete parameters')
}

/** The one place where an error becomes a reply. What is not the caller's doing is reported and answered with 500. */
export function errorReply(report: (error: unknown) => void): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error)
    if (error instanceof EngineFault) {
      if (error.kind === 'missing') return res.status(404).end()
      return sendFault(req, res, statusOf(error), toFault(error))
    }
    if (error instanceof WireError) return sendFault(req, res, 400, wireFault(req, error))
    if (error instanceof UnsupportedMediaType) return res.status(415).end()
    const status = statusCode(error)
    if (status !== undefined) return res.status(status).end()
    report(error)
    return sendFault(req, res, 500, { reason: 'Operation Failed', detail: '[Internal Engine Error]' })
  }
}

function sendFault(req: Request, res: Response, status: number, fault: Fault): void {
  // Some errors precede the request's context, so the format is found again.
  const format = preferredFormat(req) ?? 'xml'
  send(res, status, format, format === 'json' ? writeJson('fault', fault) : writeXml('fault', fault))
}

function wireFault(req: Request, error: WireError): Fault {
  if (error.kind === 'value') return { reason: 'Invalid value', detail: error.message }
  return {
    reason: 'Request syntactically incorrect.',
    detail: `For correct usage, see: https://${req.get('host') ?? 'engine'}/ovirt-engine/apidoc#${anchorOf(req)}`,
  }
}

/** services/vm/methods/migrate for POST /vms/{id}/migrate, as the engine's documentation is organised. */
function anchorOf(req: Request): string {
  const parts = req.originalUrl
    .split(/[?;]/, 1)
    .join('')
    .split('/')
    .filter(part => part !== '' && !['ovirt-engine', 'api', 'v4'].includes(part))
  const singular = (name = 'system') => name.replace(/ies$/, 'y').replace(/s$/, '')
  const method = { POST: 'add', PUT: 'update', DELETE: 'remove' }[req.method] ?? 'list'
  if (parts.length % 2 === 1 && parts.length > 1 && req.method === 'POST' && !parts.at(-1)?.endsWith('s'))
    return `services/${singular(parts.at(-3))}/methods/${parts.at(-1) ?? method}`
  return parts.length % 2 === 1
    ? `services/${parts.at(-1) ?? 'system'}/methods/${method}`
    : `services/${singular(parts.at(-2))}/methods/${method}`
}

/** Body parser errors (too large, bad charset) carry their own 4xx status. */
function statusCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined
  return typeof error.status === 'number' && error.status >= 400 && error.status < 500 ? error.status : undefined
}
