import type { Request, Response } from 'express'
import type { TypeName, WireObject } from '../wire/types.ts'
import { writeJson, writeJsonList } from '../wire/write-json.ts'
import { writeXml, writeXmlEmpty, writeXmlList } from '../wire/write-xml.ts'
import { contextOf, type Format } from './context.ts'

const mediaTypes = { json: 'application/json', xml: 'application/xml' } as const

export function sendObject(req: Request, res: Response, type: TypeName, value: WireObject, status = 200): void {
  const { format } = contextOf(req)
  send(res, status, format, format === 'json' ? writeJson(type, value) : writeXml(type, value))
}

export function sendList(req: Request, res: Response, type: TypeName, items: readonly WireObject[]): void {
  const { format } = contextOf(req)
  send(res, 200, format, format === 'json' ? writeJsonList(type, items) : writeXmlList(type, items))
}

/** An empty collection under a tag the schema does not know. */
export function sendEmptyList(req: Request, res: Response, tag: string): void {
  const { format } = contextOf(req)
  send(res, 200, format, format === 'json' ? '{}' : writeXmlEmpty(tag))
}

/** 201 with the object and where it now is. */
export function sendCreated(req: Request, res: Response, type: TypeName, value: WireObject): void {
  res.set('Location', absolute(req, String(value.href)))
  sendObject(req, res, type, value, 201)
}

/** What the engine answers to a DELETE that worked. */
export function sendDone(req: Request, res: Response): void {
  sendObject(req, res, 'action', { status: 'complete' })
}

export function send(res: Response, status: number, format: Format, body: string): void {
  res.status(status).type(mediaTypes[format]).send(body)
}

export function absolute(req: Request, href: string): string {
  return `${req.protocol}://${req.get('host') ?? 'localhost'}${href}`
}
