import { type Command, Option } from 'commander'
import { ConfigError } from '../config/config-error.ts'
import { type LoadedConfig, type LoadedConfigs, legacyDirectory, loadConfig } from '../config/load-config.ts'
import { readConfigFile } from '../config/read-config-file.ts'
import { readSchedulerConf } from '../config/read-scheduler-conf.ts'
import type { Setting } from '../config/setting.ts'
import { environmentName, flagName, type SettingName, settingNames, settings } from '../config/settings.ts'

const ENGINE_NAME = '--engine-name'

/** Adds `--config`, `--engine-name` and a flag for each named setting to a command. */
export function addSettingOptions(command: Command, names: readonly SettingName[] = settingNames): Command {
  command.addOption(new Option('-c, --config <file>', 'configuration file').env('OVIRT_SCHEDULER_CONFIG'))
  command.addOption(new Option(`${ENGINE_NAME} <name>`, 'the one of several engines that it is about'))
  return addSettingFlags(command, names)
}

/** As `addSettingOptions`, for a command that is about all engines. */
export function addServiceOptions(command: Command): Command {
  command.addOption(new Option('-c, --config <file>', 'configuration file').env('OVIRT_SCHEDULER_CONFIG'))
  return addSettingFlags(command, settingNames)
}

function addSettingFlags(command: Command, names: readonly SettingName[]): Command {
  for (const name of names) {
    const setting: Setting<unknown> = settings[name]
    const argument = setting.argument ?? '[true|false]'
    const byDefault = String(setting.default)
    const shown = setting.secret || byDefault === '' ? '' : ` [default: ${byDefault}]`
    command.addOption(new Option(`${flagName(name)} ${argument}`, `${setting.help}${shown}`))
  }
  return command
}

/**
 * The configuration a command runs with: its flags, the environment, the file, scheduler.conf; of several engines that of the one which
 * is named, or what holds for all where the command is about none. Throws ConfigError.
 */
export function configOf(command: Command, preset: Partial<Record<SettingName, unknown>> = {}): LoadedConfig {
  const wanted = engineNameOf(command)
  const loaded = read(command, preset, wanted)
  const { engines } = loaded
  if (engines === undefined) {
    if (wanted === undefined) return loaded
    throw new ConfigError([`${ENGINE_NAME} ${wanted}: the configuration is about one engine only; leave it out`])
  }
  const names = engines.map(({ engineName }) => engineName)
  if (wanted === undefined && !isAboutAnEngine(command)) return loaded
  const [only, ...others] = names
  const name = wanted ?? (others.length === 0 ? only : undefined)
  const { engines: asked = [] } = name === wanted ? loaded : read(command, preset, name)
  const found = asked.find(({ engineName }) => engineName === name)
  if (found !== undefined) return found
  const why =
    name === undefined
      ? `there are several engines; say with ${ENGINE_NAME} which one it is about`
      : `${ENGINE_NAME} ${name}: there is no such engine`
  throw new ConfigError([`${why}: ${names.join(', ')}`])
}

/** The configuration of the engine that is named, otherwise of each. Throws ConfigError. */
export function configOfEach(command: Command): readonly LoadedConfig[] {
  if (engineNameOf(command) !== undefined) return [configOf(command)]
  const loaded = configsOf(command)
  return loaded.engines ?? [loaded]
}

/** What holds for all, and for each engine where there are several. Throws ConfigError. */
export const configsOf = (command: Command): LoadedConfigs => read(command, {}, undefined)

/** `flagsFor`: the engine that the flags are meant for. */
function read(
  command: Command,
  preset: Partial<Record<SettingName, unknown>>,
  flagsFor: string | undefined,
): LoadedConfigs {
  const given: Record<string, unknown> = command.opts()
  const flags = Object.fromEntries(
    settingNames.flatMap(name => {
      const value = given[optionKey(name)]
      return value === undefined ? [] : [[name, value]]
    }),
  )
  const sources = {
    file: readConfigFile(typeof given.config === 'string' ? given.config : undefined),
    environment: process.env,
    flags: { ...preset, ...flags },
    flagsFor,
  }
  return loadConfig({ ...sources, schedulerConf: readSchedulerConf(legacyDirectory(sources)) })
}

function engineNameOf(command: Command): string | undefined {
  const { engineName } = command.opts<{ engineName?: string }>()
  return engineName
}

/** Plugins may be tried without any. */
const isAboutAnEngine = (command: Command): boolean =>
  command.options.some(({ long }) => long === flagName('engine.url') || long === flagName('store.file'))

/** How commander names the option of a flag: --engine-url → engineUrl. */
const optionKey = (name: SettingName) =>
  flagName(name)
    .slice(2)
    .replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

export const environmentHelp = `\nEvery setting may also come from the environment, e.g. ${environmentName('engine.url')}, or from the configuration file.`
