import { ConfigError } from './config-error.ts'
import { type EngineConfig, enginePartProblems, readEngineParts } from './engine-parts.ts'
import { enginesSection, flattenSections, isMapping, suggest } from './flatten-sections.ts'
import { hostAccessProblems } from './host-access-problems.ts'
import { type ConfValue, parseSchedulerConf, type SchedulerConf } from './parse-scheduler-conf.ts'
import type { Setting } from './setting.ts'
import { type Config, environmentName, flagName, type SettingName, settingNames, settings } from './settings.ts'
import { transportProblems } from './transport-problems.ts'

/** engine: the part of the file that is about one of several engines. */
export type Origin = 'default' | 'scheduler.conf' | 'file' | 'engine' | 'environment' | 'flag'
/** `engineName`: of several engines this one; undefined: there is one only, or it is what holds for all of them. */
export type LoadedConfig = Readonly<{
  config: Config
  origins: Readonly<Record<SettingName, Origin>>
  engineName?: string
}>
/** What holds for all, and each of several engines; undefined: the file is about one engine. */
export type LoadedConfigs = LoadedConfig & Readonly<{ engines?: readonly EngineConfig[] }>

export type ConfigSources = Readonly<{
  /** The parsed file and its name for messages; undefined: there is none. */
  file?: Readonly<{ name: string; content: unknown }> | undefined
  environment: Readonly<Record<string, string | undefined>>
  flags: Readonly<Partial<Record<SettingName, unknown>>>
  /** The one of several engines that the flags are meant for; else they hold for all, and an engine's part wins over them. */
  flagsFor?: string | undefined
  /** The old daemon's own file; undefined: there is none. */
  schedulerConf?: SchedulerConf | undefined
}>

/**
 * Flags win over the environment, that over the file, that over scheduler.conf, that over the defaults; and over all that, for one of
 * several engines, its part of the file. Throws ConfigError.
 */
export function loadConfig({ schedulerConf, ...sources }: ConfigSources): LoadedConfigs {
  const { file, environment } = sources
  const problems: string[] = []
  const fromFile = flatten(file, problems)
  problems.push(...unknownVariables(environment))
  const old = schedulerConf === undefined ? undefined : parseSchedulerConf(schedulerConf, environment)
  problems.push(...(old?.problems ?? []))

  const entries = settingNames.map((name): [SettingName, unknown, Given | undefined] => {
    const setting: Setting<unknown> = settings[name]
    const given = findGiven(name, sources, fromFile, old?.values)
    if (given === undefined) return [name, setting.default, given]
    const parsed = setting.parse(given.value)
    if (parsed.ok) return [name, parsed.value, given]
    // A secret's own text must not reach a terminal or a log.
    problems.push(`${given.place} ${setting.secret ? 'is not valid text' : parsed.problem}`)
    return [name, setting.default, given]
  })

  const config = Object.fromEntries(entries) as unknown as Config
  const origins = Object.fromEntries(
    entries.map(([name, , given]): [SettingName, Origin] => [name, given?.origin ?? 'default']),
  ) as Record<SettingName, Origin>
  const common = { config, origins }
  const engines = readEngineParts(sources, common, problems)
  // Judged only when every single value is good, or one mistake would be reported as two.
  if (problems.length === 0) {
    const ssl = origins['xmlrpc.requireTls'] === 'scheduler.conf' ? old?.values['xmlrpc.requireTls'] : undefined
    problems.push(
      ...transportProblems(config, ssl),
      ...(engines === undefined ? hostAccessProblems(config) : enginePartProblems(engines)),
    )
  }
  if (problems.length > 0) throw new ConfigError(problems)
  return { ...common, ...(engines && { engines }) }
}

/** Where the old daemon's files are. Needed before scheduler.conf is read, so that cannot move it. */
export function legacyDirectory(sources: Omit<ConfigSources, 'schedulerConf'>): string {
  const { file } = sources
  // Problems are not lost: loadConfig finds them again.
  const fromFile = flatten(file, [])
  const setting: Setting<string> = settings['legacy.directory']
  const given = findGiven('legacy.directory', sources, fromFile, undefined)
  const parsed = setting.parse(given?.value ?? setting.default)
  return parsed.ok ? parsed.value : setting.default
}

/** By this variable the old daemon was told where its plugins are. */
const OLD_PLUGINS = 'OSCHEDPROXY_PLUGINS'

type Given = Readonly<{ value: unknown; origin: Origin; place: string }>

/** What the strongest source says about a setting; undefined: none names it. */
function findGiven(
  name: SettingName,
  { file, environment, flags }: ConfigSources,
  fromFile: Partial<Record<SettingName, unknown>>,
  fromSchedulerConf: Partial<Record<SettingName, ConfValue>> | undefined,
): Given | undefined {
  const old = fromSchedulerConf?.[name]
  const candidates: Given[] = [
    { value: flags[name], origin: 'flag', place: flagName(name) },
    { value: environment[environmentName(name)], origin: 'environment', place: environmentName(name) },
    { value: fromFile[name], origin: 'file', place: `${file?.name}: ${name}` },
    ...(name === 'units.directory'
      ? [{ value: environment[OLD_PLUGINS], origin: 'environment' as const, place: OLD_PLUGINS }]
      : []),
    { value: old?.value, origin: 'scheduler.conf', place: old?.place ?? '' },
  ]
  return candidates.find(({ value }) => value !== undefined)
}

/** What the file says for all engines: without what is about single ones. */
function flatten(file: ConfigSources['file'], problems: string[]): Partial<Record<SettingName, unknown>> {
  if (file === undefined) return {}
  const { name, content } = file
  const { [enginesSection]: _, ...common } = isMapping(content) ? content : {}
  const at = { whole: name, within: `${name}: `, besides: [enginesSection] }
  return flattenSections(isMapping(content) ? common : content, at, problems)
}

function unknownVariables(environment: ConfigSources['environment']): string[] {
  const known = settingNames.map(environmentName)
  return Object.keys(environment)
    .filter(name => name.startsWith('OVIRT_SCHEDULER_') && name !== 'OVIRT_SCHEDULER_CONFIG' && !known.includes(name))
    .map(name => `${name} in the environment is not a known setting${suggest(name, known)}`)
}
