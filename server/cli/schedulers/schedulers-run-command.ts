import { Command } from 'commander'
import type { SettingName } from '../../config/settings.ts'
import { parseClusterSchedulers } from '../../runtime/schedulers/cluster-schedulers.ts'
import { rankedHosts } from '../../scheduling/pipeline/ranked-hosts.ts'
import { onTrial } from '../on-trial.ts'
import { CliFailure, type Finish } from '../outcome.ts'
import { addSettingOptions, configOf, environmentHelp } from '../setting-options.ts'
import { engineSettings, pluginSettings } from '../units/plugin-settings.ts'
import { readSnapshotFile } from '../units/read-snapshot-file.ts'
import { pickCluster, pickVm } from '../units/unit-question.ts'
import { readEngine } from '../units/units-run-command.ts'
import { opinionText, selectionText } from './show-opinion.ts'

type Options = Readonly<{ cluster: string; vm?: string; snapshot?: string; json?: boolean }>

const settings: readonly SettingName[] = [...engineSettings, ...pluginSettings, 'scheduling.unknownFacts']

export function schedulersRunCommand(finish: Finish): Command {
  const command = new Command('run')
    .description(
      'Ask a scheduler what it wants done in a cluster, or which host it selects for a VM. Nothing is moved.',
    )
    .argument('<scheduler>', 'SCHEDULER, SCHEDULER/POLICY or SCHEDULER/POLICY?input=value&input=value')
    .requiredOption('--cluster <cluster>', 'name or id of a cluster')
    .option('--vm <vm>', 'name or id of a VM of it: which host would be selected?')
    .option('--snapshot <file>', 'ask about a snapshot in a file instead of your engine')
    .option('--json', 'print JSON')
    .addHelpText('after', `${environmentHelp}\nExit code 1 when the scheduler gave no answer.`)
  return addSettingOptions(command, settings).action(async (wanted: string, options: Options) => {
    const { config } = configOf(command)
    const { clusters, problems } = parseClusterSchedulers([`*=${wanted}`])
    if (problems.length > 0) throw new CliFailure(`${wanted} must be SCHEDULER/POLICY?input=value&input=value`)
    const snapshot = options.snapshot === undefined ? await readEngine(config) : readSnapshotFile(options.snapshot)
    await onTrial(config, { snapshot, clusters }, async ({ index, schedulers, advisor, explain }) => {
      const cluster = pickCluster(snapshot, options.cluster)
      const unusable = schedulers.of(cluster, index).problems
      if (unusable.length > 0) throw new CliFailure(unusable.join('\n'))
      if (options.vm !== undefined) {
        const vm = pickVm(snapshot, options.vm)
        const explained = await explain(vm)
        const candidates = explained === undefined ? [] : rankedHosts(explained.decision)
        const answered = await schedulers.selectHost({ index, cluster, vm, candidates }, { isTrial: true })
        console.log(options.json ? JSON.stringify(answered, undefined, 2) : selectionText(vm, answered, index))
        if (!answered.ok || answered.value.hostId === undefined) finish(1)
        return
      }
      const opinion = await advisor.advise(cluster, index)
      console.log(options.json ? JSON.stringify(opinion, undefined, 2) : opinionText(opinion, cluster, index))
      if (opinion.problems.length > 0) finish(1)
    })
  })
}
