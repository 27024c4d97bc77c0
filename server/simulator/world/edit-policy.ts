import { actorName, report } from './events.ts'
import { type Model, newId } from './model.ts'
import type { SimPolicy, SimPolicyUnit } from './state.ts'
import { allRegexes, propertyProblems } from './unit-properties.ts'
import { type Actor, EngineFault } from './world.ts'

type NewPolicy = Readonly<{ name: string; description?: string; properties?: Record<string, string>; locked?: boolean }>
type PolicyChange = Readonly<{ name?: string; description?: string; properties?: Record<string, string> }>
export type PolicyItem = Readonly<{
  unitId: string
  as: 'filter' | 'weight' | 'balance'
  position?: number
  factor?: number
}>

/** Properties come before the units they are for, so they are checked against every unit the engine knows. */
export function addPolicy(model: Model, given: NewPolicy, actor: Actor): SimPolicy {
  const policy: SimPolicy = {
    id: newId(model, 'policy'),
    name: given.name,
    description: given.description ?? '',
    locked: given.locked ?? false,
    isDefault: false,
    properties: { ...given.properties },
    filters: [],
    weights: [],
    balanceUnitId: undefined,
  }
  checkName(model, policy, 'add')
  checkProperties(model, policy, 'add')
  model.state.policies.set(policy.id, policy)
  report(model, 'policyAdded', `Policy ${policy.name} was added by ${actorName(model, actor)}.`, { actor })
  return policy
}

/** `properties` replaces the whole map. */
export function updatePolicy(model: Model, policyId: string, change: PolicyChange, actor: Actor): void {
  const policy = { ...editablePolicy(model, policyId), ...change }
  checkName(model, policy, 'edit')
  if (change.properties !== undefined) checkProperties(model, policy, 'edit')
  store(model, policy, actor)
}

export function removePolicy(model: Model, policyId: string, actor: Actor): void {
  const { name } = editablePolicy(model, policyId)
  const users = [...model.state.clusters.values()].filter(cluster => cluster.policyId === policyId)
  if (users.length > 0) throw invalid('remove', `It is used by ${users.map(cluster => cluster.name).join(', ')}.`)
  model.state.policies.delete(policyId)
  report(model, 'policyRemoved', `Policy ${name} was removed by ${actorName(model, actor)}.`, { actor })
}

export function addPolicyItem(model: Model, policyId: string, item: PolicyItem, actor: Actor): void {
  const policy = editablePolicy(model, policyId)
  const unit = model.state.units.get(item.unitId)
  if (unit === undefined) throw invalid('edit', 'There is no such policy unit.')
  checkItem(policy, unit, item)
  if (item.as === 'filter') {
    const filters = [...policy.filters, { unitId: unit.id, position: item.position ?? 0 }]
    store(model, { ...policy, filters }, actor)
  } else if (item.as === 'weight') {
    const weights = [...policy.weights, { unitId: unit.id, factor: item.factor ?? 1 }]
    store(model, { ...policy, weights }, actor)
  } else {
    store(model, { ...policy, balanceUnitId: unit.id }, actor)
  }
}

export function removePolicyItem(
  model: Model,
  policyId: string,
  { unitId, as }: Pick<PolicyItem, 'unitId' | 'as'>,
  actor: Actor,
): void {
  const policy = editablePolicy(model, policyId)
  const list = { filter: policy.filters, weight: policy.weights, balance: [{ unitId: policy.balanceUnitId }] }[as]
  if (!list.some(item => item.unitId === unitId)) throw new EngineFault('missing', ['The policy has no such unit.'])
  const others = <T extends { unitId: string }>(items: readonly T[]) => items.filter(item => item.unitId !== unitId)
  if (as === 'filter') store(model, { ...policy, filters: others(policy.filters) }, actor)
  else if (as === 'weight') store(model, { ...policy, weights: others(policy.weights) }, actor)
  else store(model, { ...policy, balanceUnitId: undefined }, actor)
}

/** Only a unit that came from outside and that no policy uses. */
export function removeUnit({ state }: Model, unitId: string): void {
  const unit = state.units.get(unitId)
  if (unit === undefined) throw new EngineFault('missing', ['There is no such policy unit.'])
  if (unit.internal) throw new EngineFault('invalid', ["Cannot remove policy unit. It is one of the engine's own."])
  const users = [...state.policies.values()].filter(policy => usesUnit(policy, unitId))
  if (users.length > 0) {
    const names = users.map(({ name }) => name).join(', ')
    throw new EngineFault('conflict', [`Cannot remove policy unit. It is used by ${names}.`])
  }
  state.units.delete(unitId)
}

const usesUnit = (policy: SimPolicy, id: string): boolean =>
  policy.balanceUnitId === id || [...policy.filters, ...policy.weights].some(({ unitId }) => unitId === id)

/** Throws EngineFault 'missing', or 'invalid' for a locked policy: the engine says no more than that. */
function editablePolicy({ state }: Model, policyId: string): SimPolicy {
  const policy = state.policies.get(policyId)
  if (policy === undefined) throw new EngineFault('missing', ['There is no such policy.'])
  if (policy.locked) throw invalid('edit', 'Parameters are invalid.')
  return policy
}

/** The row is replaced as a whole, after all checks, so that a refused change leaves nothing behind. */
function store(model: Model, policy: SimPolicy, actor: Actor): void {
  model.state.policies.set(policy.id, policy)
  report(model, 'policyChanged', `Policy ${policy.name} was changed by ${actorName(model, actor)}.`, { actor })
}

function checkName({ state }: Model, policy: SimPolicy, verb: string): void {
  if (policy.name === '') throw invalid(verb, 'The name is missing.')
  const namesake = [...state.policies.values()].find(({ name, id }) => name === policy.name && id !== policy.id)
  if (namesake !== undefined) throw invalid(verb, 'The name is in use.')
}

function checkProperties({ state }: Model, policy: SimPolicy, verb: string): void {
  const problems = propertyProblems(policy.properties, allRegexes(state))
  if (problems.length > 0) throw invalid(verb, problems.join(' '))
}

const kindOf = { filter: 'filter', weight: 'weight', balance: 'load_balancing' } as const

function checkItem(policy: SimPolicy, unit: SimPolicyUnit, { as, position = 0, factor = 1 }: PolicyItem): void {
  if (unit.kind !== kindOf[as]) throw invalid('edit', `${unit.name} is no ${as} unit.`)
  if (usesUnit(policy, unit.id)) throw invalid('edit', `${unit.name} is already part of the policy.`)
  if (as === 'balance' && policy.balanceUnitId !== undefined)
    throw invalid('edit', 'The policy has a balancer already.')
  if (as === 'weight' && !(factor >= 0)) throw invalid('edit', 'The factor must not be negative.')
  if (as !== 'filter') return
  if (![-1, 0, 1].includes(position)) throw invalid('edit', 'The position must be -1, 0 or 1.')
  if (position !== 0 && policy.filters.some(filter => filter.position === position)) {
    throw invalid('edit', `The policy has a ${position < 0 ? 'first' : 'last'} filter already.`)
  }
}

const invalid = (verb: string, why: string): EngineFault =>
  new EngineFault('invalid', [`Cannot ${verb} Scheduling Policy. ${why}`])
