import { Command } from 'commander'
import { parameterRegex } from '../../../shared/policy/parameter.ts'
import { propertiesRegex } from '../../../shared/policy/properties.ts'
import { builtIn } from '../../runtime/unit-runner.ts'
import type { RegisteredUnit } from '../../runtime/unit-runtime.ts'
import { builtInUnits } from '../../units/built-in-units.ts'
import type { Finish } from '../outcome.ts'
import { addSettingOptions, configOf, environmentHelp } from '../setting-options.ts'
import { startSiteUnits } from '../start-site-units.ts'
import { silentLog } from './load-on-trial.ts'
import { pluginSettings } from './plugin-settings.ts'
import { unitsCheckCommand } from './units-check-command.ts'
import { unitsListCommand } from './units-list-command.ts'
import { unitsNewCommand } from './units-new-command.ts'
import { unitsRunCommand } from './units-run-command.ts'
import { unitsSnapshotCommand } from './units-snapshot-command.ts'
import { unitsDisableCommand, unitsEnableCommand } from './units-switch-commands.ts'
import { unitsTestCommand } from './units-test-command.ts'

export function unitsCommand(finish: Finish): Command {
  const command = new Command('units')
    .description(
      'List the policy units, what each does, and the properties a cluster policy can set; enable and disable those of the running service; write and try your own.',
    )
    // Options behind a subcommand are its own, though this one has some of the same name.
    .enablePositionalOptions()
    .option('--json', 'print JSON')
    .addHelpText('after', `${environmentHelp}\nExit code 1 when a plugin cannot be loaded.`)
  addSettingOptions(command, pluginSettings)
  const running = [unitsListCommand, unitsDisableCommand, unitsEnableCommand]
  const writing = [unitsNewCommand, unitsCheckCommand, unitsTestCommand, unitsRunCommand, unitsSnapshotCommand]
  for (const sub of [...running, ...writing]) {
    command.addCommand(sub(finish).exitOverride().showHelpAfterError('(--help shows all options)'))
  }
  return command.action(async ({ json }: { json?: boolean }) => {
    const { siteUnits, sandbox, close } = await startSiteUnits(configOf(command).config, silentLog())
    try {
      const site = siteUnits.units()
      const replaced = new Set(site.map(({ unit }) => unit.id))
      const ours = builtInUnits.filter(({ id }) => !replaced.has(id)).map(unit => builtIn(unit))
      const units = [...ours, ...site]
      const broken = siteUnits.plugins().filter(({ problems }) => problems.length > 0)
      if (json) console.log(JSON.stringify(units.map(asJson), undefined, 2))
      else console.log(units.map(asText).join('\n\n'))
      for (const { path, problems } of broken) console.error(`error: ${path}: ${problems.join('; ')}`)
      if (!json && site.length > 0) console.log(`\nPlugins are isolated: ${sandbox.level} (${sandbox.wrapper}).`)
      if (broken.length > 0) finish(1)
    } finally {
      await close()
    }
  })
}

const asJson = ({ unit, source, kind, isolation, checksum, warnings = [] }: RegisteredUnit) => ({
  id: unit.id,
  description: unit.description,
  source,
  kind,
  isolation,
  ...(checksum !== undefined && { checksum }),
  functions: unit.functions,
  onFailure: unit.onFailure ?? 'open',
  parameters: unit.parameters,
  regex: unit.writtenRegex ?? propertiesRegex(unit.parameters),
  warnings,
})

function asText({ unit, source, isolation, warnings = [] }: RegisteredUnit): string {
  const properties = Object.entries(unit.parameters).map(([name, parameter]) => {
    const count = 'unit' in parameter && parameter.unit ? ` ${parameter.unit}` : ''
    const byDefault = parameter.default === '' ? 'no default' : `default ${parameter.default}${count}`
    return `    ${name} (${byDefault}, ${parameterRegex(parameter)})\n      ${parameter.help}`
  })
  const where = isolation === 'none' ? source : `${source}; isolated: ${isolation}`
  return [
    `${unit.id} (${where}; ${unit.functions.join(', ')})`,
    `  ${unit.description}`,
    ...properties,
    ...warnings.map(warning => `  warning: ${warning}`),
  ].join('\n')
}
