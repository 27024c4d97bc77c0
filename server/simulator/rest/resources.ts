import { affinityLabels } from './affinity-label-resource.ts'
import { clusters } from './cluster-resource.ts'
import { dataCenters } from './data-center-resource.ts'
import { events } from './event-resource.ts'
import { hosts } from './host-resource.ts'
import { jobs } from './job-resource.ts'
import { permissions } from './permission-resource.ts'
import { policies, units } from './policy-resource.ts'
import type { Resource } from './resource.ts'
import { clusterLevels } from './system-options.ts'
import { tags } from './tag-resource.ts'
import { groups, roles, users } from './user-resource.ts'
import { vms } from './vm-resource.ts'

/** Every collection that has items. */
export const resources: readonly Resource[] = [
  ...[clusters, dataCenters, events, hosts, roles, tags, users, groups, vms, jobs],
  ...[units, policies, permissions, affinityLabels, clusterLevels],
]

/** Collections the simulated engine has and keeps empty: rel → tag. */
export const emptyResources: Readonly<Record<string, string>> = {
  networks: 'networks',
  storagedomains: 'storage_domains',
  bookmarks: 'bookmarks',
  icons: 'icons',
  templates: 'templates',
  instancetypes: 'instance_types',
  domains: 'domains',
  vmpools: 'vm_pools',
  disks: 'disks',
  storageconnections: 'storage_connections',
  vnicprofiles: 'vnic_profiles',
  diskprofiles: 'disk_profiles',
  cpuprofiles: 'cpu_profiles',
  macpools: 'mac_pools',
  networkfilters: 'network_filters',
  operatingsystems: 'operation_systems',
  externalhostproviders: 'external_host_providers',
  openstackimageproviders: 'openstack_image_providers',
  openstackvolumeproviders: 'openstack_volume_providers',
  openstacknetworkproviders: 'openstack_network_providers',
  katelloerrata: 'katello_errata',
  imagetransfers: 'image_transfers',
  externalvmimports: 'external_vm_imports',
  externaltemplateimports: 'external_template_imports',
}

/** Item type → the collection it is found in; what `follow` reads single references from. */
export const resourceByType: ReadonlyMap<string, Resource> = new Map(
  resources.map(resource => [resource.type, resource]),
)
