import type { Context } from './context.ts'

/** The audit event of a change to an affinity group or label. */
export function logAffinityChange({ world, user, correlationId }: Context, code: number, description: string): void {
  world.addEvent({
    code,
    severity: 'normal',
    description: `${description} (User: ${user.login}@${user.authz})`,
    origin: 'oVirt',
    customId: -1,
    correlationId,
    userId: user.id,
  })
}
