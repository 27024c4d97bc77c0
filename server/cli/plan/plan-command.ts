import { Command, Option } from 'commander'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { PlanObjective } from '../../../shared/plan/plan.ts'
import type { SettingName } from '../../config/settings.ts'
import { indexSnapshot } from '../../model/indexed-snapshot.ts'
import { migrationCost } from '../../planner/migration-cost.ts'
import { mibPerSecond } from '../../planner/propose.ts'
import { planInThread } from '../../planning/plan-in-thread.ts'
import { rollingOrder } from '../../planning/rolling-order.ts'
import { clusterScene } from '../../scheduling/from-snapshot/cluster-scene.ts'
import { wholeNumber } from '../argument-parsers.ts'
import { CliFailure, type Finish } from '../outcome.ts'
import { planSettings, planSettingsOf } from '../plan-settings.ts'
import { addSettingOptions, configOf, environmentHelp } from '../setting-options.ts'
import { engineSettings } from '../units/plugin-settings.ts'
import { readSnapshotFile } from '../units/read-snapshot-file.ts'
import { pick } from '../units/unit-question.ts'
import { readEngine } from '../units/units-run-command.ts'
import { planText, turnsText } from './show-plan.ts'

type Options = Readonly<{
  objective: 'balance' | 'density' | 'repair'
  empty?: readonly string[]
  rolling?: boolean
  level: number
  seed: number
  snapshot?: string
  json?: boolean
}>

const settings: readonly SettingName[] = [...engineSettings, ...planSettings]

/** Plans from a snapshot alone: what was refused, moved or measured before is the running service's to know. */
export function planCommand(finish: Finish): Command {
  const command = new Command('plan')
    .description('Make a plan for a cluster: which VMs should move where, in which order, and why. Nothing is moved.')
    .argument('<cluster>', 'name or id of a cluster')
    .addOption(
      new Option('--objective <objective>', 'even use, few hosts, or only what is broken')
        .choices(['balance', 'density', 'repair'])
        .default('balance'),
    )
    .option('--empty <host...>', 'instead: empty these hosts')
    .option('--rolling', 'instead: empty every host once, one after the other, and say in which order')
    .option('--level <1-5>', '1: only broken rules … 5: also slight gains', wholeNumber(1, 5), 3)
    .option('--seed <number>', 'of the search; the same seed and time find the same', wholeNumber(1, 2 ** 31 - 1), 1)
    .option('--snapshot <file>', 'plan for a snapshot in a file instead of your engine')
    .option('--json', 'print JSON')
    .addHelpText('after', `\nExit code 1: something should move and cannot.\n${environmentHelp}`)
  return addSettingOptions(command, settings).action(async (name: string, options: Options) => {
    const { config } = configOf(command)
    const snapshot = options.snapshot === undefined ? await readEngine(config) : readSnapshotFile(options.snapshot)
    const cluster = pick('cluster', snapshot.clusters, name)
    const objective: PlanObjective =
      options.empty === undefined
        ? { kind: options.objective }
        : { kind: 'evacuate', hostIds: options.empty.map(host => hostIn(snapshot, cluster, host)) }
    const { options: search, ...planned } = planSettingsOf(config)
    const request = {
      ...planned,
      level: options.level,
      options: { ...search, seed: options.seed },
      excluded: new Map(),
    }
    const bandwidth = mibPerSecond(config['migrations.bandwidth'])
    const seconds = config['planner.seconds']
    if (options.rolling === true) {
      const turns = rollingOrder(
        clusterScene(indexSnapshot(snapshot), cluster),
        { ...request, costOf: vm => migrationCost(vm, bandwidth) },
        () => {
          const startedMs = performance.now()
          return () => (performance.now() - startedMs) / 1000 / seconds
        },
      )
      console.log(options.json === true ? JSON.stringify(turns, undefined, 2) : turnsText(turns, cluster.name))
      if (turns.some(({ plan }) => plan.blocked.length > 0)) finish(1)
      return
    }
    const plan = await planInThread(
      {
        ...request,
        snapshot,
        clusterId: cluster.id,
        objective,
        watched: new Map(),
        refusals: [],
        mibPerSecond: bandwidth,
        seconds,
      },
      new AbortController().signal,
    )
    console.log(options.json === true ? JSON.stringify(plan, undefined, 2) : planText(plan, cluster.name))
    if (plan.blocked.length > 0) finish(1)
  })
}

function hostIn({ hosts }: Snapshot, cluster: Readonly<{ id: string; name: string }>, name: string): string {
  const host = pick('host', hosts, name)
  if (host.clusterId !== cluster.id) throw new CliFailure(`${host.name} is not in ${cluster.name}`)
  return host.id
}
