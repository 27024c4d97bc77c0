import { closestTo } from './closest-to.ts'
import type { Setting } from './setting.ts'
import { type Config, environmentName, flagName, type SettingName, settingNames, settings } from './settings.ts'

export type Origin = 'default' | 'file' | 'environment' | 'flag'
export type LoadedConfig = Readonly<{ config: Config; origins: Readonly<Record<SettingName, Origin>> }>

/** Every problem at once, each with its place and the fix. */
export class ConfigError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'ConfigError'
    this.problems = problems
  }
}

export type ConfigSources = Readonly<{
  /** The parsed file and its name for messages; undefined: there is none. */
  file?: Readonly<{ name: string; content: unknown }> | undefined
  environment: Readonly<Record<string, string | undefined>>
  flags: Readonly<Partial<Record<SettingName, unknown>>>
}>

/** Flags win over the environment, that over the file, that over the defaults. Throws ConfigError. */
export function loadConfig({ file, environment, flags }: ConfigSources): LoadedConfig {
  const problems: string[] = []
  const fromFile = file === undefined ? {} : flatten(file.name, file.content, problems)
  problems.push(...unknownVariables(environment))

  const entries = settingNames.map((name): [SettingName, unknown, Origin] => {
    const candidates: [unknown, Origin, string][] = [
      [flags[name], 'flag', flagName(name)],
      [environment[environmentName(name)], 'environment', environmentName(name)],
      [fromFile[name], 'file', `${file?.name}: ${name}`],
    ]
    const setting: Setting<unknown> = settings[name]
    const found = candidates.find(([value]) => value !== undefined)
    if (found === undefined) return [name, setting.default, 'default']
    const [given, origin, place] = found
    const parsed = setting.parse(given)
    if (parsed.ok) return [name, parsed.value, origin]
    // A secret's own text must not reach a terminal or a log.
    problems.push(`${place} ${setting.secret ? 'is not valid text' : parsed.problem}`)
    return [name, setting.default, origin]
  })

  if (problems.length > 0) throw new ConfigError(problems)
  return {
    config: Object.fromEntries(entries) as unknown as Config,
    origins: Object.fromEntries(entries.map(([name, , origin]) => [name, origin])) as Record<SettingName, Origin>,
  }
}

/** `{ engine: { url } }` → `{ 'engine.url' }`, refusing whatever is not a setting. */
function flatten(fileName: string, content: unknown, problems: string[]): Partial<Record<SettingName, unknown>> {
  const found: Partial<Record<SettingName, unknown>> = {}
  if (content === null || content === undefined) return found
  if (!isMapping(content)) {
    problems.push(`${fileName} must hold sections such as "engine:" with settings below them`)
    return found
  }
  for (const [section, members] of Object.entries(content)) {
    if (!settingNames.some(name => name.startsWith(`${section}.`))) {
      problems.push(`${fileName}: ${section} is not a known section${suggest(section, sections())}`)
    } else if (!isMapping(members)) {
      problems.push(`${fileName}: ${section} must hold settings, e.g. "${example(section)}"`)
    } else {
      for (const [key, value] of Object.entries(members)) {
        const name = settingNames.find(candidate => candidate === `${section}.${key}`)
        if (name === undefined) {
          problems.push(
            `${fileName}: ${section}.${key} is not a known setting${suggest(`${section}.${key}`, settingNames)}`,
          )
        } else if (value !== null) {
          found[name] = value
        }
      }
    }
  }
  return found
}

function unknownVariables(environment: ConfigSources['environment']): string[] {
  const known = settingNames.map(environmentName)
  return Object.keys(environment)
    .filter(name => name.startsWith('OVIRT_SCHEDULER_') && name !== 'OVIRT_SCHEDULER_CONFIG' && !known.includes(name))
    .map(name => `${name} in the environment is not a known setting${suggest(name, known)}`)
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const sections = () => [...new Set(settingNames.map(name => name.slice(0, name.indexOf('.'))))]
const example = (section: string) => settingNames.find(name => name.startsWith(`${section}.`)) ?? section
const suggest = (given: string, known: readonly string[]) => {
  const closest = closestTo(given, known)
  return closest === undefined ? '; "ovirt-scheduler config" lists them all' : `; did you mean ${closest}?`
}
