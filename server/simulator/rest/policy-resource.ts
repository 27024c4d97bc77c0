import type { Wire } from '../wire/types.ts'
import type { SimPolicy, SimPolicyUnit } from '../world/state.ts'
import { toProperties } from './cluster-resource.ts'
import type { Context } from './context.ts'
import { defineResource, type Relation, required } from './resource.ts'

export type ItemKind = 'filter' | 'weight' | 'balance'

function relation(rel: string, kind: ItemKind, member: string): Relation {
  return {
    rel,
    type: kind,
    member,
    list: (context, id) => policyItems(context, required(context.world.state.policies.get(id)), kind),
  }
}

/** Read by administrators only. Weights have no name to follow: the model's member and its link differ. */
export const policies = defineResource<SimPolicy>({
  rel: 'schedulingpolicies',
  type: 'scheduling_policy',
  items: ({ world }) => world.state.policies.values(),
  find: ({ world }, id) => world.state.policies.get(id),
  toWire: policyToWire,
  relations: {
    filters: relation('filters', 'filter', 'filters'),
    balances: relation('balances', 'balance', 'balances'),
  },
})

export const units = defineResource<SimPolicyUnit>({
  rel: 'schedulingpolicyunits',
  type: 'scheduling_policy_unit',
  items: ({ world }) => world.state.units.values(),
  find: ({ world }, id) => world.state.units.get(id),
  toWire: unitToWire,
})

export function policyToWire({ base }: Context, policy: SimPolicy): Wire<'scheduling_policy'> {
  return {
    id: policy.id,
    href: `${base}/schedulingpolicies/${policy.id}`,
    name: policy.name,
    description: policy.description,
    link: ['filters', 'weights', 'balances'],
    default_policy: policy.isDefault,
    locked: policy.locked,
    properties: toProperties(policy.properties),
  }
}

function unitToWire({ base }: Context, unit: SimPolicyUnit): Wire<'scheduling_policy_unit'> {
  return {
    id: unit.id,
    href: `${base}/schedulingpolicyunits/${unit.id}`,
    name: unit.name,
    description: unit.description,
    enabled: unit.enabled,
    internal: unit.internal,
    properties: toProperties(unit.properties),
    type: unit.kind,
  }
}

/** The units of a policy in one role. They have the unit's id and no href of their own. */
export function policyItems(
  context: Context,
  policy: SimPolicy,
  kind: ItemKind,
): readonly Wire<'filter' | 'weight' | 'balance'>[] {
  const unit = (unitId: string) => ({
    id: unitId,
    scheduling_policy_unit: { id: unitId, href: `${context.base}/schedulingpolicyunits/${unitId}` },
  })
  switch (kind) {
    case 'filter':
      return policy.filters.map(({ unitId, position }) => ({ ...unit(unitId), position }))
    case 'weight':
      return policy.weights.map(({ unitId, factor }) => ({ ...unit(unitId), factor }))
    case 'balance':
      return policy.balanceUnitId === undefined ? [] : [unit(policy.balanceUnitId)]
  }
}
