import { apiPaths as paths } from '../../shared/api/paths.ts'
import { whyNotQuerySchema } from '../../shared/api/placements.ts'
import { selectionSchema } from '../../shared/api/schedulers.ts'
import { engineBalanceSchema, placementSchema, whyNotMovedSchema, whyNotSchema } from '../../shared/plan/placement.ts'
import type { Route } from './route.ts'

/** Where VMs would go, and why or why not. Part of `routes`. */
export const placementRouteEntries = {
  engineBalance: {
    method: 'get',
    path: paths.engineBalance,
    summary: 'What the engine’s own balancer would move next in a cluster, and why',
    access: 'administrator',
    status: 200,
    reply: engineBalanceSchema,
    errors: ['not-found', 'no-snapshot'],
  },
  placement: {
    method: 'get',
    path: paths.placement,
    summary: 'Where the engine would place a VM now, and why: every filter and weight of every host',
    access: 'administrator',
    status: 200,
    reply: placementSchema,
    errors: ['not-found', 'no-snapshot'],
  },
  selection: {
    method: 'get',
    path: paths.selection,
    summary:
      'Which host the scheduler of a VM’s cluster would select for it, and from which. Nothing is remembered of it',
    access: 'administrator',
    status: 200,
    reply: selectionSchema,
    errors: ['not-found', 'no-snapshot'],
  },
  whyNot: {
    method: 'get',
    path: paths.whyNot,
    summary: 'What stands between a VM and one host, and what would change that',
    access: 'administrator',
    query: whyNotQuerySchema,
    status: 200,
    reply: whyNotSchema,
    errors: ['not-found', 'no-snapshot'],
  },
  whyNotMoved: {
    method: 'get',
    path: paths.whyNotMoved,
    summary: 'Which gate keeps a VM from being moved',
    access: 'administrator',
    status: 200,
    reply: whyNotMovedSchema,
    errors: ['not-found', 'no-snapshot'],
  },
} as const satisfies Record<string, Route>
