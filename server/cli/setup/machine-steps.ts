import { createHash } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sampleConfig } from '../../config/describe-config.ts'
import type { SettingName } from '../../config/settings.ts'
import { CliFailure } from '../outcome.ts'
import { editSetting, settingInFile } from './edit-config-file.ts'
import type { Change } from './setup-record.ts'
import type { SetupStep } from './setup-step.ts'

/** The machine as `setup` sees it. Every path is below `root`, which is empty for the machine itself. */
export type Machine = Readonly<{
  root: string
  configFile: string
  /** What goes into the configuration file. */
  settings: Readonly<Partial<Record<SettingName, string>>>
  /** Written to `settings['engine.passwordFile']`. */
  password: string
  /** Where the built plugin of the portal is. */
  pluginFolder: string
}>

const PLUGINS = '/usr/share/ovirt-engine/ui-plugins'
const PLUGIN_CONFIG = '/etc/ovirt-engine/ui-plugins/ovirt-scheduler-config.json'
const HTTPD = '/etc/httpd/conf.d'
/** As the package makes it. */
const SERVICE_USER = 'ovirt-scheduler'

const shipped = (name: string) => {
  const folder = import.meta.url.endsWith('.ts') ? './files/' : './setup-files/'
  return readFileSync(fileURLToPath(new URL(`${folder}${name}`, import.meta.url)), 'utf8')
}

/** What is to be done to files of the machine; what is so already is left out. `remarks` tell what cannot be done here. */
export function machineSteps(machine: Machine): Readonly<{ steps: readonly SetupStep[]; remarks: readonly string[] }> {
  const { root } = machine
  const isEngineHost = existsSync(join(root, PLUGINS))
  const hasHttpd = existsSync(join(root, HTTPD))
  const steps = [
    ...passwordStep(machine),
    ...settingSteps(machine),
    ...(isEngineHost ? pluginSteps(machine) : []),
    ...(hasHttpd ? fileStep(root, `${HTTPD}/ovirt-scheduler.conf`, 'ovirt-scheduler.httpd') : []),
  ]
  const remarks = [
    ...(isEngineHost
      ? []
      : [`There is no ${PLUGINS} here: the portal's plugin belongs on the engine host, by setup there.`]),
    ...(hasHttpd
      ? []
      : [`There is no ${HTTPD} here: the engine's web server must pass /ovirt-scheduler/ on to the REST API.`]),
  ]
  return { steps, remarks }
}

function passwordStep({ root, settings, password }: Machine): SetupStep[] {
  const path = settings['engine.passwordFile'] ?? ''
  const file = join(root, path)
  const text = `${password}\n`
  const isNew = !existsSync(file)
  if (!isNew && readFileSync(file, 'utf8') === text) return []
  // Before anything is done.
  if (!isNew) throw new CliFailure(`${path} is there with another password; remove it, or give that password`)
  return [
    {
      what: `write the password to ${path}, for the service's user alone (mode 400)`,
      carryOut() {
        const made = makeFile(root, path, text, 0o400)
        giveTo(file, root)
        return [made]
      },
    },
  ]
}

function settingSteps({ root, configFile, settings }: Machine): SetupStep[] {
  const file = join(root, configFile)
  return (Object.entries(settings) as [SettingName, string][]).flatMap(([name, after]) => {
    const before = settingInFile(file, name)
    if (before === after) return []
    const instead = before === undefined ? '' : ` in place of ${JSON.stringify(before)}`
    return {
      what: `set ${name} to ${JSON.stringify(after)}${instead} in ${configFile}`,
      carryOut() {
        const made = existsSync(file) ? [] : [makeFile(root, configFile, sampleConfig(), 0o640)]
        editSetting(file, name, after)
        return [...made, { kind: 'set', path: configFile, name, before, after }]
      },
    }
  })
}

function pluginSteps({ root, pluginFolder }: Machine): SetupStep[] {
  const links = ['ovirt-scheduler.json', 'ovirt-scheduler-resources'].flatMap((name): SetupStep[] => {
    const path = `${PLUGINS}/${name}`
    if (existsSync(join(root, path))) return []
    const target = join(pluginFolder, name)
    return [
      {
        what: `link ${path} to ${target}, for the engine to serve the portal's plugin`,
        carryOut() {
          symlinkSync(target, join(root, path))
          return [{ kind: 'link-made', path, target }]
        },
      },
    ]
  })
  return [...links, ...fileStep(root, PLUGIN_CONFIG, 'ui-plugin-config.jsonc')]
}

function fileStep(root: string, path: string, name: string): SetupStep[] {
  if (existsSync(join(root, path))) return []
  return [
    {
      what: `write ${path}`,
      carryOut: () => [makeFile(root, path, shipped(name), 0o644)],
    },
  ]
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

function makeFile(root: string, path: string, text: string, mode: number): Change {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text, { mode, flag: 'wx', flush: true })
  return { kind: 'file-made', path, sha256: sha256(text) }
}

/** To the service's user where there is one, else to whoever owns the folder. */
function giveTo(file: string, root: string): void {
  const users = existsSync(join(root, '/etc/passwd')) ? readFileSync(join(root, '/etc/passwd'), 'utf8') : ''
  const fields = users.split('\n').map(line => line.split(':'))
  const found = fields.find(([name]) => name === SERVICE_USER)
  const { uid, gid } = statSync(dirname(file))
  if (process.getuid?.() === 0) chownSync(file, Number(found?.[2] ?? uid), Number(found?.[3] ?? gid))
}
