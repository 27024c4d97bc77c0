import type { Engine, EntityKind } from './entity-kind.ts'
import { hashOf } from './place-request.ts'
import type { Row } from './row.ts'
import { statusCell } from './status-words.ts'
import { flag, gib, list, number, percent, quoted, statistic, text } from './wire.ts'

/** Hosts with their load, which the engine keeps in the statistics only. */
export function hostKind({ rest, directory }: Engine): EntityKind {
  return {
    type: 'Host',
    token: 'hosts',
    title: 'Hosts',
    singular: 'host',
    searchPrefix: 'Host:',
    refreshMs: 5_000,
    columns: [
      { label: 'Name' },
      { label: 'Hostname/IP' },
      { label: 'Cluster' },
      { label: 'Status' },
      { label: 'VMs', numeric: true },
      { label: 'Memory', wide: true },
      { label: 'CPU', wide: true },
      { label: 'Free to schedule', numeric: true },
    ],

    async load(search, maxRows, signal) {
      const clusters = await directory.names('clusters', signal)
      const query = { search, max: String(maxRows), follow: 'statistics' }
      return list(await rest.get('hosts', query, signal), 'host').map(wire => toRow(wire, clusters))
    },

    async facts(id, signal) {
      const clusters = await directory.names('clusters', signal)
      const wire = await rest.get(`hosts/${id}`, { follow: 'statistics' }, signal)
      const cores = (number(wire, 'cpu.topology.sockets') ?? 0) * (number(wire, 'cpu.topology.cores') ?? 0)
      const threads = cores * (number(wire, 'cpu.topology.threads') ?? 1)
      const cluster = clusters.get(text(wire, 'cluster.id')) ?? ''
      return [
        { label: 'Name', value: { text: text(wire, 'name') } },
        { label: 'Hostname/IP', value: { text: text(wire, 'address') } },
        { label: 'Cluster', value: { text: cluster, href: hashOf('clusters-general', { name: cluster }) } },
        { label: 'Status', value: statusCell(text(wire, 'status')) },
        { label: 'Virtual machines', value: vmCell(wire) },
        { label: 'CPU', value: cpuCell(wire) },
        { label: 'CPU model', value: { text: text(wire, 'cpu.name') } },
        { label: 'Cores / threads', value: { text: `${cores} / ${threads}` } },
        { label: 'Physical memory', value: { text: gib(number(wire, 'memory')) } },
        { label: 'Memory in use', value: memoryCell(wire) },
        { label: 'Free to schedule', value: { text: gib(number(wire, 'max_scheduling_memory')) } },
        { label: 'Storage pool manager', value: { text: text(wire, 'spm.status') || 'not known' } },
        { label: 'Kernel samepage merging', value: { text: flag(wire, 'ksm.enabled') ? 'on' : 'off' } },
        { label: 'Version', value: { text: text(wire, 'version.full_version') || 'not known' } },
      ]
    },

    tabs: [
      {
        token: 'virtual_machines',
        id: 'VirtualMachine',
        label: 'Virtual Machines',
        priority: 1,
        lists: 'VirtualMachine',
        search: name => `on_host=${quoted(name)}`,
      },
    ],
  }
}

function toRow(wire: unknown, clusters: ReadonlyMap<string, string>): Row {
  const name = text(wire, 'name')
  const cluster = clusters.get(text(wire, 'cluster.id')) ?? ''
  return {
    id: text(wire, 'id'),
    name,
    entity: { id: text(wire, 'id'), name, hostname: text(wire, 'address'), managed: true },
    cells: [
      { text: name, href: hashOf('hosts-general', { name }) },
      { text: text(wire, 'address') },
      { text: cluster, href: hashOf('clusters-general', { name: cluster }) },
      statusCell(text(wire, 'status')),
      vmCell(wire),
      memoryCell(wire),
      cpuCell(wire),
      { text: gib(number(wire, 'max_scheduling_memory')) },
    ],
  }
}

function vmCell(wire: unknown) {
  const migrating = number(wire, 'summary.migrating') ?? 0
  const count = text(wire, 'summary.active') || 'not known'
  return migrating > 0 ? { text: count, note: `${migrating} migrating` } : { text: count }
}

function memoryCell(wire: unknown) {
  const total = statistic(wire, 'memory.total')
  const used = statistic(wire, 'memory.used')
  if (total === undefined || used === undefined || total === 0) return { text: 'not known' }
  const share = (100 * used) / total
  return { text: percent(share), percent: share, note: `of ${gib(total)}` }
}

function cpuCell(wire: unknown) {
  const user = statistic(wire, 'cpu.current.user')
  const system = statistic(wire, 'cpu.current.system')
  if (user === undefined || system === undefined) return { text: 'not known' }
  return { text: percent(user + system), percent: user + system }
}
