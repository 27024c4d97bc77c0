import { engineUnits, mandatoryFilters } from '../../scheduling/engine-units.ts'
import type { AffinityGroup } from '../../scheduling/facts/affinity-group.ts'
import { engineDefaults } from '../../scheduling/facts/engine-config.ts'
import type { PendingVm, Situation } from '../../scheduling/facts/situation.ts'
import { type EffectivePolicy, effectivePolicy } from '../../scheduling/pipeline/effective-policy.ts'
import type { Model } from '../world/model.ts'
import type { SimAffinityGroup, SimCluster, SimPolicy, SimRule, SimState } from '../world/state.ts'
import { hostFactsOf } from './host-facts-of.ts'
import { unknownRules } from './unknown-rules.ts'
import { vmFactsOf } from './vm-facts-of.ts'

/** A cluster ready to be decided on, as it is this very moment. */
export type ClusterScene = Readonly<{
  cluster: SimCluster
  /** As administrators configured it, external units included. */
  configured: SimPolicy
  /** What of it is the engine's own, and the rules that only this engine has. */
  policy: EffectivePolicy
  situation: Situation
}>

/** Throws RangeError if the state is inconsistent. */
export function clusterScene(model: Model, clusterId: string): ClusterScene {
  const cluster = model.state.clusters.get(clusterId)
  const configured = cluster && model.state.policies.get(cluster.policyId)
  if (cluster === undefined || configured === undefined) throw new RangeError(`cluster ${clusterId} has no policy`)
  const { balanceUnitId, ...listed } = configured
  const own = effectivePolicy(
    { ...listed, ...(balanceUnitId !== undefined && { balanceUnitId }) },
    cluster.properties,
    { units: engineUnits, mandatory: mandatoryFilters },
  )
  const policy = { ...own, filters: [...own.filters, ...unknownRules(model.faults)] }
  return { cluster, configured, policy, situation: situationOf(model, cluster, policy.properties) }
}

/** The hosts of a cluster alone: enough to see how busy they are. */
export function hostsOnly(model: Model, cluster: SimCluster, properties: Readonly<Record<string, string>>): Situation {
  const { hosts } = model.state
  return {
    nowMs: model.nowMs,
    cluster: {
      id: cluster.id,
      name: cluster.name,
      version: LEVEL,
      threadsAsCores: cluster.threadsAsCores,
      haReservation: cluster.haReservation,
      inUpgradeMode: cluster.upgradeInProgress,
      architecture: 'x86_64',
      displayNetwork: null,
      requiredNetworks: new Set(),
    },
    hosts: [...hosts.values()]
      .filter(({ clusterId }) => clusterId === cluster.id)
      .map(host => hostFactsOf(model, host)),
    vms: [],
    pending: [],
    properties,
    config: engineDefaults,
  }
}

function situationOf(model: Model, cluster: SimCluster, properties: Readonly<Record<string, string>>): Situation {
  const { vms, affinityGroups } = model.state
  const isHere = ({ clusterId }: Readonly<{ clusterId: string }>) => clusterId === cluster.id
  return {
    ...hostsOnly(model, cluster, properties),
    vms: [...vms.values()].filter(isHere).map(vmFactsOf),
    pending: pendingIn(model, cluster.id),
    affinityGroups: [...affinityGroups.values()].filter(isHere).map(group => withLabels(model.state, group)),
  }
}

/** From 4.4 on labels bind only as members of groups. */
const LEVEL = '4.7'

/** VMs that migrate, where they are going, and VMs that a host is about to launch. */
function pendingIn({ copies, state }: Model, clusterId: string): readonly PendingVm[] {
  const launching = [...state.vms.values()].flatMap(({ id, hostId, status, clusterId: own }) =>
    status === 'wait_for_launch' && hostId !== undefined && own === clusterId ? [{ vmId: id, hostId }] : [],
  )
  const migrating = [...copies.values()].flatMap(({ vmId, toHostId }) =>
    state.vms.get(vmId)?.clusterId === clusterId ? [{ vmId, hostId: toHostId }] : [],
  )
  return [...launching, ...migrating]
}

function withLabels({ affinityLabels }: SimState, group: SimAffinityGroup): AffinityGroup {
  const labelled = (ids: readonly string[], of: 'vmIds' | 'hostIds') =>
    ids.flatMap(id => affinityLabels.get(id)?.[of] ?? [])
  return {
    id: group.id,
    name: group.name,
    priority: group.priority,
    vmIds: new Set([...group.vmIds, ...labelled(group.vmLabelIds, 'vmIds')]),
    hostIds: new Set([...group.hostIds, ...labelled(group.hostLabelIds, 'hostIds')]),
    vmRule: ruleOf(group.vmsRule),
    hostRule: ruleOf(group.hostsRule),
  }
}

const ruleOf = ({ enabled, positive, enforcing }: SimRule) => ({ enabled, positive, enforcing })
