import { isDeepStrictEqual } from 'node:util'
import { errorsOf } from '../../server/api/openapi.ts'
import type { Route } from '../../server/api/route.ts'
import { allRoutes } from '../../server/api/routes.ts'
import { apiErrorSchema, apiErrors } from '../../shared/api/errors.ts'

/** The route that takes such a request; undefined: none does. `path` is relative to the API's base. */
export function routeOf(method: string, path: string): Route | undefined {
  const { pathname } = new URL(path, 'http://api')
  return allRoutes.find(
    route =>
      route.method === method.toLowerCase() && new RegExp(`^${route.path.replace(':id', '[^/]+')}$`).test(pathname),
  )
}

/** Throws when a reply is not what the route table promises. */
export function assertAsDocumented(
  method: string,
  path: string,
  { status, body }: Readonly<{ status: number; body: unknown }>,
): void {
  const route = routeOf(method, path)
  if (status < 400) {
    if (route === undefined || status !== route.status) throw new Error(`${method} ${path} answered ${status}`)
    const parsed = route.reply.parse(body)
    // Zod drops what a schema does not name: a reply must lose nothing.
    if (!isDeepStrictEqual(parsed, body)) throw new Error('the reply has unnamed members')
    return
  }
  const { code } = apiErrorSchema.parse(body)
  if (apiErrors[code].status !== status) throw new Error(`${code} came with status ${status}`)
  if (route !== undefined && !errorsOf(route).includes(code)) throw new Error(`${route.path} does not document ${code}`)
}
