import { Command } from 'commander'
import { apiPaths, pathTo } from '../../../shared/api/paths.ts'
import type { SwitchUnit, UnitList, UnitView } from '../../../shared/api/service.ts'
import type { Finish } from '../outcome.ts'
import { addSettingOptions, configOf, environmentHelp } from '../setting-options.ts'
import { serviceSettings, withService } from './ask-service.ts'

export const unitsDisableCommand = (_finish: Finish): Command =>
  switchCommand('disable', 'Disable a policy unit of the running service: nobody asks it until it is enabled again.')

export const unitsEnableCommand = (_finish: Finish): Command =>
  switchCommand('enable', 'Enable a policy unit of the running service that was disabled.')

function switchCommand(name: 'disable' | 'enable', description: string): Command {
  const command = new Command(name)
    .description(description)
    .argument('<unit>', 'its name, as `units list` has it')
    .option('--reason <text>', 'for those who ask later; it stands in the history')
    .addHelpText(
      'after',
      `\nIt is done as the engine user of the configuration, who needs edit_cluster_configuration in the whole system.${environmentHelp}`,
    )
  return addSettingOptions(command, serviceSettings).action(async (id: string, { reason }: { reason?: string }) => {
    const loaded = configOf(command)
    const body: SwitchUnit = { enabled: name === 'enable', ...(reason !== undefined && { reason }) }
    const { units } = await withService(loaded, ask => ask<UnitList>('PUT', pathTo(apiPaths.switchUnit, id), body))
    console.log(`${id} is ${name}d.`)
    const unit = units.find(one => one.id === id)
    if (unit !== undefined)
      for (const line of name === 'disable' ? afterDisabling(unit) : afterEnabling(unit)) console.log(line)
  })
}

const names = (of: readonly Readonly<{ name: string }>[]): string => of.map(({ name }) => name).join(', ')

const restart = 'The engine asks for units only when it starts: restart ovirt-engine to have it back.'

function afterDisabling({ functions, usedBy, policies, engine, replacesBuiltIn }: UnitView): string[] {
  return [
    ...(functions.includes('filter') && usedBy.length > 0 ? [`Its rule no longer holds in ${names(usedBy)}.`] : []),
    ...(usedBy.length === 0 ? [] : [`Clusters that use it: ${names(usedBy)}.`]),
    ...(policies.length === 0 ? [] : [`It stays in these policies and has no say there: ${names(policies)}.`]),
    ...(engine === 'seen'
      ? ['The engine goes on asking and gets no opinion; at its next start it does not find the unit and disables it.']
      : []),
    ...(replacesBuiltIn ? ['The built-in unit of this name does not take its place.'] : []),
  ]
}

function afterEnabling({ usedBy, engine, quarantined, problem = '' }: UnitView): string[] {
  return [
    ...(usedBy.length === 0 ? [] : [`Clusters that use it: ${names(usedBy)}.`]),
    ...(engine === 'not_seen' || engine === 'disabled' ? [restart] : []),
    ...(quarantined ? [`It is still in quarantine: ${problem}`] : []),
  ]
}
