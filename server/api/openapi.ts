import { z } from 'zod'
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiRequestBodyObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi'
import { type ApiErrorCode, apiErrorSchema, apiErrors } from '../../shared/api/errors.ts'
import { apiBase } from '../../shared/api/paths.ts'
import type { Route } from './route.ts'
import { routes } from './routes.ts'

/** The OpenAPI 3.1 document of the whole API, made from the route table and the schemas that validate. */
export function openapiDocument(version: string): ReturnType<typeof createDocument> {
  const paths: ZodOpenApiPathsObject = {}
  for (const [name, route] of Object.entries<Route>(routes)) {
    const path = openapiPath(route.path)
    paths[path] = { ...paths[path], [route.method]: operation(name, route) }
  }
  return createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'ovirt-scheduler',
        version,
        description: 'Recommendations, cluster policies and runs of the scheduler for oVirt.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: apiBase }],
      components: {
        securitySchemes: {
          portalToken: { type: 'http', scheme: 'bearer', description: 'The SSO token of the portal session.' },
        },
      },
      paths,
    },
    {
      override({ jsonSchema, io }) {
        // A newer service may add members to its replies; a client must not take fright at them.
        if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
        // Zod says this of values that TypeScript must not change; on the wire it would mean something else.
        delete jsonSchema.readOnly
      },
    },
  )
}

/** The document as the text of a file. */
export const openapiText = (version: string): string => `${JSON.stringify(openapiDocument(version), null, 2)}\n`

/** `/runs/:id` → `/runs/{id}` */
export const openapiPath = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}')

function operation(operationId: string, route: Route): ZodOpenApiOperationObject {
  return {
    operationId,
    summary: route.summary,
    ...(route.permit && { description: `Needs the engine’s permission \`${route.permit}\` on the cluster.` }),
    security: route.access === 'open' ? [] : [{ portalToken: [] }],
    requestParams: {
      ...(route.path.includes(':id') && { path: z.object({ id: z.string() }) }),
      ...(route.query instanceof z.ZodObject && { query: route.query }),
      ...(route.stream && { header: z.object({ 'Last-Event-ID': z.string().optional() }) }),
    },
    ...(route.body && { requestBody: requestBody(route.body) }),
    responses: {
      [`${route.status}`]: {
        description: route.status === 202 ? 'Accepted' : 'OK',
        ...(route.location && { headers: z.object({ Location: z.string().describe(route.location) }) }),
        content: {
          [route.stream ? 'text/event-stream' : 'application/json']: { schema: route.reply },
          ...(route.alsoXml && { 'application/xml': { schema: z.string().describe(route.alsoXml) } }),
        },
      },
      ...errorReplies(errorsOf(route)),
    },
  }
}

/** No body counts as an empty one, so it is required only where an empty one would be refused. */
const requestBody = (schema: z.ZodType): ZodOpenApiRequestBodyObject => ({
  required: !schema.safeParse({}).success,
  content: { 'application/json': { schema } },
})

/** Every error that a route may answer with: its own and those of its doors. */
export function errorsOf(route: Route): readonly ApiErrorCode[] {
  const door: ApiErrorCode[] =
    route.access === 'open'
      ? []
      : [
          'unauthenticated',
          'engine-unreachable',
          'store-unavailable',
          ...(route.access === 'administrator' ? ['forbidden' as const] : []),
        ]
  const input: ApiErrorCode[] = [
    // An id may be encoded wrongly.
    ...(route.query || route.body || route.path.includes(':id') ? ['invalid-request' as const] : []),
    ...(route.body ? ['body-too-large' as const] : []),
  ]
  return [...new Set([...door, ...input, ...route.errors, 'too-many-requests' as const, 'internal' as const])]
}

/** Replies by status; codes that share one are listed together. */
function errorReplies(codes: readonly ApiErrorCode[]): ZodOpenApiResponsesObject {
  const byStatus = Map.groupBy(codes, code => apiErrors[code].status)
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      `${status}`,
      {
        description: codes.map(code => `\`${code}\`: ${apiErrors[code].fix}`).join('\n\n'),
        content: { 'application/json': { schema: apiErrorSchema } },
      },
    ]),
  )
}
