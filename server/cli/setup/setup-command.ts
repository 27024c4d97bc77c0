import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { Command } from 'commander'
import { ConfigError } from '../../config/config-error.ts'
import { defaultConfigFile, readPasswordFile } from '../../config/read-config-file.ts'
import type { Config } from '../../config/settings.ts'
import { isEngineError } from '../../engine/http/engine-error.ts'
import { rolePort } from '../../engine/role-port.ts'
import { createLog } from '../../telemetry/logger.ts'
import { openEngineHttp } from '../open-engine-http.ts'
import { CliFailure, type Finish } from '../outcome.ts'
import { pluginFolder } from '../portal-pages.ts'
import { addRoleOptions, permitsChosen, type RoleOptions } from '../role/role-options.ts'
import { addSettingOptions, configsOf, environmentHelp } from '../setting-options.ts'
import { type Ask, askAtTerminal } from './ask.ts'
import { usualAccounts } from './engine-accounts.ts'
import { runOnHost } from './run-on-host.ts'
import { setUp } from './set-up.ts'
import { openSetupRecord } from './setup-record.ts'
import { undoSetup } from './undo-setup.ts'

type Options = RoleOptions &
  Readonly<{
    serviceUser?: string
    servicePasswordFile?: string
    runCommands?: boolean
    yes?: boolean
    undo?: boolean
    config?: string
  }>

const DEADLINE_MS = 120_000
/** What it makes ready is this machine, with its engine; others are made ready by hand, as the page on several engines says. */
const ONE_ENGINE =
  'setup makes an engine host ready for a service of its own, and the configuration is for several engines (engines:); add an engine there by hand, make its role with doctor --create-role --engine-name NAME, and see what is missing with doctor --engine-name NAME'
/** Where engine-setup puts its authority. */
const ENGINE_CA = '/etc/pki/ovirt-engine/ca.pem'

export function setupCommand(_finish: Finish): Command {
  const command = new Command('setup')
    .description(
      'Make an engine host ready for the service: user and role of least privilege, password file, configuration, the portal’s plugin. Shows all of it first, asks for what is not given, and can take it back.',
    )
    .option(
      '--service-user <user@profile>',
      'the service’s own user; its account must be there [default: scheduler@internal, with Keycloak scheduler@internalsso]',
    )
    .option('--service-password-file <file>', 'file whose first line is the password of that account')
    .option('--run-commands', 'run the commands of the engine host too, which restart the engine; else they are shown')
    .option('--yes', 'do it without asking')
    .option('--undo', 'take back what setup has done, newest first, but for what was changed since')
    .addHelpText('after', `${environmentHelp}\nWhat is done is recorded in setup.json beside the store.`)
  return addSettingOptions(addRoleOptions(command), [
    'engine.url',
    'engine.caFile',
    'store.file',
    'xmlrpc.port',
  ]).action(async (options: Options) => {
    const { config, origins, engines } = configsOf(command)
    if (engines !== undefined && options.undo !== true) throw new ConfigError([ONE_ENGINE])
    const ask = askAtTerminal()
    try {
      const isDone = options.undo
        ? await undo(config, options, ask)
        : await doIt(await withUrl(config, origins['engine.url'], ask), options, ask)
      if (!isDone) console.log('Nothing has been changed. With --yes it is done.')
    } catch (error) {
      if (error instanceof Error && error.name === 'ExitPromptError') throw new CliFailure('nothing has been changed')
      throw isEngineError(error) ? new CliFailure(error.message, { cause: error }) : error
    }
  })
}

/** The address that the engine's certificate is for is not localhost. */
async function withUrl(config: Config, origin: string, ask: Ask): Promise<Config> {
  const url =
    origin === 'default'
      ? await ask.text('the address of the engine', '--engine-url', `https://${hostname()}/ovirt-engine`)
      : config['engine.url']
  const caFile = config['engine.caFile'] === '' && existsSync(ENGINE_CA) ? ENGINE_CA : config['engine.caFile']
  return { ...config, 'engine.url': url, 'engine.caFile': caFile }
}

async function asAdministrator(config: Config, options: Options, ask: Ask) {
  const username =
    options.adminUser ??
    (await ask.text('an administrator of the engine', '--admin-user', usualAccounts('').administrator))
  const password =
    options.adminPasswordFile === undefined
      ? await ask.secret(`the password of ${username}`, '--admin-password-file')
      : readPasswordFile(options.adminPasswordFile, '--admin-password-file')
  return openEngineHttp(config, { username, password }, createLog({ level: 'silent', pretty: false }))
}

async function doIt(config: Config, options: Options, ask: Ask): Promise<boolean> {
  const { serviceUser = usualAccounts('').service, servicePasswordFile } = options
  const admin = await asAdministrator(config, options, ask)
  try {
    const password =
      servicePasswordFile === undefined
        ? await ask.secret(`the password of ${serviceUser}`, '--service-password-file')
        : readPasswordFile(servicePasswordFile, '--service-password-file')
    const configFile = options.config ?? defaultConfigFile
    return await setUp(
      {
        machine: {
          root: '',
          configFile,
          settings: {
            'engine.url': config['engine.url'],
            'engine.username': serviceUser,
            'engine.passwordFile': join(dirname(configFile), 'engine.password'),
            ...(config['engine.caFile'] !== '' && { 'engine.caFile': config['engine.caFile'] }),
          },
          password,
          pluginFolder,
        },
        serviceUser,
        roleName: options.roleName,
        permits: permitsChosen(options),
        xmlrpcPort: config['xmlrpc.port'],
        runCommands: options.runCommands ?? false,
      },
      {
        port: rolePort(admin),
        tryLogin: signal => logIn(config, { username: serviceUser, password }, signal),
        record: openSetupRecord(recordFile(config)),
        run: runOnHost,
        print: line => console.log(line),
        isAgreed: async () => options.yes ?? (await ask.isAgreed('Do it?')),
        signal: AbortSignal.timeout(DEADLINE_MS),
      },
    )
  } finally {
    await admin.close()
  }
}

async function undo(config: Config, options: Options, ask: Ask): Promise<boolean> {
  let admin: ReturnType<typeof asAdministrator> | undefined
  const port = async () => {
    admin ??= asAdministrator(config, options, ask)
    return rolePort(await admin)
  }
  const signal = AbortSignal.timeout(DEADLINE_MS)
  try {
    return await undoSetup(
      openSetupRecord(recordFile(config)),
      { root: '', port, run: options.runCommands ? runOnHost : undefined, signal },
      line => console.log(line),
      async () => options.yes ?? (await ask.isAgreed('Take it back?')),
    )
  } finally {
    await (await admin)?.close()
  }
}

const recordFile = (config: Config) => join(dirname(config['store.file']), 'setup.json')

async function logIn(config: Config, user: { username: string; password: string }, signal: AbortSignal): Promise<void> {
  const http = openEngineHttp(config, user, createLog({ level: 'silent', pretty: false }))
  try {
    await http.get('', { signal })
  } finally {
    await http.close()
  }
}
