import type { SchedulerContext } from '../../../shared/sdk/scheduler.ts'
import { indexSnapshot } from '../../model/indexed-snapshot.ts'
import { evenDistributionBalance } from '../balancers/even-distribution.ts'
import { evenGuestsBalance } from '../balancers/even-guests.ts'
import { noneBalance } from '../balancers/none.ts'
import { powerSavingBalance } from '../balancers/power-saving.ts'
import { engineUnits, mandatoryFilters } from '../engine-units.ts'
import type { Situation } from '../facts/situation.ts'
import { clusterScene, type WatchedHosts } from '../from-snapshot/cluster-scene.ts'
import { type EffectivePolicy, effectivePolicy } from '../pipeline/effective-policy.ts'
import type { OnUnknown } from '../pipeline/judge-hosts.ts'
import { builtInPolicies } from '../policies/built-in-policies.ts'
import type { BalanceUnit } from '../unit.ts'

/**
 * What the default scheduler can do in a cluster. PolicyUnits: nothing of its own, the policy's balancer unit balances.
 * ClusterPolicy: what the policy of the cluster says, by the engine's own balancers. The others are those of the original
 * design, under the names it gave them (rules §14), and one that came later.
 */
export const defaultPolicies = [
  'PolicyUnits',
  'ClusterPolicy',
  'None',
  'EvenlyDistribute',
  'PowerSave',
  'EvenGuests',
] as const
export type DefaultPolicy = (typeof defaultPolicies)[number]

const balancers: Readonly<Partial<Record<DefaultPolicy, BalanceUnit>>> = {
  None: noneBalance,
  EvenlyDistribute: evenDistributionBalance,
  PowerSave: powerSavingBalance,
  EvenGuests: evenGuestsBalance,
}

export type SchedulerSceneOptions = Readonly<{ watched: () => WatchedHosts; onUnknown: OnUnknown }>
export type SchedulerScene = Readonly<{ policy: EffectivePolicy; situation: Situation; onUnknown: OnUnknown }>

/**
 * The cluster as the default scheduler decides on it. A policy of its own brings weights and a balancer; the filters of the
 * cluster's policy stay, since no rule of the engine is to be weakened. Inputs that were given count more than the
 * cluster's properties, and these more than the policy's.
 */
export function schedulerScene(
  { snapshot, cluster, policy: name, given }: SchedulerContext,
  values: Readonly<Record<string, string | number | boolean>>,
  { watched, onUnknown }: SchedulerSceneOptions,
): SchedulerScene {
  const index = indexSnapshot(snapshot)
  const { policy: own, situation } = clusterScene(index, cluster, watched())
  const balance = balancers[name as DefaultPolicy]
  const policy = balance === undefined ? own : withBalance(own, balance, cluster.properties)
  if (balance === undefined && given.length === 0) return { policy, situation, onUnknown }
  const properties = withInputs(policy.properties, given, values)
  return { policy: { ...policy, properties }, situation: { ...situation, properties }, onUnknown }
}

function withBalance(
  own: EffectivePolicy,
  balance: BalanceUnit,
  overrides: Readonly<Record<string, string>>,
): EffectivePolicy {
  const engines = builtInPolicies.find(({ balanceUnitId }) => balanceUnitId === balance.id)
  if (engines === undefined) return { ...own, balance }
  const { weights, properties } = effectivePolicy(engines, overrides, {
    units: engineUnits,
    mandatory: mandatoryFilters,
  })
  const read = new Set([balance, ...weights.map(({ unit }) => unit)].flatMap(unit => unit.properties))
  // What only the cluster's filters read stays as it is, like the filters.
  const others = Object.fromEntries(Object.entries(own.properties).filter(([property]) => !read.has(property)))
  return { ...own, weights, balance, properties: { ...own.properties, ...properties, ...others } }
}

/** 0 takes a limit of memory away: as a property, which the engine refuses, it would be one that every host exceeds. */
const endlessAtZero: ReadonlySet<string> = new Set(['MinFreeMemoryForUnderUtilized', 'MaxFreeMemoryForOverUtilized'])

const withInputs = (
  properties: EffectivePolicy['properties'],
  given: readonly string[],
  values: Readonly<Record<string, string | number | boolean>>,
): EffectivePolicy['properties'] => ({
  ...Object.fromEntries(Object.entries(properties).filter(([property]) => !given.includes(property))),
  ...Object.fromEntries(
    given
      .filter(input => values[input] !== 0 || !endlessAtZero.has(input))
      .map(input => [input, String(values[input])]),
  ),
})
