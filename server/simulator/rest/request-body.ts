import type { Request } from 'express'
import { readJson } from '../wire/read-json.ts'
import { readXml } from '../wire/read-xml.ts'
import type { TypeName, Wire } from '../wire/types.ts'

/** The body is neither JSON nor XML by its Content-Type: 415. */
export class UnsupportedMediaType extends Error {
  constructor(mediaType: string | undefined) {
    super(`cannot read ${mediaType ?? 'a body without Content-Type'}`)
    this.name = 'UnsupportedMediaType'
  }
}

/**
 * Reads the body as `type`; an empty body is an empty object, whatever its Content-Type.
 * Throws WireError or UnsupportedMediaType.
 */
export function readBody<N extends TypeName>(req: Request, type: N): Wire<N> {
  const text: unknown = req.body
  if (typeof text !== 'string' || text.trim() === '') return readJson(type, '{}')
  if (req.is('json')) return readJson(type, text)
  if (req.is('xml')) return readXml(type, text)
  throw new UnsupportedMediaType(req.get('content-type'))
}
