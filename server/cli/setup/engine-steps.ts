import type { RolePort } from '../../engine/role-port.ts'
import { carryOutRole } from '../role/carry-out-role.ts'
import type { RolePlan, RoleStep } from '../role/plan-role.ts'
import { stepText } from '../role/role-text.ts'
import type { RolePermit } from '../role/service-role.ts'
import type { Change } from './setup-record.ts'
import type { SetupStep } from './setup-step.ts'

/** The steps of a plan for user and role, each by itself, so that each is recorded as soon as it is done. */
export const engineSteps = (
  port: RolePort,
  plan: RolePlan,
  permits: readonly RolePermit[],
  signal: AbortSignal,
): SetupStep[] =>
  plan.steps.map(step => ({
    what: stepText(step, plan.roleName, permits),
    async carryOut() {
      await carryOutRole(port, { ...plan, steps: [step] }, () => {}, signal)
      return changesBy(step, plan)
    },
  }))

/** A permit that is added to a role that was there is not taken back: others may count on it by then. */
function changesBy(step: RoleStep, { roleName }: RolePlan): Change[] {
  switch (step.kind) {
    case 'create':
      return [{ kind: 'role-made', name: roleName }]
    case 'permit':
      return []
    case 'add-user':
      return [{ kind: 'user-added', name: step.name }]
    case 'grant':
      return [{ kind: 'role-given', name: roleName, user: step.user.name }]
  }
}
