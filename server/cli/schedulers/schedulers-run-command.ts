import { Command } from 'commander'
import type { SettingName } from '../../config/settings.ts'
import { createSchedulerAdvisor } from '../../cycles/scheduler-advisor.ts'
import { createStatusWatch } from '../../cycles/status-watch.ts'
import { indexSnapshot } from '../../model/indexed-snapshot.ts'
import { createRuntime } from '../../runtime/create-runtime.ts'
import { explainWithUnits } from '../../runtime/explain-with-units.ts'
import { parseClusterSchedulers } from '../../runtime/schedulers/cluster-schedulers.ts'
import { builtIn } from '../../runtime/unit-runner.ts'
import { rankedHosts } from '../../scheduling/pipeline/ranked-hosts.ts'
import { builtInUnits } from '../../units/built-in-units.ts'
import { CliFailure, type Finish } from '../outcome.ts'
import { addSettingOptions, configOf, environmentHelp } from '../setting-options.ts'
import { startSchedulers } from '../start-schedulers.ts'
import { startSiteUnits } from '../start-site-units.ts'
import { silentLog } from '../units/load-on-trial.ts'
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
    const { siteUnits, close } = await startSiteUnits(config, silentLog())
    try {
      siteUnits.show(snapshot)
      const watched = () => new Map()
      const schedulers = startSchedulers(config, { clusters, siteSchedulers: siteUnits.schedulers, watched })
      const index = indexSnapshot(snapshot)
      const cluster = pickCluster(snapshot, options.cluster)
      const units = createRuntime({
        units: builtInUnits.map(unit => builtIn(unit)),
        siteUnits: siteUnits.units,
        elapsedMs: () => performance.now(),
      })
      const unusable = schedulers.of(cluster, index).problems
      if (unusable.length > 0) throw new CliFailure(unusable.join('\n'))
      const deps = { units, onUnknown: config['scheduling.unknownFacts'], watched }
      if (options.vm !== undefined) {
        const vm = pickVm(snapshot, options.vm)
        const explained = await explainWithUnits(index, vm, deps)
        const candidates = explained === undefined ? [] : rankedHosts(explained.decision)
        const answered = await schedulers.selectHost({ index, cluster, vm, candidates }, { isTrial: true })
        console.log(options.json ? JSON.stringify(answered, undefined, 2) : selectionText(vm, answered, index))
        if (!answered.ok || answered.value.hostId === undefined) finish(1)
        return
      }
      const { changes, onSnapshot } = createStatusWatch()
      onSnapshot(snapshot)
      const intervals = { balanceIntervalMs: 0, timerIntervalMs: 0, now: Date.now }
      const explain = ({ index: asked }: { index: typeof index }, vm: Parameters<typeof explainWithUnits>[1]) =>
        explainWithUnits(asked, vm, deps)
      const advisor = createSchedulerAdvisor({ schedulers, changes, explain, ...intervals })
      const opinion = await advisor.advise(cluster, index)
      console.log(options.json ? JSON.stringify(opinion, undefined, 2) : opinionText(opinion, cluster, index))
      if (opinion.problems.length > 0) finish(1)
    } finally {
      await close()
    }
  })
}
