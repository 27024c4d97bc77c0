import { Command } from 'commander'
import { indexSnapshot } from '../../model/indexed-snapshot.ts'
import { explainBalance } from '../../scheduling/explain/explain-balance.ts'
import { addSettingOptions, configOf, environmentHelp } from '../setting-options.ts'
import { engineSettings } from '../units/plugin-settings.ts'
import { readSnapshotFile } from '../units/read-snapshot-file.ts'
import { pickCluster } from '../units/unit-question.ts'
import { readEngine } from '../units/units-run-command.ts'
import { balanceText } from './show-placement.ts'

type Options = Readonly<{ snapshot?: string; json?: boolean }>

export function balanceCommand(): Command {
  const command = new Command('balance')
    .description('Say what the engine’s own balancer would move next in a cluster, and why. Nothing is moved.')
    .argument('<cluster>', 'name or id of a cluster')
    .option('--snapshot <file>', 'ask about a snapshot in a file instead of your engine')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `${environmentHelp}\nSince when a host has been overloaded is known to the running service alone: ask its REST API for it.`,
    )
  return addSettingOptions(command, [...engineSettings, 'scheduling.unknownFacts']).action(
    async (name: string, options: Options) => {
      const { config } = configOf(command)
      const snapshot = options.snapshot === undefined ? await readEngine(config) : readSnapshotFile(options.snapshot)
      const cluster = pickCluster(snapshot, name)
      const onUnknown = config['scheduling.unknownFacts']
      const answer = explainBalance(indexSnapshot(snapshot), cluster, { onUnknown })
      console.log(options.json ? JSON.stringify(answer, undefined, 2) : balanceText(answer))
    },
  )
}
