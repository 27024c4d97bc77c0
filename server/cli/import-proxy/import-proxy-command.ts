import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Command } from 'commander'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import { parseSnapshot } from '../../../shared/model/snapshot-schema.ts'
import { ConfigError } from '../../config/config-error.ts'
import { enginePassword } from '../engine-password.ts'
import { CliFailure, type Finish } from '../outcome.ts'
import { addSettingOptions, configOf, configOfEach } from '../setting-options.ts'
import { commandText } from '../setup/host-commands.ts'
import { mustRun, runOnHost } from '../setup/run-on-host.ts'
import { pluginSettings } from '../units/plugin-settings.ts'
import { readSnapshotFile } from '../units/read-snapshot-file.ts'
import { starterSnapshot } from '../units/unit-starters.ts'
import { comparePlugin, type PluginReport } from './compare-plugin.ts'
import { findInstallation } from './find-installation.ts'
import { copyPlugins, planTakeOver } from './take-over.ts'

type Options = Readonly<{ snapshot?: string; yes?: boolean; runCommands?: boolean; json?: boolean }>

export function importProxyCommand(finish: Finish): Command {
  const command = new Command('import-proxy')
    .description(
      'Take over from ovirt-scheduler-proxy: find its plugins, try each as the old daemon and as this service would, and say what differs and why. Changes nothing without --yes.',
    )
    .argument('[dir]', 'its directory of plugins; without it, where the old daemon looked for them')
    .option(
      '--snapshot <file>',
      'what they are tried on; "units snapshot" writes one of your engine. Else a small made-up one',
    )
    .option('--yes', 'copy the plugins that run, and their NAME.conf, into units.directory')
    .option('--run-commands', 'with --yes: stop the old daemon and start this service; else the commands are shown')
    .option('--json', 'print what was found as JSON, and do nothing')
    .addHelpText('after', '\nExit code 1 when a plugin does not run here, or a file is in the way.')
  return addSettingOptions(command, pluginSettings).action(async (given: string | undefined, options: Options) => {
    if (options.yes && options.runCommands) mustHaveAccount(command)
    const { config } = configOf(command)
    const found = findInstallation(given, { legacyDirectory: config['legacy.directory'], environment: process.env })
    const snapshot = options.snapshot === undefined ? madeUp() : readSnapshotFile(options.snapshot)
    const reports: PluginReport[] = []
    if (!options.json) console.log(`${found.directory} (${found.because}): ${found.plugins.length} plugins`)
    for (const name of found.plugins) {
      const file = join(found.directory, name)
      const report = await comparePlugin(file, readFileSync(file, 'utf8'), snapshot, config)
      reports.push(report)
      if (!options.json) console.log(asText(report, name))
    }
    if (reports.some(({ problems }) => problems.length > 0)) finish(1)
    if (options.json) {
      console.log(JSON.stringify({ ...found, reports }, undefined, 2))
      return
    }
    const fit = found.plugins.filter((_, index) => reports[index]?.problems.length === 0)
    const target = resolve(config['units.directory'])
    const plan = planTakeOver(found, fit, target)
    const { copies, conflicts, commands } = plan
    for (const { from, to } of copies) console.log(`${options.yes ? '✓' : '·'} copy ${from} to ${to}`)
    for (const file of conflicts) console.log(`✗ ${file} is there already with another content; compare the two`)
    if (conflicts.length > 0) finish(1)
    if (options.yes) copyPlugins(plan, target)
    for (const one of commands) {
      console.log(`${options.yes && options.runCommands ? '✓' : '→ run:'} ${commandText(one)}`)
      if (options.yes && options.runCommands) mustRun(runOnHost, one)
    }
    console.log(
      'The engine keeps its units by name: no restart, unless there are new ones. Then look: ovirt-scheduler doctor',
    )
    if (!options.yes) console.log('Nothing has been changed. With --yes it is done.')
  })
}

/** A service that is started without one would take the port and answer nothing. Throws CliFailure. */
function mustHaveAccount(command: Command): void {
  try {
    for (const { config } of configOfEach(command)) enginePassword(config)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const how =
      'Run "ovirt-scheduler setup" first, then "ovirt-scheduler setup --run-commands", which ends the old daemon too'
    throw new CliFailure(`The service has no account in the engine yet: ${error.message}. ${how}.`, { cause: error })
  }
}

function madeUp(): Snapshot {
  const parsed = parseSnapshot(starterSnapshot)
  if (!parsed.ok) throw new Error(parsed.problems.join('; '))
  return parsed.snapshot
}

const marks = { same: '✓', differs: '!', fails: '✗' } as const

function asText({ problems, units, notes }: PluginReport, name: string): string {
  return [
    `${problems.length === 0 ? '✓' : '✗'} ${name}${units.length === 0 ? '' : `: ${units.map(({ id }) => id).join(', ')}`}`,
    ...problems.map(problem => `    does not run here: ${problem}`),
    ...units.flatMap(({ id, warnings, functions }) => [
      ...warnings.map(warning => `  ! ${id}: ${warning}`),
      ...functions.map(({ function: of, verdict, text }) => {
        const how = verdict === 'same' ? `as before: ${text}` : text
        return `  ${marks[verdict]} ${id} ${of}: ${how}`
      }),
    ]),
    ...notes.map(note => `  ! it ${note}`),
  ].join('\n')
}
