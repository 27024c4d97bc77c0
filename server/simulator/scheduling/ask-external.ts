import { report, reportUnlessRecent } from '../world/events.ts'
import type { ExternalScheduler, ExternalWeight, SchedulerReply } from '../world/external-scheduler.ts'
import type { Model } from '../world/model.ts'
import type { SimCluster, SimHost, SimPolicy, SimPolicyUnit, SimVm } from '../world/state.ts'

const UNREACHABLE_QUIET_MS = 60_000

/** The external scheduler, if the engine is set up to use one. */
export const activeScheduler = ({ state, external }: Model): ExternalScheduler | undefined =>
  state.config.externalSchedulerEnabled ? external : undefined

/** The answer's value; undefined when none came, which is one event a minute. Complaints become events. */
export function heed<T>(model: Model, reply: SchedulerReply<T>): T | undefined {
  if (reply.kind === 'unavailable') {
    const text = `The external scheduler cannot be used: ${reply.why}`
    reportUnlessRecent(model, 'schedulerUnreachable', text, {}, UNREACHABLE_QUIET_MS)
    return undefined
  }
  for (const { plugin, message } of reply.complaints.pluginErrors) {
    report(model, 'schedulerPluginError', `Policy unit ${plugin} of the external scheduler failed: ${message}`, {})
  }
  for (const message of reply.complaints.errors) {
    report(model, 'schedulerError', `The external scheduler failed: ${message}`, {})
  }
  return reply.value
}

/** Hosts that the policy's external filters keep. All of them if there is no filter or no answer. */
export async function keepByExternalFilters(
  model: Model,
  cluster: SimCluster,
  policy: SimPolicy,
  vm: SimVm,
  hosts: readonly SimHost[],
): Promise<readonly SimHost[]> {
  const names = enabledExternal(model, policy.filters).map(({ unit }) => unit.name)
  const scheduler = activeScheduler(model)
  if (scheduler === undefined || names.length === 0 || hosts.length === 0) return hosts
  const reply = await scheduler.runFilters(
    names,
    hosts.map(({ id }) => id),
    vm.id,
    cluster.properties,
  )
  const kept = heed(model, reply)
  return kept === undefined ? hosts : hosts.filter(({ id }) => kept.includes(id))
}

/** A weight per host and unit. A reply in the old form, without unit names, counts as one more unit of factor 1. */
export async function externalVotes(
  model: Model,
  cluster: SimCluster,
  policy: SimPolicy,
  vm: SimVm,
  hosts: readonly SimHost[],
): Promise<{ factor: number; weights: Map<string, number> }[]> {
  const units = enabledExternal(model, policy.weights).map(({ item, unit }) => ({ name: unit.name, ...item }))
  const scheduler = activeScheduler(model)
  if (scheduler === undefined || units.length === 0) return []
  const reply = await scheduler.runCostFunctions(
    units.map(({ name, factor }) => ({ name, factor })),
    hosts.map(({ id }) => id),
    vm.id,
    cluster.properties,
  )
  const factors = new Map(units.map(({ name, factor }) => [name, factor]))
  return toVotes(heed(model, reply) ?? [], factors)
}

/** Several weights of one unit for one host are added up; an unknown unit is the one without a name. */
function toVotes(weights: readonly ExternalWeight[], factors: ReadonlyMap<string, number>) {
  const votes = new Map<string | undefined, { factor: number; weights: Map<string, number> }>()
  for (const { hostId, weight, unitName } of weights) {
    const factor = unitName === undefined ? undefined : factors.get(unitName)
    const key = factor === undefined ? undefined : unitName
    const vote = votes.get(key) ?? { factor: factor ?? 1, weights: new Map() }
    vote.weights.set(hostId, (vote.weights.get(hostId) ?? 0) + weight)
    votes.set(key, vote)
  }
  return [...votes.values()]
}

function enabledExternal<T extends { unitId: string }>(
  { state }: Model,
  items: readonly T[],
): { item: T; unit: SimPolicyUnit }[] {
  return items.flatMap(item => {
    const unit = state.units.get(item.unitId)
    return unit !== undefined && !unit.internal && unit.enabled ? [{ item, unit }] : []
  })
}
