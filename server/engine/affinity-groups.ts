import type { AffinityGroup, AffinityRule } from '../../shared/model/affinity-group.ts'
import type { Cluster } from '../../shared/model/cluster.ts'
import type { EngineHttp } from './engine-http.ts'
import { EngineError, isEngineError } from './http/engine-error.ts'
import type { Limit } from './http/limit-concurrency.ts'
import {
  find,
  findFlag,
  findNumber,
  flag,
  type Items,
  list,
  readItems,
  readWhole,
  requiredFlag,
  text,
  WireProblem,
} from './wire.ts'

type Label = Readonly<{
  id: string
  name: string
  hasImplicitGroup: boolean
  vmIds: readonly string[]
  hostIds: readonly string[]
}>

/** A group whose members by label are still to be added. */
type ListedGroup = AffinityGroup & Readonly<{ vmLabelIds: readonly string[]; hostLabelIds: readonly string[] }>

/** `items` is absent when the engine did not tell, which is not the same as having no groups. */
export type AffinityGroups = Readonly<{ items?: readonly AffinityGroup[]; problems: readonly WireProblem[] }>

/**
 * The affinity groups of all clusters: one request for each, and one for all labels. Of an engine that has none to show
 * or refuses to, the rest of a snapshot is still of use: that is a problem to be named, not a failure. Part of the groups
 * would look like all of them, so then there are none.
 */
export async function readAffinityGroups(
  http: EngineHttp,
  clusters: readonly Cluster[],
  limit: Limit,
  signal: AbortSignal,
): Promise<AffinityGroups> {
  try {
    const [labels, ...lists] = await Promise.all([
      limit(() => listLabels(http, signal), signal),
      ...clusters.map(({ id }) => limit(() => listGroups(http, id, signal), signal)),
    ])
    return {
      items: [
        ...lists.flatMap(({ items }) => items).map(group => withLabels(group, labels.items)),
        ...clusters.filter(hasImplicitGroups).flatMap(({ id }) => implicitGroups(id, labels.items)),
      ],
      problems: [labels, ...lists].flatMap(({ problems }) => problems),
    }
  } catch (error) {
    if (signal.aborted || !(error instanceof EngineError)) throw error
    return { problems: [new WireProblem('affinity_group', `cannot be read: ${error.message}`)] }
  }
}

async function listGroups(http: EngineHttp, clusterId: string, signal: AbortSignal): Promise<Items<ListedGroup>> {
  const path = `/clusters/${encodeURIComponent(clusterId)}/affinitygroups`
  try {
    const reply = await http.get(path, { signal })
    return readWhole(`GET /api${path}`, () => readItems(reply, 'affinity_group', wire => toGroup(wire, clusterId)))
  } catch (error) {
    // The cluster was removed since it was listed.
    if (isEngineError(error, 'engine-not-found')) return { items: [], problems: [] }
    throw error
  }
}

async function listLabels(http: EngineHttp, signal: AbortSignal): Promise<Items<Label>> {
  const reply = await http.get('/affinitylabels', { query: { follow: 'vms,hosts' }, signal })
  return readWhole('GET /api/affinitylabels', () => readItems(reply, 'affinity_label', toLabel))
}

const toGroup = (wire: unknown, clusterId: string): ListedGroup => ({
  id: text(wire, 'id'),
  name: text(wire, 'name'),
  clusterId,
  // Engines that do not tell it do not know it: there all groups are equal.
  priority: findNumber(wire, 'priority') ?? 0,
  vmIds: ids(wire, 'vms.vm'),
  hostIds: ids(wire, 'hosts.host'),
  vmLabelIds: ids(wire, 'vm_labels.affinity_label'),
  hostLabelIds: ids(wire, 'host_labels.affinity_label'),
  vmRule: find(wire, 'vms_rule') === undefined ? olderVmRule(wire) : toRule(wire, 'vms_rule'),
  hostRule: toRule(wire, 'hosts_rule'),
})

function toRule(wire: unknown, path: string): AffinityRule {
  const enabled = flag(wire, `${path}.enabled`, false)
  const positive = enabled ? requiredFlag(wire, `${path}.positive`) : flag(wire, `${path}.positive`, false)
  return { enabled, positive, enforcing: flag(wire, `${path}.enforcing`, false) }
}

/** The form that the API had before groups had rules; `positive` is absent while the rule is switched off. */
function olderVmRule(wire: unknown): AffinityRule {
  const positive = findFlag(wire, 'positive')
  return { enabled: positive !== undefined, positive: positive ?? false, enforcing: flag(wire, 'enforcing', false) }
}

const toLabel = (wire: unknown): Label => ({
  id: text(wire, 'id'),
  name: text(wire, 'name'),
  hasImplicitGroup: flag(wire, 'has_implicit_affinity_group', false),
  vmIds: ids(wire, 'vms.vm'),
  hostIds: ids(wire, 'hosts.host'),
})

const ids = (wire: unknown, path: string): readonly string[] => list(wire, path).map(item => text(item, 'id'))

function withLabels({ vmLabelIds, hostLabelIds, ...group }: ListedGroup, labels: readonly Label[]): AffinityGroup {
  const members = (own: readonly string[], labelIds: readonly string[], kind: 'vmIds' | 'hostIds') => [
    ...new Set([...own, ...labels.filter(({ id }) => labelIds.includes(id)).flatMap(label => label[kind])]),
  ]
  return {
    ...group,
    vmIds: members(group.vmIds, vmLabelIds, 'vmIds'),
    hostIds: members(group.hostIds, hostLabelIds, 'hostIds'),
  }
}

/** Levels of 4.4 and above ignore what a label implies. An unknown level is taken for one of them. */
function hasImplicitGroups({ scheduling }: Cluster): boolean {
  const [major, minor] = (scheduling?.version ?? '4.4').split('.').map(Number)
  return major !== undefined && minor !== undefined && (major < 4 || (major === 4 && minor < 4))
}

const implicitGroups = (clusterId: string, labels: readonly Label[]): readonly AffinityGroup[] =>
  labels
    .filter(({ hasImplicitGroup }) => hasImplicitGroup)
    .map(({ id, name, vmIds, hostIds }) => ({
      id,
      name,
      clusterId,
      priority: 0,
      vmIds,
      hostIds,
      vmRule: { enabled: false, positive: false, enforcing: false },
      hostRule: { enabled: true, positive: true, enforcing: true },
    }))
