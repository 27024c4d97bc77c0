import type { EditedContent } from '../../shared/api/policy-units.ts'
import type { SchedulingPolicy } from '../../shared/model/cluster.ts'
import { MAX_FACTOR } from '../../shared/policy/policy-limits.ts'
import type { UnitRole } from '../../shared/policy/unit-changes.ts'
import type { IndexedSnapshot } from '../model/indexed-snapshot.ts'
import { unitIdsOf } from '../model/units-of-policy.ts'
import type { FieldProblem } from './check-properties.ts'
import { contentOf } from './content-of.ts'

/** Where a problem of a unit is shown. */
export const unitPath = (role: UnitRole, unitId: string): string => `${role}.${unitId}`

export const roleOfKind = { filter: 'filter', weight: 'weight', load_balancing: 'balance' } as const

/**
 * Everything the engine would refuse, and what it takes but ought not to, found before it is asked: it keeps parts of a
 * refused edit in its memory until it restarts. What the policy has already may stay, however it came there.
 */
export function checkPolicyUnits(
  { filters, weights, balanceUnitId }: EditedContent,
  policy: SchedulingPolicy,
  { units }: IndexedSnapshot,
): FieldProblem[] {
  const had = new Set(unitIdsOf(policy))
  const held = contentOf(policy)
  const seen = new Set<string>()
  const wrong = (role: UnitRole, unitId: string): FieldProblem[] => {
    const unit = units.get(unitId)
    const path = unitPath(role, unitId)
    const isTwice = seen.has(unitId)
    seen.add(unitId)
    if (isTwice) return [{ path, problem: 'stands in the policy twice; remove one of them' }]
    if (unit === undefined) {
      return had.has(unitId) ? [] : [{ path, problem: 'the engine has no policy unit with this id; reload the list' }]
    }
    if (unit.kind === undefined || roleOfKind[unit.kind] !== role) {
      return [{ path, problem: `${unit.name} is no ${role} unit; choose one of that type` }]
    }
    if (!unit.enabled && !had.has(unitId)) {
      return [{ path, problem: `${unit.name} is not enabled in the engine; offer it again and restart the engine` }]
    }
    return []
  }
  return [
    ...filters.flatMap(({ unitId }) => wrong('filter', unitId)),
    ...weights.flatMap(({ unitId }) => wrong('weight', unitId)),
    ...(balanceUnitId === undefined ? missingBalancer(policy) : wrong('balance', balanceUnitId)),
    ...tooHeavy(weights, held.weights),
    ...crowded(filters, held.filters, -1, 'first'),
    ...crowded(filters, held.filters, 1, 'last'),
  ]
}

/** The engine takes it, and then its balancing fails at this cluster and skips all after it. Source: rules §8. */
const missingBalancer = ({ balanceUnitId }: SchedulingPolicy): FieldProblem[] =>
  balanceUnitId === undefined
    ? []
    : [
        {
          path: 'balance',
          problem:
            'a policy without a balancer stops the engine’s balancing of other clusters too; choose one that moves nothing',
        },
      ]

type Filters = EditedContent['filters']
type Weights = EditedContent['weights']

function tooHeavy(weights: Weights, held: Weights): FieldProblem[] {
  const before = new Map(held.map(({ unitId, factor }) => [unitId, factor]))
  return weights
    .filter(({ unitId, factor }) => factor > MAX_FACTOR && factor !== before.get(unitId))
    .map(({ unitId, factor }) => ({
      path: unitPath('weight', unitId),
      problem: `the factor must be at most ${MAX_FACTOR}, not ${factor}`,
    }))
}

function crowded(filters: Filters, held: Filters, position: number, word: string): FieldProblem[] {
  const before = new Set(held.filter(filter => filter.position === position).map(({ unitId }) => unitId))
  const there = filters.filter(filter => filter.position === position)
  const added = there.filter(({ unitId }) => !before.has(unitId))
  const tooMany = added.length < there.length ? added : added.slice(1)
  return tooMany.map(({ unitId }) => ({
    path: unitPath('filter', unitId),
    problem: `another filter is ${word} already; only one can be`,
  }))
}
