import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { keycloak } from '../../engine/keycloak.ts'
import { commandText } from './host-commands.ts'

/** engine-setup writes it where it installs Keycloak. */
const KEYCLOAK = `/etc/ovirt-engine/extensions.d/${keycloak.provider}.properties`

/** Who is meant where nobody says, as they log in. `root`: of the engine's machine, empty for this one. */
export const usualAccounts = (root: string): Readonly<{ administrator: string; service: string }> =>
  existsSync(join(root, KEYCLOAK))
    ? { administrator: `admin@ovirt@${keycloak.profile}`, service: `scheduler@${keycloak.profile}` }
    : { administrator: 'admin@internal', service: 'scheduler@internal' }

/** How an administrator makes the account `user`, NAME@PROFILE: those of a directory are beyond the engine's API. */
export function howToMakeAccount(user: string): string {
  const at = user.lastIndexOf('@')
  const [login, profile] = [user.slice(0, at), user.slice(at + 1)]
  if (profile === keycloak.profile)
    return `The account is made in the engine's Keycloak: https://ENGINE/ovirt-engine-auth/admin, realm ovirt-internal, Users, Add user: ${login}; then Credentials, Set password, Temporary off.`
  if (profile !== 'internal') return `An account ${login} must be in the directory ${profile}, with the password given.`
  const tool = (...words: string[]) => `  ${commandText(['ovirt-aaa-jdbc-tool', 'user', ...words])}`
  return [
    'On the engine host the account is made, and given the password, by',
    tool('add', login, '--attribute=firstName=oVirt', '--attribute=lastName=Scheduler'),
    tool('password-reset', login, '--password-valid-to=2100-01-01 00:00:00Z'),
  ].join('\n')
}
