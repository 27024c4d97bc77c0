import { ConfigError } from '../../config/config-error.ts'
import { readPasswordFile } from '../../config/read-config-file.ts'
import type { Config } from '../../config/settings.ts'
import { isEngineError } from '../../engine/http/engine-error.ts'
import { rolePort } from '../../engine/role-port.ts'
import type { Log } from '../../telemetry/log.ts'
import { openEngineHttp } from '../open-engine-http.ts'
import { CliFailure } from '../outcome.ts'
import { carryOutRole } from './carry-out-role.ts'
import { planRole } from './plan-role.ts'
import { permitsChosen, type RoleOptions } from './role-options.ts'
import { leftToDo, stepText } from './role-text.ts'

/** What `doctor --create-role` was given. */
export type CreateRoleOptions = RoleOptions &
  Readonly<{
    forUser?: string
    /** Without it nothing is changed. */
    yes?: boolean
  }>

const DEADLINE_MS = 60_000

/**
 * Makes the role of least privilege in the engine, or brings the one of that name up to it, as an administrator whose
 * credentials are used for this alone. Without `yes` it tells what it would do. Throws ConfigError and CliFailure.
 */
export async function createRole(
  config: Config,
  options: CreateRoleOptions,
  log: Log,
  print: (line: string) => void,
): Promise<void> {
  const { roleName, forUser, yes = false } = options
  const { username, password } = administrator(options)
  const permits = permitsChosen(options)
  const http = openEngineHttp(config, { username, password }, log)
  const port = rolePort(http)
  const signal = AbortSignal.timeout(DEADLINE_MS)
  try {
    const plan = await planRole(port, { roleName, permits, forUser }, signal)
    const { steps } = plan
    print(`The role ${roleName} in ${config['engine.url']}, as ${username}:`)
    if (steps.length === 0) print('✓ it is there and permits what is needed; nothing to do')
    if (yes) await carryOutRole(port, plan, step => print(`✓ ${stepText(step, roleName, permits)}`), signal)
    else for (const step of steps) print(`· would ${stepText(step, roleName, permits)}`)
    if (!yes && steps.length > 0) print('Nothing has been changed. With --yes it is done.')
    for (const line of leftToDo(plan, config['engine.username'])) print(`→ ${line}`)
  } catch (error) {
    throw isEngineError(error) ? new CliFailure(error.message, { cause: error }) : error
  } finally {
    await http.close()
  }
}

function administrator({ adminUser = '', adminPasswordFile = '' }: CreateRoleOptions) {
  const problems = [
    ...(adminUser === '' ? ['--create-role needs --admin-user NAME@PROFILE, who may make roles in the engine'] : []),
    ...(adminPasswordFile === ''
      ? ['--create-role needs --admin-password-file, a file with that password on its first line (chmod 600)']
      : []),
  ]
  if (problems.length > 0) throw new ConfigError(problems)
  return { username: adminUser, password: readPasswordFile(adminPasswordFile, '--admin-password-file') }
}
