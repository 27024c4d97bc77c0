import { z } from 'zod'
import { clusterPolicySchema, saveClusterPolicySchema } from '../../shared/api/cluster-policy.ts'
import { clusterDetailSchema, clusterListSchema } from '../../shared/api/clusters.ts'
import { liveEventSchema } from '../../shared/api/live-event.ts'
import { apiPaths as paths } from '../../shared/api/paths.ts'
import {
  applyReplySchema,
  dismissRequestSchema,
  recommendationDetailSchema,
  recommendationListSchema,
  recommendationQuerySchema,
} from '../../shared/api/recommendations.ts'
import { runListSchema, runQuerySchema } from '../../shared/api/runs.ts'
import { healthSchema, sessionSchema, unitListSchema, versionSchema } from '../../shared/api/service.ts'
import { recommendationSchema } from '../../shared/plan/recommendation.ts'
import { runSchema } from '../../shared/plan/run.ts'
import type { Route } from './route.ts'

/** The whole API, in the order of its documentation. */
export const routes = {
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
  units: {
    method: 'get',
    path: paths.units,
    summary:
      'The policy units of this service and whether the engine knows them; with "Accept: application/xml" the PolicyUnits document',
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
  clusterPolicy: {
    method: 'get',
    path: paths.clusterPolicy,
    summary: 'The scheduling policy of a cluster and its properties',
    access: 'administrator',
    status: 200,
    reply: clusterPolicySchema,
    errors: ['not-found', 'no-snapshot'],
  },
  saveClusterPolicy: {
    method: 'put',
    path: paths.clusterPolicy,
    summary: 'Write policy and properties through to the engine. Properties that are not named are dropped',
    access: 'administrator',
    permit: 'edit_cluster_configuration',
    body: saveClusterPolicySchema,
    status: 200,
    reply: clusterPolicySchema,
    errors: ['not-found', 'no-snapshot', 'policy-changed', 'engine-refused'],
  },
  recommendations: {
    method: 'get',
    path: paths.recommendations,
    summary: 'Recommendations, newest first',
    access: 'administrator',
    query: recommendationQuerySchema,
    status: 200,
    reply: recommendationListSchema,
    errors: [],
  },
  recommendation: {
    method: 'get',
    path: paths.recommendation,
    summary: 'One recommendation with its whole explanation',
    access: 'administrator',
    status: 200,
    reply: recommendationDetailSchema,
    errors: ['not-found'],
  },
  apply: {
    method: 'post',
    path: paths.apply,
    summary: 'Check again and start the move. 202: accepted and stored, not done; the run tells how it goes',
    access: 'administrator',
    permit: 'migrate_vm',
    status: 202,
    reply: applyReplySchema,
    location: 'The run',
    errors: ['not-found', 'no-snapshot', 'state-conflict', 'recommendation-stale', 'engine-refused'],
  },
  dismiss: {
    method: 'post',
    path: paths.dismiss,
    summary: 'Put a recommendation aside',
    access: 'administrator',
    permit: 'migrate_vm',
    body: dismissRequestSchema,
    status: 200,
    reply: recommendationSchema,
    errors: ['not-found', 'state-conflict'],
  },
  runs: {
    method: 'get',
    path: paths.runs,
    summary: 'Runs, newest first',
    access: 'administrator',
    query: runQuerySchema,
    status: 200,
    reply: runListSchema,
    errors: [],
  },
  run: {
    method: 'get',
    path: paths.run,
    summary: 'One run with the progress of its steps',
    access: 'administrator',
    status: 200,
    reply: runSchema,
    errors: ['not-found'],
  },
} as const satisfies Record<string, Route>

export const allRoutes: readonly Route[] = Object.values(routes)
