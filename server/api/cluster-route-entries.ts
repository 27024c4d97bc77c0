import { clusterHealthSchema } from '../../shared/api/cluster-health.ts'
import { clusterDetailSchema, clusterListSchema } from '../../shared/api/clusters.ts'
import { apiPaths as paths } from '../../shared/api/paths.ts'
import { schedulerListSchema } from '../../shared/api/schedulers.ts'
import type { Route } from './route.ts'

/** Schedulers, the clusters that have them, and how these stand. Part of `routes`. */
export const clusterRouteEntries = {
  schedulers: {
    method: 'get',
    path: paths.schedulers,
    summary: 'The schedulers of this service, and which cluster has which',
    access: 'administrator',
    status: 200,
    reply: schedulerListSchema,
    errors: [],
  },
  clusters: {
    method: 'get',
    path: paths.clusters,
    summary: 'Every cluster with its score and imbalance',
    access: 'administrator',
    status: 200,
    reply: clusterListSchema,
    errors: ['no-snapshot'],
  },
  cluster: {
    method: 'get',
    path: paths.cluster,
    summary: 'One cluster, its hosts, and what the balancer last made of it',
    access: 'administrator',
    status: 200,
    reply: clusterDetailSchema,
    errors: ['not-found', 'no-snapshot'],
  },
  clusterHealth: {
    method: 'get',
    path: paths.clusterHealth,
    summary: 'The score of a cluster, what costs it most points, and the VMs that stand worst',
    access: 'administrator',
    status: 200,
    reply: clusterHealthSchema,
    errors: ['not-found', 'no-snapshot'],
  },
} as const satisfies Record<string, Route>
