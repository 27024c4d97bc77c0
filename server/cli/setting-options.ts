import { type Command, Option } from 'commander'
import { type LoadedConfig, legacyDirectory, loadConfig } from '../config/load-config.ts'
import { readConfigFile } from '../config/read-config-file.ts'
import { readSchedulerConf } from '../config/read-scheduler-conf.ts'
import type { Setting } from '../config/setting.ts'
import { environmentName, flagName, type SettingName, settingNames, settings } from '../config/settings.ts'

/** Adds `--config` and a flag for each named setting to a command. */
export function addSettingOptions(command: Command, names: readonly SettingName[] = settingNames): Command {
  command.addOption(new Option('-c, --config <file>', 'configuration file').env('OVIRT_SCHEDULER_CONFIG'))
  for (const name of names) {
    const setting: Setting<unknown> = settings[name]
    const argument = setting.argument ?? '[true|false]'
    const byDefault = String(setting.default)
    const shown = setting.secret || byDefault === '' ? '' : ` [default: ${byDefault}]`
    command.addOption(new Option(`${flagName(name)} ${argument}`, `${setting.help}${shown}`))
  }
  return command
}

/** The configuration a command runs with: its flags, the environment, the file, scheduler.conf. Throws ConfigError. */
export function configOf(command: Command, preset: Partial<Record<SettingName, unknown>> = {}): LoadedConfig {
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
  }
  return loadConfig({ ...sources, schedulerConf: readSchedulerConf(legacyDirectory(sources)) })
}

/** How commander names the option of a flag: --engine-url → engineUrl. */
const optionKey = (name: SettingName) =>
  flagName(name)
    .slice(2)
    .replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

export const environmentHelp = `\nEvery setting may also come from the environment, e.g. ${environmentName('engine.url')}, or from the configuration file.`
