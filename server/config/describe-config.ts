import type { LoadedConfig } from './load-config.ts'
import type { Setting } from './setting.ts'
import { environmentName, flagName, settingNames, settings } from './settings.ts'

/** One line per setting: name, value, where it came from. Secrets are masked. */
export function describeConfig({ config, origins }: LoadedConfig): string {
  const rows = settingNames.map(name => {
    const setting: Setting<unknown> = settings[name]
    const value = config[name]
    const shown = setting.secret ? (value === '' ? '(not set)' : '********') : JSON.stringify(value)
    return { name, shown: setting.unit ? `${shown} ${setting.unit}` : shown, origin: origins[name] }
  })
  const width = (key: 'name' | 'shown') => Math.max(...rows.map(row => row[key].length))
  return rows
    .map(row => `${row.name.padEnd(width('name'))}  ${row.shown.padEnd(width('shown'))}  ${row.origin}`)
    .join('\n')
}

/** A commented configuration file that changes nothing: every setting at its default, switched off. */
export function sampleConfig(): string {
  const sections = Map.groupBy(settingNames, name => name.slice(0, name.indexOf('.')))
  const blocks = [...sections].map(([section, names]) => {
    const lines = names.flatMap(name => {
      const setting: Setting<unknown> = settings[name]
      const unit = setting.unit ? ` (${setting.unit})` : ''
      return [
        `  # ${setting.help}${unit}`,
        `  # Also ${environmentName(name)} and ${flagName(name)}.`,
        `  #${name.slice(section.length + 1)}: ${JSON.stringify(setting.default)}`,
      ]
    })
    return [`${section}:`, ...lines].join('\n')
  })
  return `# Configuration of ovirt-scheduler. Flags win over the environment, that over this file,\n# that over scheduler.conf of the old daemon in legacy.directory.\n\n${blocks.join('\n\n')}\n`
}
