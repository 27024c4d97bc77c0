import { Command } from 'commander'
import { apiPaths } from '../../../shared/api/paths.ts'
import type { UnitList, UnitView } from '../../../shared/api/service.ts'
import type { Finish } from '../outcome.ts'
import { addSettingOptions, configOf, environmentHelp } from '../setting-options.ts'
import { serviceSettings, withService } from './ask-service.ts'

export function unitsListCommand(_finish: Finish): Command {
  const command = new Command('list')
    .description('List the policy units of the running service: state, who uses them, whether the engine knows them.')
    .option('--json', 'print JSON')
    .addHelpText('after', environmentHelp)
  return addSettingOptions(command, serviceSettings).action(async ({ json }: { json?: boolean }) => {
    const loaded = configOf(command)
    const { units } = await withService(loaded, ask => ask<UnitList>('GET', apiPaths.units))
    console.log(json ? JSON.stringify(units, undefined, 2) : units.map(asText).join('\n'))
  })
}

const engineSays: Readonly<Record<UnitView['engine'], string>> = {
  seen: 'the engine knows it',
  not_seen: 'not yet seen by the engine',
  disabled: 'the engine has disabled it',
  unknown: 'the engine has not been read yet',
}

function asText({ id, functions, state, disabled, problem, engine, usedBy, calls }: UnitView): string {
  const used = usedBy.length === 0 ? 'no cluster' : usedBy.map(({ name }) => name).join(', ')
  const by = disabled && `  disabled by ${disabled.by.name} at ${new Date(disabled.atMs).toISOString()}`
  return [
    `${id} (${functions.join(', ')}): ${state}; ${engineSays[engine]}; used by ${used}`,
    ...(disabled && by ? [disabled.why === '' ? by : `${by}: ${disabled.why}`] : []),
    ...(problem === undefined ? [] : [`  ${state === 'quarantined' ? 'quarantined' : 'last failure'}: ${problem}`]),
    `  ${calls.count} calls, ${calls.failures} failed`,
  ].join('\n')
}
