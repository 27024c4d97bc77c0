import type { Wire } from '../wire/types.ts'
import type { SimVm } from '../world/state.ts'
import { seesObject } from './access.ts'
import { labelsWith } from './affinity-label-resource.ts'
import type { Context } from './context.ts'
import { dataCenterName } from './host-resource.ts'
import { permissionsOn } from './permission-resource.ts'
import { defineResource, type Relation, required } from './resource.ts'
import { choice, number, type SearchTable, text } from './search-field.ts'
import { tagsOf } from './tag-resource.ts'
import { tagNames } from './tag-search.ts'
import { vmStatistics } from './vm-statistics.ts'

const links = [
  ...['permissions', 'tags', 'graphicsconsoles', 'katelloerrata', 'snapshots', 'applications', 'cdroms'],
  ...['hostdevices', 'nics', 'numanodes', 'reporteddevices', 'sessions', 'watchdogs', 'diskattachments'],
  ...['affinitylabels', 'mediateddevices', 'statistics'],
]

/** Served: migrate, cancelmigration, start, stop, shutdown, suspend. The rest is listed as the engine lists it, and refused. */
export const vmActions = [
  ...['autopincpuandnumanodes', 'cancelmigration', 'clone', 'commitsnapshot', 'detach', 'export', 'freezefilesystems'],
  ...['logon', 'maintenance', 'migrate', 'previewsnapshot', 'reboot', 'reordermacaddresses', 'reset', 'screenshot'],
  ...['shutdown', 'start', 'stop', 'suspend', 'thawfilesystems', 'ticket', 'undosnapshot'],
]

/** Query words are the engine's own names of states, not those of its API. */
const statuses = {
  ...Object.fromEntries(
    [
      ...['unassigned', 'down', 'up', 'paused', 'unknown', 'suspended', 'powering_up', 'powering_down'],
      ...['not_responding', 'wait_for_launch', 'reboot_in_progress', 'saving_state', 'restoring_state'],
      ...['image_locked', 'image_illegal'],
    ].map(status => [status.replaceAll('_', ''), status]),
  ),
  migratingfrom: 'migrating',
  migratingto: 'migrating',
}

const hostName = ({ world }: Context, { hostId }: SimVm) => world.state.hosts.get(hostId ?? '')?.name
const clusterName = ({ world }: Context, { clusterId }: SimVm) => world.state.clusters.get(clusterId)?.name
const vcpus = ({ topology }: SimVm) => topology.sockets * topology.cores * topology.threads

const search: SearchTable<SimVm> = {
  freeText: ['name'],
  defaultSort: { field: 'name', descending: false },
  fields: {
    name: text((_, vm) => vm.name),
    id: text((_, vm) => vm.id),
    comment: text(() => ''),
    description: text(() => ''),
    cluster: text(clusterName),
    'cluster.name': text(clusterName),
    on_host: text(hostName),
    'host.name': text(hostName),
    datacenter: text(({ world }, vm) => dataCenterName(world.state, vm.clusterId)),
    tag: text(({ world }, vm) => tagNames(world.state, vm.tagIds)),
    status: choice(statuses, (_, vm) => vm.status),
    type: choice({ desktop: 'desktop', server: 'server', highperformance: 'high_performance' }, (_, vm) => vm.kind),
    architecture: text(() => 'x86_64'),
    memory: number((_, vm) => Math.floor(vm.memoryBytes / 1_048_576)),
    guaranteed_memory: number((_, vm) => Math.floor(vm.guaranteedBytes / 1_048_576)),
    vcpus: number((_, vm) => vcpus(vm)),
    // Normalised by vCPU here, unlike in the statistics.
    cpu_usage: number((_, vm) => Math.round(vm.measured.cpuPercentOfCore / Math.max(1, vcpus(vm)))),
    mem_usage: number((_, vm) => Math.trunc(vm.measured.memoryUsedPercent)),
    network_usage: number((_, vm) => Math.round(vm.measured.networkPercent)),
    migration_progress_percent: number((_, { migration }) =>
      migration ? Math.round((100 * migration.doneBytes) / Math.max(1, migration.totalBytes)) : undefined,
    ),
  },
}

function relation(rel: string, type: Relation['type'], member: string, list: VmList): Relation {
  return { rel, type, member, list: (context, id) => list(context, required(context.world.state.vms.get(id))) }
}
type VmList = (context: Context, vm: SimVm) => ReturnType<Relation['list']>
const none: VmList = () => []

export const vms = defineResource<SimVm>({
  rel: 'vms',
  type: 'vm',
  items: ({ world }) => world.state.vms.values(),
  find: ({ world }, id) => world.state.vms.get(id),
  visible: ({ world, permissions }, vm) => seesObject(world.state, permissions, { type: 'vm', id: vm.id }),
  toWire: vmToWire,
  search,
  relations: {
    statistics: relation('statistics', 'statistic', 'statistics', vmStatistics),
    nics: relation('nics', 'nic', 'nics', none),
    numa_nodes: relation('numanodes', 'vm_numa_node', 'vm_numa_nodes', none),
    disk_attachments: relation('diskattachments', 'disk_attachment', 'disk_attachments', none),
    snapshots: relation('snapshots', 'snapshot', 'snapshots', none),
    tags: relation('tags', 'tag', 'tags', (context, vm) => tagsOf(context, 'vms', vm)),
    affinity_labels: relation('affinitylabels', 'affinity_label', 'affinity_labels', (context, vm) =>
      labelsWith(context, label => label.vmIds.includes(vm.id)),
    ),
    permissions: relation('permissions', 'permission', 'permissions', (context, vm) =>
      permissionsOn(context, { type: 'vm', id: vm.id }),
    ),
  },
  emptyRelations: {
    graphicsconsoles: 'graphics_consoles',
    katelloerrata: 'katello_errata',
    applications: 'applications',
    cdroms: 'cdroms',
    hostdevices: 'host_devices',
    reporteddevices: 'reported_devices',
    sessions: 'sessions',
    watchdogs: 'watchdogs',
    mediateddevices: 'vm_mediated_devices',
  },
})

const inherit = {
  auto_converge: 'inherit',
  compressed: 'inherit',
  encrypted: 'inherit',
  parallel_migrations_policy: 'inherit',
} as const

/** With the user-level view a VM tells neither its host nor its placement. The display's certificate is left out. */
export function vmToWire({ base, filtered }: Context, vm: SimVm): Wire<'vm'> {
  const hostId = filtered ? undefined : vm.hostId
  return {
    id: vm.id,
    href: `${base}/vms/${vm.id}`,
    name: vm.name,
    comment: '',
    description: '',
    link: links,
    actions: vmActions,
    cpu: { architecture: 'x86_64', topology: vm.topology },
    cpu_pinning_policy: 'none',
    cpu_shares: 0,
    high_availability: vm.highAvailability,
    io: { threads: 0 },
    memory: vm.memoryBytes,
    memory_policy: { ballooning: vm.ballooning, guaranteed: vm.guaranteedBytes, max: vm.maxMemoryBytes },
    migration: inherit,
    migration_downtime: -1,
    next_run_configuration_exists: false,
    origin: vm.origin,
    os: { type: vm.osType },
    placement_policy: filtered
      ? undefined
      : {
          affinity: vm.placement,
          hosts:
            vm.pinnedHostIds.length === 0
              ? undefined
              : vm.pinnedHostIds.map(id => ({ id, href: `${base}/hosts/${id}` })),
        },
    run_once: false,
    start_time: vm.startedAtMs,
    status: vm.status,
    stop_time: vm.stoppedAtMs,
    type: vm.kind,
    cluster: { id: vm.clusterId, href: `${base}/clusters/${vm.clusterId}` },
    host: hostId === undefined ? undefined : { id: hostId, href: `${base}/hosts/${hostId}` },
  }
}
