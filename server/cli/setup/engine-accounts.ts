import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { commandText } from './host-commands.ts'

/** engine-setup writes it where it installs Keycloak, which it does by default in new engines since 4.5.1. */
const KEYCLOAK = '/etc/ovirt-engine/extensions.d/internalkeycloak-authz.properties'
/** The profile of accounts in that Keycloak; the administrator of it is called admin@ovirt. */
const KEYCLOAK_PROFILE = 'internalsso'

/** Who is meant where nobody says, as they log in. `root`: of the engine's machine, empty for this one. */
export const usualAccounts = (root: string): Readonly<{ administrator: string; service: string }> =>
  existsSync(join(root, KEYCLOAK))
    ? { administrator: `admin@ovirt@${KEYCLOAK_PROFILE}`, service: `scheduler@${KEYCLOAK_PROFILE}` }
    : { administrator: 'admin@internal', service: 'scheduler@internal' }

/** How an administrator makes the account `user`, NAME@PROFILE: those of a directory are beyond the engine's API. */
export function howToMakeAccount(user: string): string {
  const at = user.lastIndexOf('@')
  const [login, profile] = [user.slice(0, at), user.slice(at + 1)]
  if (profile === KEYCLOAK_PROFILE)
    return `The account is made in the engine's Keycloak: https://ENGINE/ovirt-engine-auth/admin, realm ovirt-internal, Users, Add user: ${login}; then Credentials, Set password, Temporary off.`
  if (profile !== 'internal') return `An account ${login} must be in the directory ${profile}, with the password given.`
  const tool = (...words: string[]) => `  ${commandText(['ovirt-aaa-jdbc-tool', 'user', ...words])}`
  return [
    'On the engine host the account is made, and given the password, by',
    tool('add', login, '--attribute=firstName=oVirt', '--attribute=lastName=Scheduler'),
    tool('password-reset', login, '--password-valid-to=2100-01-01 00:00:00Z'),
  ].join('\n')
}
