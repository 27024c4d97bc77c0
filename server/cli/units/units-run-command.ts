import { Command } from 'commander'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { Config } from '../../config/settings.ts'
import { createRuntime } from '../../runtime/create-runtime.ts'
import { builtIn } from '../../runtime/unit-runner.ts'
import { builtInUnits } from '../../units/built-in-units.ts'
import { connectEngine } from '../connect-engine.ts'
import { CliFailure, type Finish } from '../outcome.ts'
import { addSettingOptions, configOf, environmentHelp } from '../setting-options.ts'
import { startSiteUnits } from '../start-site-units.ts'
import { silentLog } from './load-on-trial.ts'
import { engineSettings, pluginSettings } from './plugin-settings.ts'
import { askAll, shownAsText } from './show-unit.ts'
import { pickCluster, pickVm } from './unit-question.ts'

type Options = Readonly<{ cluster: string; vm?: string; property: Record<string, string>; json?: boolean }>

const READ_DEADLINE_MS = 120_000

const property = (given: string, before: Record<string, string>): Record<string, string> => {
  const equals = given.indexOf('=')
  if (equals <= 0) throw new CliFailure(`--property ${given}: write NAME=VALUE`)
  return { ...before, [given.slice(0, equals)]: given.slice(equals + 1) }
}

export function unitsRunCommand(finish: Finish): Command {
  const command = new Command('run')
    .description('Ask one unit about a cluster of your engine as it is now. Nothing is moved.')
    .argument('<name>', 'the unit')
    .requiredOption('--cluster <cluster>', 'name or id of a cluster')
    .option('--vm <vm>', 'name or id of a VM, for filters and weights')
    .option('--property <name=value>', 'instead of the cluster’s own value; may be repeated', property, {})
    .option('--json', 'print JSON')
    .addHelpText('after', `${environmentHelp}\nExit code 1 when the unit gave no answer.`)
  return addSettingOptions(command, [...engineSettings, ...pluginSettings]).action(
    async (name: string, options: Options) => {
      const { config } = configOf(command)
      const snapshot = await readEngine(config)
      const { siteUnits, close } = await startSiteUnits(config, silentLog())
      try {
        siteUnits.show(snapshot)
        const runtime = createRuntime({
          units: builtInUnits.map(unit => builtIn(unit)),
          siteUnits: siteUnits.units,
          elapsedMs: () => performance.now(),
        })
        const found = runtime.list().find(({ unit }) => unit.id === name)
        if (found === undefined) {
          const names = runtime.list().map(({ unit }) => unit.id)
          throw new CliFailure(`there is no unit "${name}"; there are ${names.join(', ')}`)
        }
        const cluster = pickCluster(snapshot, options.cluster)
        const vm = options.vm === undefined ? undefined : pickVm(snapshot, options.vm)
        const subjects = { snapshot, cluster, vm }
        const properties = { ...cluster.properties, ...options.property }
        const shown = await askAll(found.unit, runtime, subjects, properties)
        if (options.json)
          console.log(JSON.stringify({ unit: name, cluster: cluster.name, vm: vm?.name, ...shown }, undefined, 2))
        else console.log(shownAsText(found.unit, shown, subjects) || 'This unit needs a VM: add --vm NAME.')
        if (Object.values(shown).some(({ ok }) => !ok)) finish(1)
      } finally {
        await close()
      }
    },
  )
}

/** Throws CliFailure when the engine cannot be read. */
export async function readEngine(config: Config): Promise<Snapshot> {
  const engine = connectEngine(config, silentLog())
  try {
    return await engine.readSnapshot(AbortSignal.timeout(READ_DEADLINE_MS))
  } catch (error) {
    throw new CliFailure(`the engine cannot be read: ${(error as Error).message}`, { cause: error })
  } finally {
    await engine.close()
  }
}
