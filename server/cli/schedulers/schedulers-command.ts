import { Command } from 'commander'
import type { Parameter } from '../../../shared/policy/parameter.ts'
import type { ListedScheduler } from '../../runtime/schedulers/schedulers.ts'
import type { Finish } from '../outcome.ts'
import { addSettingOptions, configOf, environmentHelp } from '../setting-options.ts'
import { readClusterSchedulers, startSchedulers } from '../start-schedulers.ts'
import { startSiteUnits } from '../start-site-units.ts'
import { silentLog } from '../units/load-on-trial.ts'
import { pluginSettings } from '../units/plugin-settings.ts'
import { schedulersNewCommand } from './schedulers-new-command.ts'
import { schedulersRunCommand } from './schedulers-run-command.ts'

export function schedulersCommand(finish: Finish): Command {
  const command = new Command('schedulers')
    .description('List the schedulers that clusters can be given, their policies and inputs; write and try your own.')
    .enablePositionalOptions()
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `${environmentHelp}\nA cluster is given one by schedulers.clusters. Exit code 1 when a plugin cannot be loaded.`,
    )
  addSettingOptions(command, [...pluginSettings, 'schedulers.clusters'])
  for (const sub of [schedulersNewCommand, schedulersRunCommand]) {
    command.addCommand(sub(finish).exitOverride().showHelpAfterError('(--help shows all options)'))
  }
  return command.action(async ({ json }: { json?: boolean }) => {
    const { config } = configOf(command)
    const clusters = readClusterSchedulers(config)
    const { siteUnits, close } = await startSiteUnits(config, silentLog())
    try {
      const { schedulers: siteSchedulers } = siteUnits
      const listed = startSchedulers(config, { clusters, siteSchedulers, watched: () => new Map() }).list()
      if (json) console.log(JSON.stringify(listed.map(asJson), undefined, 2))
      else console.log(listed.map(asText).join('\n\n'))
      const broken = siteUnits.plugins().filter(({ problems }) => problems.length > 0)
      for (const { path, problems } of broken) console.error(`error: ${path}: ${problems.join('; ')}`)
      if (broken.length > 0) finish(1)
    } finally {
      await close()
    }
  })
}

const asJson = ({ scheduler, source, isolation, checksum, ignored }: ListedScheduler) => ({
  ...scheduler,
  source,
  isolation,
  checksum,
  ...(ignored !== undefined && { ignored }),
})

function rangeOf(parameter: Parameter): string {
  switch (parameter.type) {
    case 'integer':
      return `${parameter.min} to ${parameter.max}`
    case 'boolean':
      return 'true or false'
    case 'choice':
      return parameter.choices.join(', ')
    case 'text':
      return parameter.pattern
  }
}

function asText({ scheduler, source, isolation, checksum, ignored }: ListedScheduler): string {
  const { id, name, version, writtenFor, policies, functions, parameters } = scheduler
  const where = isolation === 'none' ? source : `${source}; isolated: ${isolation}`
  const inputs = Object.entries(parameters).map(([input, parameter]) => {
    const count = 'unit' in parameter && parameter.unit ? ` ${parameter.unit}` : ''
    return `    ${input} (${rangeOf(parameter)}${count}, default ${parameter.default})\n      ${parameter.help}`
  })
  return [
    `${id} ${version} (${where})`,
    `  ${name}, written for ${writtenFor}, checksum ${checksum.slice(0, 12)}`,
    `  policies: ${policies.join(', ')}`,
    `  functions: ${functions.join(', ')}`,
    ...inputs,
    ...(ignored === undefined ? [] : [`  not used: ${ignored}`]),
  ].join('\n')
}
