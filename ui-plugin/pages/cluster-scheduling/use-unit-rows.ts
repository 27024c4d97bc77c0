import type { PolicyUnits } from '../../../shared/api/policy-units.ts'
import { type UnitChange, type UnitRole, unitChanges } from '../../../shared/policy/unit-changes.ts'
import { useTexts } from '../../messages/use-texts.tsx'
import type { TableRow } from './change-tables.tsx'
import { contentWith, type UnitsDraft, unitOf } from './units-draft.ts'

export type UnitRows = Readonly<{
  /** What saving would change, as rows of a comparison. */
  changes(policy: PolicyUnits, changes: readonly UnitChange[]): TableRow[]
  /** Where a draft made from an older content differs from what the policy holds now. */
  conflict(policy: PolicyUnits, draft: UnitsDraft, theirs: PolicyUnits): TableRow[]
}>

export function useUnitRows(): UnitRows {
  const { t, number } = useTexts()
  const valueText = (role: Exclude<UnitRole, 'balance'>, value: number | undefined): string => {
    if (value === undefined) return t('policy.units.change.out')
    if (role === 'weight') return t('policy.units.change.factor', { factor: number(value) })
    return t(`policy.units.position.${value < 0 ? -1 : value > 0 ? 1 : 0}`)
  }
  const rowsOf = (policy: PolicyUnits, changes: readonly UnitChange[]): TableRow[] => {
    const balancers = changes.filter(({ role }) => role === 'balance')
    const nameOf = (change: UnitChange | undefined) =>
      change === undefined ? t('policy.units.balancer.none') : unitOf(policy, change.unitId, 'balance').name
    return [
      // One that goes and one that comes are one row.
      ...(balancers.length === 0
        ? []
        : [
            {
              key: 'balance',
              what: t('policy.units.change.balance'),
              cells: [
                nameOf(balancers.find(({ before }) => before !== undefined)),
                nameOf(balancers.find(({ after }) => after !== undefined)),
              ],
            },
          ]),
      ...changes.flatMap(({ role, unitId, before, after }) =>
        role === 'balance'
          ? []
          : [
              {
                key: `${role} ${unitId}`,
                what: t(`policy.units.change.${role}`, { unit: unitOf(policy, unitId, role).name }),
                cells: [valueText(role, before), valueText(role, after)],
              },
            ],
      ),
    ]
  }
  return {
    changes: rowsOf,
    conflict: (policy, draft, theirs) =>
      rowsOf(theirs, unitChanges(theirs.content, contentWith(policy, draft) ?? policy.content)),
  }
}
