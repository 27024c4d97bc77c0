import type { EngineAnswer } from '../../engine/refusal.ts'
import type { RolePort } from '../../engine/role-port.ts'
import { CliFailure } from '../outcome.ts'
import type { RolePlan, RoleStep } from './plan-role.ts'

const DESCRIPTION = 'What the service ovirt-scheduler needs, and no more'

/** Carries the plan out step by step and tells each that is done. Throws CliFailure at the first that the engine refuses. */
export async function carryOutRole(
  port: RolePort,
  { roleName, steps }: RolePlan,
  done: (step: RoleStep) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const step of steps) {
    const answer = await carryOut(step, port, roleName, signal)
    if (!answer.ok) throw new CliFailure(`the engine refuses: ${answer.detail} What is ticked above has been done.`)
    done(step)
  }
}

async function carryOut(step: RoleStep, port: RolePort, roleName: string, signal: AbortSignal): Promise<EngineAnswer> {
  switch (step.kind) {
    case 'create':
      return port.createRole({ name: roleName, description: DESCRIPTION, permitIds: step.permitIds }, signal)
    case 'permit':
      return port.addPermit(step.roleId, step.permitId, signal)
    case 'add-user':
      return port.addUser(step.name, signal)
    case 'grant': {
      // Both may have been made only now, so they are asked for by their names.
      const role = (await port.listRoles(signal)).find(({ name }) => name === roleName)
      const user = await port.findUser(step.user.name, signal)
      if (role === undefined) return { ok: false, detail: `the role ${roleName} is not there any more.` }
      if (user === undefined) return { ok: false, detail: `it knows no user ${step.user.name}.` }
      return port.grantInSystem(role.id, user.id, signal)
    }
  }
}
