import type { Engine, EntityKind } from './entity-kind.ts'
import { hashOf } from './place-request.ts'
import type { Row } from './row.ts'
import { flag, list, quoted, text } from './wire.ts'

/** Clusters with the policy that places their VMs. */
export function clusterKind({ rest, directory }: Engine): EntityKind {
  return {
    type: 'Cluster',
    token: 'clusters',
    title: 'Clusters',
    singular: 'cluster',
    searchPrefix: 'Cluster:',
    refreshMs: 5_000,
    columns: [
      { label: 'Name' },
      { label: 'Scheduling policy' },
      { label: 'Compatibility version' },
      { label: 'CPU type' },
      { label: 'Memory over-commit', numeric: true },
      { label: 'Description', wide: true },
    ],

    async load(search, maxRows, signal) {
      const policies = await directory.names('schedulingpolicies', signal)
      const reply = await rest.get('clusters', { search, max: String(maxRows) }, signal)
      return list(reply, 'cluster').map(wire => toRow(wire, policies))
    },

    async facts(id, signal) {
      const policies = await directory.names('schedulingpolicies', signal)
      const wire = await rest.get(`clusters/${id}`, {}, signal)
      const properties = list(wire, 'custom_scheduling_policy_properties.property')
      return [
        { label: 'Name', value: { text: text(wire, 'name') } },
        { label: 'Description', value: { text: text(wire, 'description') } },
        { label: 'Compatibility version', value: { text: version(wire) } },
        { label: 'CPU type', value: { text: text(wire, 'cpu.type') } },
        {
          label: 'Scheduling policy',
          value: { text: policies.get(text(wire, 'scheduling_policy.id')) ?? 'not known' },
        },
        ...properties.map(property => ({
          label: text(property, 'name'),
          value: { text: text(property, 'value') },
        })),
        { label: 'Memory over-commit', value: { text: overCommit(wire) } },
        { label: 'Threads count as cores', value: { text: flag(wire, 'threads_as_cores') ? 'yes' : 'no' } },
        { label: 'Memory balloon', value: { text: flag(wire, 'ballooning_enabled') ? 'on' : 'off' } },
        { label: 'Kernel samepage merging', value: { text: flag(wire, 'ksm.enabled') ? 'on' : 'off' } },
      ]
    },

    tabs: [
      {
        token: 'hosts',
        id: 'Host',
        label: 'Hosts',
        priority: 2,
        lists: 'Host',
        search: name => `cluster=${quoted(name)}`,
      },
      {
        token: 'virtual_machines',
        id: 'VirtualMachine',
        label: 'Virtual Machines',
        priority: 3,
        lists: 'VirtualMachine',
        search: name => `cluster=${quoted(name)}`,
      },
    ],
  }
}

function toRow(wire: unknown, policies: ReadonlyMap<string, string>): Row {
  const name = text(wire, 'name')
  return {
    id: text(wire, 'id'),
    name,
    entity: { id: text(wire, 'id'), name, managed: true },
    cells: [
      { text: name, href: hashOf('clusters-general', { name }) },
      { text: policies.get(text(wire, 'scheduling_policy.id')) ?? 'not known' },
      { text: version(wire) },
      { text: text(wire, 'cpu.type') },
      { text: overCommit(wire) },
      { text: text(wire, 'description') },
    ],
  }
}

const version = (wire: unknown) => `${text(wire, 'version.major')}.${text(wire, 'version.minor')}`

const overCommit = (wire: unknown) => {
  const share = text(wire, 'memory_policy.over_commit.percent')
  return share === '' ? 'not known' : `${share} %`
}
