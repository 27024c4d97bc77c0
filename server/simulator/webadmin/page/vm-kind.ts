import type { Engine, EntityKind } from './entity-kind.ts'
import { hashOf } from './place-request.ts'
import type { Cell, Row } from './row.ts'
import { statusCell, vmStatusName } from './status-words.ts'
import { flag, gib, list, number, percent, statistic, text } from './wire.ts'

/** How long a VM that changed its host shows where it came from. */
const MOVED_NOTE_MS = 60_000

type Names = ReadonlyMap<string, string>

/** VMs with host and, while one moves, how far it is. `now` is in ms and only dates the notes of moved VMs. */
export function vmKind({ rest, directory }: Engine, now: () => number): EntityKind {
  const movedNote = createMovedNote(now)

  /** Statistics of 100 VMs every two seconds would be too much to ask; those of the few that move are not. */
  async function progressOf(vms: readonly unknown[], signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
    const moving = vms.filter(isMigrating).map(vm => text(vm, 'id'))
    const replies = await Promise.all(moving.map(id => rest.get(`vms/${id}/statistics`, {}, signal)))
    return new Map(
      replies.flatMap((reply, index) => {
        const progress = statistic({ statistics: reply }, 'migration.progress')
        return progress === undefined ? [] : [[moving[index] ?? '', progress] as const]
      }),
    )
  }

  return {
    type: 'VirtualMachine',
    token: 'vms',
    title: 'Virtual Machines',
    singular: 'virtual machine',
    searchPrefix: 'Vms:',
    refreshMs: 2_000,
    columns: [
      { label: 'Name' },
      { label: 'Host', wide: true },
      { label: 'Cluster' },
      { label: 'Status', wide: true },
      { label: 'Memory', numeric: true },
      { label: 'vCPUs', numeric: true },
      { label: 'HA' },
    ],

    async load(search, maxRows, signal) {
      const [hosts, clusters] = await Promise.all([
        directory.names('hosts', signal),
        directory.names('clusters', signal),
      ])
      const vms = list(await rest.get('vms', { search, max: String(maxRows) }, signal), 'vm')
      const progress = await progressOf(vms, signal)
      return vms.map(wire => toRow(wire, { hosts, clusters, progress, movedNote }))
    },

    async facts(id, signal) {
      const [hosts, clusters] = await Promise.all([
        directory.names('hosts', signal),
        directory.names('clusters', signal),
      ])
      const wire = await rest.get(`vms/${id}`, { follow: 'statistics' }, signal)
      const progress = new Map([[id, statistic(wire, 'migration.progress') ?? 0]])
      const pinned = list(wire, 'placement_policy.hosts.host').map(host => hosts.get(text(host, 'id')) ?? '')
      return [
        { label: 'Name', value: { text: text(wire, 'name') } },
        { label: 'Status', value: stateCell(wire, progress) },
        { label: 'Host', value: hostCell(wire, hosts, movedNote(wire, hosts)) },
        { label: 'Cluster', value: clusterCell(wire, clusters) },
        { label: 'Memory', value: { text: gib(number(wire, 'memory')) } },
        { label: 'Guaranteed memory', value: { text: gib(number(wire, 'memory_policy.guaranteed')) } },
        { label: 'vCPUs', value: { text: String(vCpus(wire)) } },
        { label: 'CPU in use', value: { text: cpuShare(wire) } },
        {
          label: 'May migrate',
          value: { text: placementWords[text(wire, 'placement_policy.affinity')] ?? 'not known' },
        },
        { label: 'Runs only on', value: { text: pinned.join(', ') || 'any host of the cluster' } },
        { label: 'Highly available', value: { text: flag(wire, 'high_availability.enabled') ? 'yes' : 'no' } },
      ]
    },

    tabs: [],
  }
}

const placementWords: Readonly<Record<string, string>> = {
  migratable: 'yes',
  user_migratable: 'only when a user asks',
  pinned: 'no, pinned',
}

const isMigrating = (wire: unknown) => text(wire, 'status') === 'migrating'

function toRow(
  wire: unknown,
  known: Readonly<{
    hosts: Names
    clusters: Names
    progress: ReadonlyMap<string, number>
    movedNote: ReturnType<typeof createMovedNote>
  }>,
): Row {
  const id = text(wire, 'id')
  const name = text(wire, 'name')
  return {
    id,
    name,
    // The engine tells addresses only of VMs with a guest agent, which simulated VMs have not.
    entity: { id, name, ipaddress: null, status: vmStatusName(text(wire, 'status')), managed: true },
    cells: [
      { text: name, href: hashOf('vms-general', { name }) },
      hostCell(wire, known.hosts, known.movedNote(wire, known.hosts)),
      clusterCell(wire, known.clusters),
      stateCell(wire, known.progress),
      { text: gib(number(wire, 'memory')) },
      { text: String(vCpus(wire)) },
      { text: flag(wire, 'high_availability.enabled') ? 'Yes' : '' },
    ],
  }
}

function hostCell(wire: unknown, hosts: Names, note: string | undefined): Cell {
  const id = text(wire, 'host.id')
  if (id === '') return { text: '' }
  const name = hosts.get(id) ?? id
  return { text: name, href: hashOf('hosts-general', { name }), ...(note === undefined ? {} : { note }) }
}

function clusterCell(wire: unknown, clusters: Names): Cell {
  const name = clusters.get(text(wire, 'cluster.id')) ?? ''
  return { text: name, href: hashOf('clusters-general', { name }) }
}

function stateCell(wire: unknown, progress: ReadonlyMap<string, number>): Cell {
  const status = statusCell(text(wire, 'status'))
  if (!isMigrating(wire)) return status
  const done = progress.get(text(wire, 'id')) ?? 0
  return { ...status, percent: done, note: percent(done) }
}

const vCpus = (wire: unknown) =>
  ['sockets', 'cores', 'threads'].reduce((product, part) => product * (number(wire, `cpu.topology.${part}`) ?? 1), 1)

/** The engine counts 100 % per physical core; people expect it of the VM. */
function cpuShare(wire: unknown): string {
  const ofOneCore = statistic(wire, 'cpu.current.total')
  return ofOneCore === undefined ? 'not known' : percent(ofOneCore / vCpus(wire))
}

/** Remembers where each VM was, to say for a while where a moved one came from. */
function createMovedNote(now: () => number): (wire: unknown, hosts: Names) => string | undefined {
  const last = new Map<string, { hostId: string; from?: string; movedAtMs?: number }>()
  return (wire, hosts) => {
    const id = text(wire, 'id')
    const hostId = text(wire, 'host.id')
    const before = last.get(id)
    if (before === undefined || before.hostId === '' || hostId === '') last.set(id, { hostId })
    else if (before.hostId !== hostId) last.set(id, { hostId, from: before.hostId, movedAtMs: now() })
    const { from, movedAtMs } = last.get(id) ?? {}
    if (from === undefined || movedAtMs === undefined || now() - movedAtMs > MOVED_NOTE_MS) return undefined
    return `moved from ${hosts.get(from) ?? from}`
  }
}
