import { type PolicyContent, type UnitChange, type UnitRole, unitChanges } from '../../shared/policy/unit-changes.ts'

/** One request to the engine. `value`: the position of a filter, the factor of a weight; what is removed had it. */
export type UnitCall = Readonly<{ call: 'add' | 'remove'; role: UnitRole; unitId: string; value: number }>

/** What takes a call back. */
export const inverseOf = (call: UnitCall): UnitCall => ({ ...call, call: call.call === 'add' ? 'remove' : 'add' })

/**
 * The fewest requests that make one content of a policy another, in an order in which the engine takes each of them: a
 * unit that changes is removed and at once added again, since the engine has no way to change one, and the place of the
 * first or last filter is free before another takes it.
 */
export function unitCalls(before: PolicyContent, after: PolicyContent): UnitCall[] {
  const byRole = Map.groupBy(unitChanges(before, after), ({ role }) => role)
  return [
    ...filterCalls(byRole.get('filter') ?? []),
    ...(byRole.get('weight') ?? []).flatMap(pair),
    ...(byRole.get('balance') ?? []).flatMap(pair),
  ]
}

const removal = ({ role, unitId, before }: UnitChange): UnitCall[] =>
  before === undefined ? [] : [{ call: 'remove', role, unitId, value: before }]
const addition = ({ role, unitId, after }: UnitChange): UnitCall[] =>
  after === undefined ? [] : [{ call: 'add', role, unitId, value: after }]
const pair = (change: UnitChange): UnitCall[] => [...removal(change), ...addition(change)]

function filterCalls(changes: readonly UnitChange[]): UnitCall[] {
  const calls: UnitCall[] = []
  let waiting = changes
  while (waiting.length > 0) {
    const held = new Set(waiting.flatMap(({ before }) => (before === undefined || before === 0 ? [] : [before])))
    const isFree = ({ before, after }: UnitChange) =>
      after === undefined || after === 0 || after === before || !held.has(after)
    const ready = waiting.filter(isFree)
    // First and last change places: both go, then both come.
    if (ready.length === 0) return [...calls, ...waiting.flatMap(removal), ...waiting.flatMap(addition)]
    calls.push(...ready.flatMap(pair))
    waiting = waiting.filter(change => !ready.includes(change))
  }
  return calls
}
