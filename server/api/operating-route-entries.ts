import { logLevelStateSchema, readinessSchema, setLogLevelSchema } from '../../shared/api/operating.ts'
import { apiPaths as paths } from '../../shared/api/paths.ts'
import { supportRecordsSchema } from '../../shared/api/support.ts'
import type { Route } from './route.ts'

/** What whoever runs the service needs. Part of `routes`. */
export const operatingRouteEntries = {
  ready: {
    method: 'get',
    path: paths.ready,
    summary:
      'For load balancers: 200 once the engine has been read, while the store takes writes and the service is not stopping; else 503 with what is missing. An engine that went away later does not count: the last figures are still served',
    access: 'open',
    status: 200,
    reply: readinessSchema,
    errors: ['not-ready'],
  },
  logLevel: {
    method: 'get',
    path: paths.logLevel,
    summary: 'How much the service logs now, and until when',
    access: 'administrator',
    status: 200,
    reply: logLevelStateSchema,
    errors: [],
  },
  setLogLevel: {
    method: 'put',
    path: paths.logLevel,
    summary: 'Log more or less for a while, without a restart. Needs the permission in the whole system',
    access: 'administrator',
    permit: 'edit_cluster_configuration',
    body: setLogLevelSchema,
    status: 200,
    reply: logLevelStateSchema,
    errors: [],
  },
  supportRecords: {
    method: 'get',
    path: paths.supportRecords,
    summary:
      'What a support bundle is made of: settings, the last snapshot, decisions, history, log. Without secrets, with the names of hosts and VMs. Needs the permission in the whole system',
    access: 'administrator',
    permit: 'edit_cluster_configuration',
    status: 200,
    reply: supportRecordsSchema,
    errors: [],
  },
} as const satisfies Record<string, Route>
