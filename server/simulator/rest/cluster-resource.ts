import type { Wire } from '../wire/types.ts'
import type { Properties, SimCluster } from '../world/state.ts'
import { seesObject } from './access.ts'
import { affinityGroupsOf } from './affinity-group-resource.ts'
import type { Context } from './context.ts'
import { permissionsOn } from './permission-resource.ts'
import { defineResource, refuseUnlessVisible, required } from './resource.ts'
import { type SearchTable, text } from './search-field.ts'

const links = [
  ...['affinitygroups', 'cpuprofiles', 'networks', 'permissions', 'glusterhooks', 'glustervolumes'],
  ...['networkfilters', 'enabledfeatures', 'externalnetworkproviders'],
]
export const clusterActions = ['refreshglusterhealstatus', 'resetemulatedmachine', 'syncallnetworks', 'upgrade']

/** Minimal downtime, the engine's usual default. */
export const DEFAULT_MIGRATION_POLICY = '80554327-0569-496b-bdeb-fcbbf52b827b'

const search: SearchTable<SimCluster> = {
  freeText: ['name', 'description'],
  defaultSort: { field: 'name', descending: false },
  fields: {
    name: text((_, cluster) => cluster.name),
    description: text((_, cluster) => cluster.description),
    comment: text(() => ''),
    architecture: text(() => 'x86_64'),
    'datacenter.name': text(({ world }, cluster) => world.state.dataCenters.get(cluster.dataCenterId)?.name),
  },
}

export const clusters = defineResource<SimCluster>({
  rel: 'clusters',
  type: 'cluster',
  items: ({ world }) => world.state.clusters.values(),
  find: ({ world }, id) => world.state.clusters.get(id),
  visible: ({ world, permissions }, { id }) => seesObject(world.state, permissions, { type: 'cluster', id }),
  toWire: clusterToWire,
  search,
  relations: {
    affinity_groups: {
      rel: 'affinitygroups',
      type: 'affinity_group',
      member: 'affinity_groups',
      list(context, id) {
        refuseUnlessVisible(context, undefined)
        return affinityGroupsOf(context, required(context.world.state.clusters.get(id)).id)
      },
    },
    permissions: {
      rel: 'permissions',
      type: 'permission',
      member: 'permissions',
      list: (context, id) => permissionsOn(context, { type: 'cluster', id }),
    },
  },
  emptyRelations: {
    cpuprofiles: 'cpu_profiles',
    networks: 'networks',
    glusterhooks: 'gluster_hooks',
    glustervolumes: 'gluster_volumes',
    networkfilters: 'network_filters',
    enabledfeatures: 'cluster_features',
    externalnetworkproviders: 'external_providers',
  },
})

export function clusterToWire({ base, world }: Context, cluster: SimCluster): Wire<'cluster'> {
  const { engineVersion } = world.state
  return {
    id: cluster.id,
    href: `${base}/clusters/${cluster.id}`,
    name: cluster.name,
    description: cluster.description,
    comment: '',
    link: links,
    actions: clusterActions,
    ballooning_enabled: cluster.ballooning,
    cpu: { architecture: 'x86_64', type: 'Secure Intel Icelake Server Family' },
    custom_scheduling_policy_properties: toProperties(cluster.properties),
    error_handling: { on_error: cluster.onError },
    ha_reservation: cluster.haReservation,
    ksm: { enabled: cluster.ksm, merge_across_nodes: cluster.ksmMergeAcrossNodes },
    memory_policy: {
      over_commit: { percent: cluster.overCommitPercent },
      transparent_hugepages: { enabled: true },
    },
    migration: {
      auto_converge: 'inherit',
      bandwidth: { assignment_method: 'auto' },
      compressed: 'inherit',
      encrypted: 'inherit',
      parallel_migrations_policy: 'disabled',
      policy: { id: DEFAULT_MIGRATION_POLICY },
    },
    threads_as_cores: cluster.threadsAsCores,
    upgrade_in_progress: cluster.upgradeInProgress,
    version: { major: engineVersion.major, minor: 7 },
    virt_service: true,
    data_center: { id: cluster.dataCenterId, href: `${base}/datacenters/${cluster.dataCenterId}` },
    scheduling_policy: { id: cluster.policyId, href: `${base}/schedulingpolicies/${cluster.policyId}` },
  }
}

export function toProperties(properties: Properties): readonly Wire<'property'>[] {
  return Object.entries(properties).map(([name, value]) => ({ name, value }))
}

export function fromProperties(properties: readonly Wire<'property'>[] | undefined): Properties | undefined {
  return properties && Object.fromEntries(properties.map(({ name = '', value = '' }) => [name, value]))
}
