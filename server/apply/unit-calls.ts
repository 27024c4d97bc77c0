import { type PolicyContent, type UnitChange, type UnitRole, unitChanges } from '../../shared/policy/unit-changes.ts'

/** One request to the engine. `value`: the position of a filter, the factor of a weight; what is removed had it. */
export type UnitCall = Readonly<{ call: 'add' | 'remove'; role: UnitRole; unitId: string; value: number }>

/** What takes a call back. */
export const inverseOf = (call: UnitCall): UnitCall => ({ ...call, call: call.call === 'add' ? 'remove' : 'add' })

/** Requests between which nothing must end: until the last one the policy lacks a unit that it had and will have. */
export type UnitStep = readonly UnitCall[]

/**
 * The fewest requests that make one content of a policy another, in an order in which the engine takes each of them: a
 * unit that changes is removed and at once added again, since the engine has no way to change one, and the place of the
 * first or last filter is free before another takes it.
 */
export function unitSteps(before: PolicyContent, after: PolicyContent): UnitStep[] {
  const byRole = Map.groupBy(unitChanges(before, after), ({ role }) => role)
  return [
    ...filterSteps(byRole.get('filter') ?? []),
    ...(byRole.get('weight') ?? []).map(pair),
    // One goes, another comes.
    (byRole.get('balance') ?? []).flatMap(pair),
  ].filter(step => step.length > 0)
}

const removal = ({ role, unitId, before }: UnitChange): UnitCall[] =>
  before === undefined ? [] : [{ call: 'remove', role, unitId, value: before }]
const addition = ({ role, unitId, after }: UnitChange): UnitCall[] =>
  after === undefined ? [] : [{ call: 'add', role, unitId, value: after }]
const pair = (change: UnitChange): UnitStep => [...removal(change), ...addition(change)]

function filterSteps(changes: readonly UnitChange[]): UnitStep[] {
  const steps: UnitStep[] = []
  let waiting = changes
  while (waiting.length > 0) {
    const held = new Set(waiting.flatMap(({ before }) => (before === undefined || before === 0 ? [] : [before])))
    const isFree = ({ before, after }: UnitChange) =>
      after === undefined || after === 0 || after === before || !held.has(after)
    const ready = waiting.filter(isFree)
    // First and last change places: both go, then both come.
    if (ready.length === 0) return [...steps, [...waiting.flatMap(removal), ...waiting.flatMap(addition)]]
    steps.push(...ready.map(pair))
    waiting = waiting.filter(change => !ready.includes(change))
  }
  return steps
}
