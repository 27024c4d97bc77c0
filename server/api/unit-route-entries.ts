import { apiPaths as paths } from '../../shared/api/paths.ts'
import {
  switchUnitSchema,
  unitListSchema,
  unitVerdictListSchema,
  unitVerdictQuerySchema,
} from '../../shared/api/service.ts'
import type { Route } from './route.ts'

/** Policy units, ours and those of plugins. Part of `routes`. */
export const unitRouteEntries = {
  units: {
    method: 'get',
    path: paths.units,
    summary: 'The policy units of this service, their plugins, and whether the engine knows them',
    alsoXml: 'The PolicyUnits document: units by function, with their property expressions and defaults',
    access: 'administrator',
    status: 200,
    reply: unitListSchema,
    errors: [],
  },
  reloadUnit: {
    method: 'post',
    path: paths.reloadUnit,
    summary: 'Load the plugin of a unit again, which also ends its quarantine',
    access: 'administrator',
    permit: 'edit_cluster_configuration',
    status: 200,
    reply: unitListSchema,
    errors: ['not-found', 'unit-not-loaded'],
  },
  switchUnit: {
    method: 'put',
    path: paths.switchUnit,
    summary:
      'Enable or disable a policy unit by its name. Disabled, it has no opinion when the engine asks, and is left out when the engine next discovers units, which is when the engine starts',
    access: 'administrator',
    permit: 'edit_cluster_configuration',
    body: switchUnitSchema,
    status: 200,
    reply: unitListSchema,
    errors: ['not-found', 'state-conflict'],
  },
  unitVerdicts: {
    method: 'get',
    path: paths.unitVerdicts,
    summary: 'What a policy unit was last asked, by whom, and what it said. Kept in memory since the service started',
    access: 'administrator',
    query: unitVerdictQuerySchema,
    status: 200,
    reply: unitVerdictListSchema,
    errors: ['not-found'],
  },
} as const satisfies Record<string, Route>
