import {
  clusterPolicySchema,
  policyPreviewSchema,
  previewRequestSchema,
  saveClusterPolicySchema,
} from '../../shared/api/cluster-policy.ts'
import { apiPaths as paths } from '../../shared/api/paths.ts'
import { copyPolicySchema, policyUnitsSchema, savePolicyUnitsSchema } from '../../shared/api/policy-units.ts'
import type { Route } from './route.ts'

/** The policies of clusters: their properties, and what they consist of. Part of `routes`. */
export const policyRouteEntries = {
  clusterPolicy: {
    method: 'get',
    path: paths.clusterPolicy,
    summary: 'The scheduling policy of a cluster and its properties',
    access: 'administrator',
    status: 200,
    reply: clusterPolicySchema,
    errors: ['not-found', 'no-snapshot'],
  },
  previewPolicy: {
    method: 'post',
    path: paths.previewPolicy,
    summary:
      'What the balancer asks for and where weights send VMs, now and with other properties or units. Nothing is changed',
    access: 'administrator',
    body: previewRequestSchema,
    status: 200,
    reply: policyPreviewSchema,
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
  policyUnits: {
    method: 'get',
    path: paths.policyUnits,
    summary: 'The units of a scheduling policy, those it could have, and the clusters that use it',
    access: 'administrator',
    status: 200,
    reply: policyUnitsSchema,
    errors: ['not-found', 'no-snapshot'],
  },
  savePolicyUnits: {
    method: 'put',
    path: paths.policyUnits,
    summary:
      'Give a policy these units, by the fewest requests to the engine. One that is refused takes those before it back',
    access: 'administrator',
    permit: 'edit_storage_pool_configuration',
    body: savePolicyUnitsSchema,
    status: 200,
    reply: policyUnitsSchema,
    errors: ['not-found', 'no-snapshot', 'policy-changed', 'engine-refused', 'partly-saved'],
  },
  copyPolicy: {
    method: 'post',
    path: paths.policies,
    summary: 'Copy a policy, locked or not, under another name. The copy can be changed',
    access: 'administrator',
    permit: 'edit_storage_pool_configuration',
    body: copyPolicySchema,
    status: 201,
    reply: policyUnitsSchema,
    location: 'The units of the new policy',
    errors: ['not-found', 'no-snapshot', 'engine-refused', 'partly-saved'],
  },
} as const satisfies Record<string, Route>
