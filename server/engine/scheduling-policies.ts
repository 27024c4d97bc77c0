import type { EnginePolicyUnit, SchedulingPolicy } from '../../shared/model/cluster.ts'
import type { EngineHttp } from './engine-http.ts'
import { isEngineError } from './http/engine-error.ts'
import type { Limit } from './http/limit-concurrency.ts'
import {
  findInteger,
  findOneOf,
  findText,
  flag,
  type Items,
  list,
  properties,
  readItems,
  readWhole,
  text,
} from './wire.ts'

type Weights = SchedulingPolicy['weights']

/** Every policy with its units: one request, and one more for each, since the engine cannot follow the weights. */
export async function listPolicies(
  http: EngineHttp,
  limit: Limit,
  signal: AbortSignal,
): Promise<Items<SchedulingPolicy>> {
  const query = { follow: 'filters,balances' }
  const reply = await limit(() => http.get('/schedulingpolicies', { query, signal }), signal)
  const { items, problems } = readWhole('GET /api/schedulingpolicies', () =>
    readItems(reply, 'scheduling_policy', toPolicy),
  )
  const policies = await Promise.all(
    items.map(async policy => {
      const weights = await limit(() => listWeights(http, policy.id, signal), signal)
      return weights === undefined ? [] : [{ ...policy, weights }]
    }),
  )
  return { items: policies.flat(), problems }
}

/** undefined: the policy was removed since it was listed. */
async function listWeights(http: EngineHttp, policyId: string, signal: AbortSignal): Promise<Weights | undefined> {
  try {
    const reply = await http.get(`/schedulingpolicies/${encodeURIComponent(policyId)}/weights`, { signal })
    return readWhole("a policy's weights", () =>
      list(reply, 'weight').map(weight => ({ unitId: unitId(weight), factor: findInteger(weight, 'factor') ?? 1 })),
    )
  } catch (error) {
    if (isEngineError(error, 'engine-not-found')) return undefined
    throw error
  }
}

function toPolicy(wire: unknown): Omit<SchedulingPolicy, 'weights'> {
  // The engine allows at most one.
  const [balance] = list(wire, 'balances.balance')
  return {
    id: text(wire, 'id'),
    name: text(wire, 'name'),
    locked: flag(wire, 'locked', false),
    properties: properties(wire, 'properties.property'),
    filters: list(wire, 'filters.filter').map(filter => ({
      unitId: unitId(filter),
      position: findInteger(filter, 'position') ?? 0,
    })),
    ...(balance !== undefined && { balanceUnitId: unitId(balance) }),
  }
}

/** The item's own id is its unit's as well. */
const unitId = (wire: unknown): string => findText(wire, 'scheduling_policy_unit.id') ?? text(wire, 'id')

export async function listUnits(http: EngineHttp, signal: AbortSignal): Promise<Items<EnginePolicyUnit>> {
  const reply = await http.get('/schedulingpolicyunits', { signal })
  return readWhole('GET /api/schedulingpolicyunits', () => readItems(reply, 'scheduling_policy_unit', toUnit))
}

/** A unit without a type is a selector: it is listed and takes no part in what we do. */
function toUnit(wire: unknown): EnginePolicyUnit {
  const description = findText(wire, 'description')
  return {
    id: text(wire, 'id'),
    name: text(wire, 'name'),
    kind: findOneOf(wire, 'type', ['filter', 'weight', 'load_balancing'] as const),
    internal: flag(wire, 'internal', true),
    enabled: flag(wire, 'enabled', true),
    properties: properties(wire, 'properties.property'),
    ...(description !== undefined && description !== '' && { description }),
  }
}
