import type { EditedContent, PolicyUnitOption, PolicyUnits } from '../../../shared/api/policy-units.ts'
import { MAX_FACTOR } from '../../../shared/policy/policy-limits.ts'
import { type UnitChange, unitChanges } from '../../../shared/policy/unit-changes.ts'

export type Position = EditedContent['filters'][number]['position']

/** What a person changed in the units of a policy and has not saved. Factors are as typed; null: taken out. */
export type UnitsDraft = Readonly<{
  filters: Readonly<Record<string, Position | null>>
  weights: Readonly<Record<string, string | null>>
  balanceUnitId?: string
}>
export const emptyUnitsDraft: UnitsDraft = { filters: {}, weights: {} }

/** Why a unit cannot be saved as it stands; shown in the reader's words. */
export type UnitProblem = 'factor' | 'first' | 'last'

export type FilterRow = Readonly<{ unit: PolicyUnitOption; before?: Position; after?: Position; problem?: UnitProblem }>
export type WeightRow = Readonly<{
  unit: PolicyUnitOption
  before?: number
  /** As typed; absent: taken out. */
  text?: string
  /** Percent of all factors; absent: not known, since a factor is no number. */
  share?: number
  problem?: UnitProblem
}>

/** Those of the policy in its order, taken out or not, then those that were added. */
export function filterRows(policy: PolicyUnits, draft: UnitsDraft): FilterRow[] {
  const before = new Map(policy.content.filters.map(({ unitId, position }) => [unitId, position]))
  const rows = idsOf(before, draft.filters).map(id => {
    const was = before.get(id)
    const edited = draft.filters[id]
    const after = edited === undefined ? was : (edited ?? undefined)
    return { unit: unitOf(policy, id, 'filter'), ...(was !== undefined && { before: was }), after }
  })
  // Two that the engine has there already may stay; another may not come.
  const isCrowded = (position: Position) => {
    const there = rows.filter(({ after }) => after === position)
    return there.length > 1 && there.some(({ before }) => before !== position)
  }
  const problems = { [-1]: isCrowded(-1) ? 'first' : undefined, 1: isCrowded(1) ? 'last' : undefined } as const
  return rows.map(({ after, ...row }) => {
    const problem = after === -1 || after === 1 ? problems[after] : undefined
    return { ...row, ...(after !== undefined && { after }), ...(problem && { problem }) }
  })
}

export function weightRows(policy: PolicyUnits, draft: UnitsDraft): WeightRow[] {
  const before = new Map(policy.content.weights.map(({ unitId, factor }) => [unitId, factor]))
  const rows = idsOf(before, draft.weights).map(id => {
    const was = before.get(id)
    const edited = draft.weights[id]
    return { unit: unitOf(policy, id, 'weight'), was, text: edited === undefined ? textOf(was) : (edited ?? undefined) }
  })
  const factors = rows.map(({ was, text }) => (text === undefined ? 0 : factorOf(text, was)))
  const total = factors.reduce<number | undefined>(
    (sum, one) => (sum === undefined || one === undefined ? undefined : sum + one),
    0,
  )
  return rows.map(({ unit, was, text }, at) => {
    const factor = factors[at]
    return {
      unit,
      ...(was !== undefined && { before: was }),
      ...(text !== undefined && { text }),
      ...(text !== undefined && factor === undefined && { problem: 'factor' as const }),
      ...(total !== undefined && factor !== undefined && { share: total === 0 ? 0 : (100 * factor) / total }),
    }
  })
}

/** Units of a role that are not there yet and could be added, by name. */
export const addable = (policy: PolicyUnits, role: 'filter' | 'weight', shown: readonly PolicyUnitOption[]) =>
  policy.units
    .filter(unit => unit.role === role && shown.every(({ id }) => id !== unit.id))
    .toSorted((a, b) => a.name.localeCompare(b.name))

/** A whole number from 0 to the most that is allowed. */
export function parseFactor(text: string): number | undefined {
  const value = /^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN
  return value <= MAX_FACTOR ? value : undefined
}

/** One that is left as it was may be more than we allow: the engine has it so. */
const factorOf = (text: string, before: number | undefined): number | undefined =>
  text === textOf(before) ? before : parseFactor(text)

/** What the policy would consist of. undefined: it cannot be saved as it stands. */
export function contentWith(policy: PolicyUnits, draft: UnitsDraft): EditedContent | undefined {
  const filters = filterRows(policy, draft)
  const weights = weightRows(policy, draft)
  if ([...filters, ...weights].some(({ problem }) => problem !== undefined)) return undefined
  const balanceUnitId = draft.balanceUnitId ?? policy.content.balanceUnitId
  return {
    filters: filters.flatMap(({ unit, after }) => (after === undefined ? [] : [{ unitId: unit.id, position: after }])),
    weights: weights.flatMap(({ unit, text, before }) =>
      text === undefined ? [] : [{ unitId: unit.id, factor: factorOf(text, before) ?? 0 }],
    ),
    ...(balanceUnitId !== undefined && { balanceUnitId }),
  }
}

/** What saving would change; undefined: it cannot be saved. */
export function unitsChanged(policy: PolicyUnits, draft: UnitsDraft): readonly UnitChange[] | undefined {
  const content = contentWith(policy, draft)
  return content && unitChanges(policy.content, content)
}

/** One that the engine does not list, because it has gone since, is known by its id alone. */
export const unitOf = ({ units }: PolicyUnits, id: string, role: PolicyUnitOption['role']): PolicyUnitOption =>
  units.find(unit => unit.id === id) ?? { id, name: id, role, origin: 'external', enabled: false, description: '' }

const textOf = (factor: number | undefined): string | undefined => (factor === undefined ? undefined : String(factor))

/** An added unit that is taken out again is gone: nothing would be left to see of it. */
const idsOf = (before: ReadonlyMap<string, unknown>, edited: Readonly<Record<string, unknown>>): string[] => [
  ...before.keys(),
  ...Object.keys(edited).filter(id => !before.has(id) && edited[id] !== null),
]
