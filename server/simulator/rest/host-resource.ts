import type { Wire } from '../wire/types.ts'
import type { SimHost, SimState } from '../world/state.ts'
import { seesObject } from './access.ts'
import { labelsWith } from './affinity-label-resource.ts'
import type { Context } from './context.ts'
import { hostStatistics, numaNodeStatistics } from './host-statistics.ts'
import { permissionsOn } from './permission-resource.ts'
import { defineResource, type Relation, required } from './resource.ts'
import { choice, number, type SearchTable, text } from './search-field.ts'
import { tagsOf } from './tag-resource.ts'
import { tagNames } from './tag-search.ts'

const links = [
  ...['permissions', 'tags', 'fenceagents', 'devices', 'hooks', 'nics', 'numanodes', 'storage', 'katelloerrata'],
  ...['networkattachments', 'storageconnectionextensions', 'unmanagednetworks', 'affinitylabels'],
  ...['externalnetworkproviderconfigurations', 'cpuunits', 'statistics'],
]

/** Served: activate, deactivate, refresh. The rest is listed as the engine lists it, and refused. */
export const hostActions = [
  ...['activate', 'approve', 'commitnetconfig', 'copyhostnetworks', 'deactivate', 'discoveriscsi', 'enrollcertificate'],
  ...['fence', 'forceselectspm', 'install', 'iscsidiscover', 'iscsilogin', 'refresh', 'setupnetworks'],
  ...['syncallnetworks', 'unregisteredstoragedomainsdiscover', 'upgrade', 'upgradecheck'],
]

const search: SearchTable<SimHost> = {
  freeText: ['name', 'address'],
  defaultSort: { field: 'name', descending: false },
  fields: {
    name: text((_, host) => host.name),
    id: text((_, host) => host.id),
    address: text((_, host) => host.address),
    cluster: text(clusterName),
    'cluster.name': text(clusterName),
    datacenter: text(({ world }, host) => dataCenterName(world.state, host.clusterId)),
    comment: text(() => ''),
    tag: text(({ world }, host) => tagNames(world.state, host.tagIds)),
    status: choice(
      Object.fromEntries(
        [
          ...['unassigned', 'down', 'maintenance', 'up', 'error', 'installing', 'reboot', 'initializing'],
          ...['connecting', 'kdumping', 'non_responsive', 'install_failed', 'preparing_for_maintenance'],
          ...['non_operational', 'pending_approval', 'installing_os'],
        ].map(status => [status.replaceAll('_', ''), status]),
      ),
      (_, host) => host.status,
    ),
    cpus: number((_, host) => host.cpu.sockets * host.cpu.cores),
    memory: number((_, host) => Math.floor(host.memoryBytes / 1_048_576)),
    cpu_usage: number((_, { measured }) => Math.round(measured.cpuUserPercent + measured.cpuSystemPercent)),
    mem_usage: number((_, { measured }) => Math.trunc(measured.memoryUsedPercent)),
    active_vms: number(({ world }, host) => world.hostVmCounts(host.id).active),
    migrating_vms: number(({ world }, host) => world.hostVmCounts(host.id).migrating),
  },
}

function clusterName({ world }: Context, { clusterId }: SimHost): string | undefined {
  return world.state.clusters.get(clusterId)?.name
}

export function dataCenterName(state: SimState, clusterId: string): string | undefined {
  return state.dataCenters.get(state.clusters.get(clusterId)?.dataCenterId ?? '')?.name
}

function relation(rel: string, type: Relation['type'], member: string, list: HostList): Relation {
  return { rel, type, member, list: (context, id) => list(context, required(context.world.state.hosts.get(id))) }
}
const none: HostList = () => []
type HostList = (context: Context, host: SimHost) => ReturnType<Relation['list']>

export const hosts = defineResource<SimHost>({
  rel: 'hosts',
  type: 'host',
  items: ({ world }) => world.state.hosts.values(),
  find: ({ world }, id) => world.state.hosts.get(id),
  visible: ({ world, permissions }, host) => seesObject(world.state, permissions, { type: 'host', id: host.id }),
  toWire: hostToWire,
  itemsForAdministrators: true,
  search,
  relations: {
    statistics: relation('statistics', 'statistic', 'statistics', hostStatistics),
    nics: relation('nics', 'host_nic', 'nics', none),
    network_attachments: relation('networkattachments', 'network_attachment', 'network_attachments', none),
    numa_nodes: {
      ...relation('numanodes', 'host_numa_node', 'host_numa_nodes', numaNodes),
      relations: {
        statistics: { rel: 'statistics', type: 'statistic', member: 'statistics', list: statisticsOfAnyNumaNode },
      },
    },
    cpu_units: relation('cpuunits', 'host_cpu_unit', 'host_cpu_units', cpuUnits),
    tags: relation('tags', 'tag', 'tags', (context, host) => tagsOf(context, 'hosts', host)),
    affinity_labels: relation('affinitylabels', 'affinity_label', 'affinity_labels', (context, host) =>
      labelsWith(context, label => label.hostIds.includes(host.id)),
    ),
    permissions: relation('permissions', 'permission', 'permissions', (context, host) =>
      permissionsOn(context, { type: 'host', id: host.id }),
    ),
  },
  emptyRelations: {
    fenceagents: 'agents',
    devices: 'host_devices',
    hooks: 'hooks',
    storage: 'host_storages',
    katelloerrata: 'katello_errata',
    storageconnectionextensions: 'storage_connection_extensions',
    unmanagednetworks: 'unmanaged_networks',
    externalnetworkproviderconfigurations: 'external_network_provider_configurations',
  },
})

export function hostToWire(context: Context, host: SimHost): Wire<'host'> {
  const { base, world, allContent } = context
  return {
    id: host.id,
    href: `${base}/hosts/${host.id}`,
    name: host.name,
    comment: '',
    link: links,
    actions: hostActions,
    address: host.address,
    auto_numa_status: 'unknown',
    cpu: {
      name: host.cpu.model,
      type: host.cpu.type,
      speed: host.cpu.mhz,
      topology: { sockets: host.cpu.sockets, cores: host.cpu.cores, threads: host.cpu.threads },
    },
    external_status: 'ok',
    hosted_engine: allContent ? { configured: false, active: false, score: 0 } : undefined,
    ksm: { enabled: world.state.clusters.get(host.clusterId)?.ksm ?? false },
    max_scheduling_memory: world.maxSchedulingBytes(host.id),
    memory: host.memoryBytes,
    numa_supported: host.numa.length > 1,
    // Of the host's own words, "RHEL - 9.4 - 1.el9", the engine takes neither number apart.
    os: { type: 'RHEL', version: { full_version: '9.4 - 1.el9' } },
    power_management: { automatic_pm_enabled: true, enabled: false, kdump_detection: true, pm_proxies: [] },
    spm: { priority: 5, status: host.isSpm ? 'spm' : 'none' },
    status: host.status,
    summary: world.hostVmCounts(host.id),
    transparent_hugepages: { enabled: true },
    type: 'rhel',
    update_available: false,
    version: { major: 4, minor: 50, build: 5, revision: 0, full_version: 'vdsm-4.50.5-1.el9' },
    cluster: { id: host.clusterId, href: `${base}/clusters/${host.clusterId}` },
  }
}

function numaNodes(context: Context, host: SimHost): readonly Wire<'host_numa_node'>[] {
  const href = `${context.base}/hosts/${host.id}`
  return host.numa.map(node => ({
    id: node.id,
    href: `${href}/numanodes/${node.id}`,
    link: ['statistics'],
    index: node.index,
    memory: node.memoryMiB,
    node_distance: node.distances.join(' '),
    cpu: { cores: node.cpus.map(index => ({ index })) },
    host: { id: host.id, href },
  }))
}

/** Statistics of one NUMA node; undefined when the host has no such node. */
export function statisticsOfNumaNode(context: Context, host: SimHost, nodeId: string) {
  const node = host.numa.find(({ id }) => id === nodeId)
  return node && numaNodeStatistics(context, host, node)
}

function statisticsOfAnyNumaNode(context: Context, nodeId: string) {
  const { hosts } = context.world.state
  const host = [...hosts.values()].find(({ numa }) => numa.some(({ id }) => id === nodeId))
  return required(host && statisticsOfNumaNode(context, host, nodeId))
}

/** Every logical CPU. No VM is pinned in the simulated world, so none is listed. */
function cpuUnits(context: Context, host: SimHost): readonly Wire<'host_cpu_unit'>[] {
  const { sockets, cores, threads } = host.cpu
  const href = `${context.base}/hosts/${host.id}`
  return Array.from({ length: sockets * cores * threads }, (_, cpu) => ({
    id: `${host.id}-${cpu}`,
    cpu_id: cpu,
    core_id: Math.floor(cpu / threads) % cores,
    socket_id: Math.floor(cpu / (threads * cores)),
    runs_vdsm: cpu === 0,
    host: { id: host.id, href },
  }))
}
