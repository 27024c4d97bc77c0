import type { Request } from 'express'
import type { Format } from './context.ts'

/** The reply's format: `?accept=` before the header, XML when neither has a preference; undefined when neither fits. */
export function preferredFormat(req: Request): Format | undefined {
  const wanted = new URL(req.originalUrl, 'http://engine').searchParams.get('accept')
  if (wanted !== null) return wanted.includes('json') ? 'json' : wanted.includes('xml') ? 'xml' : undefined
  const chosen = req.accepts(['application/xml', 'application/json', 'text/xml'])
  if (chosen === false) return undefined
  return chosen === 'application/json' ? 'json' : 'xml'
}

/**
 * Moves matrix parameters of the path (`/events;from=12`) into the query, where every route looks for them. A query
 * parameter of the same name wins.
 */
export function withoutMatrix(url: string): string {
  const [path = '', search = ''] = url.split('?', 2)
  if (!path.includes(';')) return url
  const query = new URLSearchParams(search)
  const segments = path.split('/').map(segment => {
    const [name = '', ...parameters] = segment.split(';')
    for (const [key, value] of new URLSearchParams(parameters.join('&'))) if (!query.has(key)) query.set(key, value)
    return name
  })
  return `${segments.join('/')}?${query.toString()}`
}
