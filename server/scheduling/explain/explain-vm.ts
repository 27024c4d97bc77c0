import type { Vm } from '../../../shared/model/vm.ts'
import type { Placement, WhyNot } from '../../../shared/plan/placement.ts'
import type { IndexedSnapshot } from '../../model/indexed-snapshot.ts'
import { vmOf } from '../facts/situation.ts'
import type { VmFacts } from '../facts/vm-facts.ts'
import { clusterScene, type WatchedHosts } from '../from-snapshot/cluster-scene.ts'
import type { Decision } from '../pipeline/decision.ts'
import type { EffectivePolicy } from '../pipeline/effective-policy.ts'
import { type ExternalUnits, noExternalUnits } from '../pipeline/external-units.ts'
import type { OnUnknown } from '../pipeline/judge-hosts.ts'
import { type PlaceOptions, place } from '../pipeline/place.ts'
import { placementOf } from './placement-of.ts'
import { whyNot } from './why-not.ts'

export type ExplainOptions = Readonly<{ onUnknown: OnUnknown; external?: ExternalUnits; watched?: WatchedHosts }>

/** A VM with everything its placement is decided from, and that decision: its present host is allowed. */
export type ExplainedVm = Readonly<{
  index: IndexedSnapshot
  vm: VmFacts
  options: PlaceOptions
  policy: EffectivePolicy
  decision: Decision
  placement: Placement
}>

/**
 * Decides where a VM would be placed now by the engine's own units and what external ones have said, and why. undefined:
 * its cluster is not in the snapshot.
 */
export function explainVm(
  index: IndexedSnapshot,
  vm: Vm,
  { onUnknown, external = noExternalUnits, watched }: ExplainOptions,
): ExplainedVm | undefined {
  const cluster = index.clusters.get(vm.clusterId)
  if (cluster === undefined) return undefined
  const { policy: own, situation } = clusterScene(index, cluster, watched)
  const policy = withExternal(own, external)
  const facts = vmOf(situation, vm.id)
  if (facts === undefined) return undefined
  const options = { situation, policy, onUnknown }
  const decision = place([facts], {}, options)
  const current = vm.hostId === undefined ? undefined : index.hosts.get(vm.hostId)
  const placement = placementOf(decision, {
    vm: { id: vm.id, name: vm.name },
    cluster: { id: cluster.id, name: cluster.name },
    policy: { id: policy.id, name: policy.name },
    ...(current && { current: { id: current.id, name: current.name } }),
    onUnknown,
    others: policy.others.map(other => ({ ...other, name: index.units.get(other.unitId)?.name ?? other.unitId })),
    snapshotTakenAtMs: index.snapshot.takenAtMs,
  })
  return { index, vm: facts, options, policy, decision, placement }
}

/** Why a VM would not be placed on this host. undefined: the VM cannot be explained, or its cluster has no such host. */
export function explainWhyNot(explained: ExplainedVm, hostId: string): WhyNot | undefined {
  const { vm, decision, options, placement } = explained
  const host = options.situation.hosts.find(({ id }) => id === hostId)
  if (host === undefined) return undefined
  const { isChosen, because, changes } = whyNot(vm, hostId, decision, options)
  return {
    vm: placement.vm,
    host: { id: host.id, name: host.name },
    isChosen,
    because: [...because],
    changes: [...changes],
    placement,
  }
}

/** Balancers are not asked where a VM is to be placed, so an unknown one is missing nothing here. */
function withExternal(policy: EffectivePolicy, { filters, weights }: ExternalUnits): EffectivePolicy {
  const asked = new Set([...filters, ...weights.map(({ unit }) => unit)].map(({ kind, id }) => `${kind} ${id}`))
  return {
    ...policy,
    filters: [...policy.filters, ...filters],
    weights: [...policy.weights, ...weights],
    others: policy.others.filter(({ kind, unitId }) => kind !== 'load_balancing' && !asked.has(`${kind} ${unitId}`)),
  }
}
