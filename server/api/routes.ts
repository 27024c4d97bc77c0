import { clusterRouteEntries } from './cluster-route-entries.ts'
import { hostRouteEntries } from './host-route-entries.ts'
import { operatingRouteEntries } from './operating-route-entries.ts'
import { placementRouteEntries } from './placement-route-entries.ts'
import { planRouteEntries } from './plan-route-entries.ts'
import { policyRouteEntries } from './policy-route-entries.ts'
import { recommendationRouteEntries } from './recommendation-route-entries.ts'
import type { Route } from './route.ts'
import { serviceRouteEntries } from './service-route-entries.ts'
import { tuningRouteEntries } from './tuning-route-entries.ts'
import { unitRouteEntries } from './unit-route-entries.ts'

/** The whole API, in the order of its documentation. */
export const routes = {
  ...serviceRouteEntries,
  ...operatingRouteEntries,
  ...unitRouteEntries,
  ...clusterRouteEntries,
  ...hostRouteEntries,
  ...tuningRouteEntries,
  ...policyRouteEntries,
  ...placementRouteEntries,
  ...recommendationRouteEntries,
  ...planRouteEntries,
} as const satisfies Record<string, Route>

export const allRoutes: readonly Route[] = Object.values(routes)
