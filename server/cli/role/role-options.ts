import { type Command, Option } from 'commander'
import { permitsWith, ROLE_NAME, type RoleOption, type RolePermit } from './service-role.ts'

/** What every command that makes the role is given. */
export type RoleOptions = Readonly<{
  adminUser?: string
  adminPasswordFile?: string
  roleName: string
  withPolicies?: boolean
  withStop?: boolean
}>

/** Adds them; `when` stands before each help text of a command that does other things too. */
export function addRoleOptions(command: Command, when = ''): Command {
  return command
    .addOption(
      new Option('--admin-user <user@profile>', `${when}who may make users and roles in the engine`).env(
        'OVIRT_SCHEDULER_ADMIN_USER',
      ),
    )
    .addOption(
      new Option('--admin-password-file <file>', `${when}file whose first line is that password`).env(
        'OVIRT_SCHEDULER_ADMIN_PASSWORD_FILE',
      ),
    )
    .option('--role-name <name>', `${when}the name of the role`, ROLE_NAME)
    .option('--with-policies', `${when}it may edit what scheduling policies consist of`)
    .option('--with-stop', `${when}it may suspend and shut down VMs (tuning.allowStop)`)
}

/** The permits that were asked for. */
export function permitsChosen({ withPolicies = false, withStop = false }: RoleOptions): readonly RolePermit[] {
  const chosen: RoleOption[] = [...(withPolicies ? ['policies' as const] : []), ...(withStop ? ['stop' as const] : [])]
  return permitsWith(new Set(chosen))
}
