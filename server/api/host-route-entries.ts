import { hostQuerySchema, watchedHostDetailSchema, watchedHostListSchema } from '../../shared/api/hosts.ts'
import { apiPaths as paths } from '../../shared/api/paths.ts'
import type { Route } from './route.ts'

/** What the hosts themselves say. Part of `routes`. */
export const hostRouteEntries = {
  hosts: {
    method: 'get',
    path: paths.hosts,
    summary: 'Every host, how it is connected to us itself, and its main figures',
    access: 'administrator',
    query: hostQuerySchema,
    status: 200,
    reply: watchedHostListSchema,
    errors: ['not-found', 'no-snapshot'],
  },
  host: {
    method: 'get',
    path: paths.host,
    summary: 'One host with everything that it last told of itself and its VMs',
    access: 'administrator',
    status: 200,
    reply: watchedHostDetailSchema,
    errors: ['not-found', 'no-snapshot'],
  },
} as const satisfies Record<string, Route>
