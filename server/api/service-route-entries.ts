import { z } from 'zod'
import { liveEventSchema } from '../../shared/api/live-event.ts'
import { apiPaths as paths } from '../../shared/api/paths.ts'
import { healthSchema, sessionSchema, versionSchema } from '../../shared/api/service.ts'
import type { Route } from './route.ts'

/** The service itself: its health and description, who is signed in, and what it tells live. Part of `routes`. */
export const serviceRouteEntries = {
  health: {
    method: 'get',
    path: paths.health,
    summary: 'Whether the service works, and what does not',
    access: 'open',
    status: 200,
    reply: healthSchema,
    errors: [],
  },
  version: {
    method: 'get',
    path: paths.version,
    summary: 'The version of the service and of this API',
    access: 'open',
    status: 200,
    reply: versionSchema,
    errors: [],
  },
  openapi: {
    method: 'get',
    path: paths.openapi,
    summary: 'This document',
    access: 'open',
    status: 200,
    reply: z.looseObject({ openapi: z.string() }).describe('An OpenAPI 3.1 document'),
    errors: [],
  },
  session: {
    method: 'get',
    path: paths.session,
    summary: 'Who the token belongs to',
    access: 'signed-in',
    status: 200,
    reply: sessionSchema,
    errors: [],
  },
  events: {
    method: 'get',
    path: paths.events,
    summary:
      'Live events. Send Last-Event-ID to get what was missed; when that is too long ago, an event says to reload',
    access: 'administrator',
    status: 200,
    reply: liveEventSchema,
    stream: true,
    errors: [],
  },
} as const satisfies Record<string, Route>
