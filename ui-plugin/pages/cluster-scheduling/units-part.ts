import type { PolicyUnits } from '../../../shared/api/policy-units.ts'
import type { UnitRole } from '../../../shared/policy/unit-changes.ts'
import type { UnitProblem, UnitsDraft } from './units-draft.ts'
import type { UnitsEditing } from './use-units-editing.ts'

/** What each part of the section works with. */
export type UnitsPart = Readonly<{
  policy: PolicyUnits
  draft: UnitsDraft
  isReadOnly: boolean
  /** What is to be said at a unit: what is wrong with what was typed, and what came of saving it. */
  errorsOf: (role: UnitRole, unitId: string, problem?: UnitProblem) => readonly string[]
  edit: UnitsEditing['edit']
}>
