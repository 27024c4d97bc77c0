import { enginePath } from './engine-parts.ts'
import { enginesSection } from './flatten-sections.ts'
import type { LoadedConfig, LoadedConfigs } from './load-config.ts'
import type { Setting } from './setting.ts'
import { environmentName, flagName, type SettingName, settingNames, settings } from './settings.ts'

/**
 * One line per setting: name, value, where it came from. Secrets are masked. Of several engines, what holds for all and then what is
 * each one's own.
 */
export function describeConfig(loaded: LoadedConfigs): string {
  const { engines } = loaded
  if (engines === undefined) return linesOf(loaded, settingNames).join('\n')
  const parts = engines.flatMap(engine => {
    const own = settingNames.filter(
      name => engine.origins[name] === 'engine' || engine.config[name] !== loaded.config[name],
    )
    return ['', `Of the engine ${engine.engineName}, at ${enginePath(engine.engineName)}/:`, ...linesOf(engine, own)]
  })
  return ['Of all engines, where theirs is not another:', ...linesOf(loaded, settingNames), ...parts].join('\n')
}

function linesOf({ config, origins }: LoadedConfig, names: readonly SettingName[]): string[] {
  const rows = names.map(name => {
    const setting: Setting<unknown> = settings[name]
    const value = config[name]
    const shown = setting.secret ? (value === '' ? '(not set)' : '********') : JSON.stringify(value)
    return { name, shown: setting.unit ? `${shown} ${setting.unit}` : shown, origin: origins[name] }
  })
  const width = (key: 'name' | 'shown') => Math.max(...rows.map(row => row[key].length))
  return rows.map(row => `${row.name.padEnd(width('name'))}  ${row.shown.padEnd(width('shown'))}  ${row.origin}`)
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
  return `# Configuration of ovirt-scheduler. Flags win over the environment, that over this file,\n# that over scheduler.conf of the old daemon in legacy.directory.\n\n${[...blocks, sampleEngines].join('\n\n')}\n`
}

/** One line, so that it is in force when its # is taken away. */
const sampleEngines = `${enginesSection}:
  # One service may serve several engines. Each has a name, which stands in its paths (/engines/berlin/), and what differs from the
  # sections above, but for those of the service itself: rest, log, legacy and where XML-RPC is listened on.
  #berlin: { engine: { url: "https://berlin.example/ovirt-engine", passwordFile: "/etc/ovirt-scheduler/berlin.password" } }`
