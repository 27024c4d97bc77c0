import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { CliFailure, type Finish } from '../outcome.ts'
import { addSettingOptions, configOf } from '../setting-options.ts'
import { startSiteUnits } from '../start-site-units.ts'
import { silentLog } from './load-on-trial.ts'
import { pluginSettings } from './plugin-settings.ts'

export function unitsCheckCommand(finish: Finish): Command {
  const command = new Command('check')
    .description('Load every plugin of a directory as the service would, and say what is wrong with each.')
    .argument('[dir]', 'directory; without it units.directory')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExit code 1 when a file would not run.')
  return addSettingOptions(command, pluginSettings).action(
    async (given: string | undefined, { json }: { json?: boolean }) => {
      if (given !== undefined && !existsSync(given)) throw new CliFailure(`${given}: there is no such directory`)
      const preset = given === undefined ? {} : { 'units.directory': resolve(given) }
      const { siteUnits, sandbox, close } = await startSiteUnits(configOf(command, preset).config, silentLog())
      try {
        const warnings = new Map(siteUnits.units().map(({ unit, warnings: found = [] }) => [unit.id, found]))
        const plugins = siteUnits.plugins().map(({ path, state, problems, unitIds, schedulerIds }) => ({
          file: path,
          ok: state === 'active',
          problems,
          units: unitIds,
          schedulers: schedulerIds,
          warnings: unitIds.flatMap(id => (warnings.get(id) ?? []).map(warning => `${id}: ${warning}`)),
        }))
        if (json) console.log(JSON.stringify({ plugins, sandbox: sandbox.level }, undefined, 2))
        else console.log(plugins.length === 0 ? 'No plugins there.' : plugins.map(asText).join('\n'))
        if (plugins.some(({ ok }) => !ok)) finish(1)
      } finally {
        await close()
      }
    },
  )
}

type Checked = Readonly<{
  file: string
  ok: boolean
  problems: readonly string[]
  units: readonly string[]
  schedulers: readonly string[]
  warnings: readonly string[]
}>

const asText = ({ file, ok, problems, units, schedulers, warnings }: Checked): string =>
  [
    `${ok ? '✓' : '✗'} ${[file, [...units, ...schedulers].join(', ')].filter(part => part !== '').join(': ')}`,
    ...problems.map(problem => `    ${problem}`),
    ...warnings.map(warning => `  ! ${warning}`),
  ].join('\n')
