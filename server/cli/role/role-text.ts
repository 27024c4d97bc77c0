import type { RolePlan, RoleStep } from './plan-role.ts'
import type { RolePermit } from './service-role.ts'

/** The step as a line, and for a new role what it permits. */
export function stepText(step: RoleStep, roleName: string, permits: readonly RolePermit[]): string {
  switch (step.kind) {
    case 'create':
      return [
        `create the administrative role ${roleName}, which permits to`,
        ...permits.map(({ permit, for: what }) => `    ${permit.padEnd(32)} ${what}`),
      ].join('\n')
    case 'permit': {
      const what = permits.find(({ permit }) => permit === step.permit)?.for
      return `add to the role ${roleName} the permit ${step.permit} (${what})`
    }
    case 'add-user':
      return `tell the engine of the user ${step.name}, who must have an account in its directory`
    case 'grant':
      return `give the role ${roleName} to ${step.user.name} in the whole system`
  }
}

/** What stays as it is although one might think otherwise, and what is left for a person to do. */
export function leftToDo({ roleName, beyond, user, otherRoles }: RolePlan, engineUser: string): readonly string[] {
  const more =
    beyond.length === 0
      ? []
      : [
          `${roleName} permits more than is needed: ${beyond.join(', ')}. Take it out in the portal: Administration, Configure, Roles.`,
        ]
  if (user === undefined)
    return [
      ...more,
      `Give the role to the service's user: again with --for-user NAME@DOMAIN, or in the portal: Administration, Configure, System Permissions; on single clusters instead, it works on those only and writes no events.`,
    ]
  const others =
    otherRoles.length === 0
      ? []
      : [`${user.name} holds ${otherRoles.join(', ')} too; while it does, ${roleName} limits nothing.`]
  return [
    ...more,
    ...others,
    `Let the service use it: engine.username (now ${engineUser}) and engine.passwordFile. Then run: ovirt-scheduler doctor`,
  ]
}
