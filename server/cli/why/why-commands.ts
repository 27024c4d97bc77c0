import { Command } from 'commander'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import { balancerWord } from '../../api/balancer-word.ts'
import type { SettingName } from '../../config/settings.ts'
import { adviseCluster } from '../../cycles/advise-cluster.ts'
import { type ExplainedVm, explainWhyNot } from '../../scheduling/explain/explain-vm.ts'
import type { MoveState } from '../../scheduling/explain/move-state.ts'
import { whyNotMoved } from '../../scheduling/explain/why-not-moved.ts'
import { onTrial, type Trial } from '../on-trial.ts'
import { CliFailure, type Finish } from '../outcome.ts'
import { addSettingOptions, configOf, environmentHelp } from '../setting-options.ts'
import { readClusterSchedulers } from '../start-schedulers.ts'
import { engineSettings, pluginSettings } from '../units/plugin-settings.ts'
import { readSnapshotFile } from '../units/read-snapshot-file.ts'
import { pick, pickVm } from '../units/unit-question.ts'
import { readEngine } from '../units/units-run-command.ts'
import { placementText, whyNotMovedText, whyNotText } from './show-placement.ts'

type Options = Readonly<{ snapshot?: string; json?: boolean }>

const settings: readonly SettingName[] = [
  ...engineSettings,
  ...pluginSettings,
  'scheduling.unknownFacts',
  'schedulers.clusters',
]

export function whyCommand(finish: Finish): Command {
  const command = aboutVm('why', 'Say where the engine would place a VM now, and why: each host, filter and weight.')
  return command.action((vm: string, options: Options) =>
    explaining(command, vm, options, async ({ explained: { placement } }) => {
      print(options, placement, placementText)
      if (placement.chosen === undefined) finish(1)
    }),
  )
}

export function whyNotCommand(finish: Finish): Command {
  const command = aboutVm('why-not', 'Say what keeps a VM from one host, and what would change that.')
  command.argument('<host>', 'name or id of a host')
  return command.action((vm: string, host: string, options: Options) =>
    explaining(command, vm, options, async ({ explained, snapshot }) => {
      const { id, name } = pick('host', snapshot.hosts, host)
      const answer = explainWhyNot(explained, id)
      const { cluster } = explained.placement
      if (answer === undefined) throw new CliFailure(`${name} is not in ${cluster.name}, the VM's cluster`)
      print(options, answer, whyNotText)
      if (!answer.isChosen) finish(1)
    }),
  )
}

export function whyNotMovedCommand(): Command {
  const command = aboutVm('why-not-moved', 'Say which gate keeps a VM from being moved.')
  return command.action((vm: string, options: Options) =>
    explaining(command, vm, options, async asked => {
      print(options, whyNotMoved(asked.explained, await adviceOn(asked)), whyNotMovedText)
    }),
  )
}

const aboutVm = (name: string, description: string): Command => {
  const command = new Command(name)
    .description(`${description} Nothing is moved.`)
    .argument('<vm>', 'name or id of a VM')
    .option('--snapshot <file>', 'ask about a snapshot in a file instead of your engine')
    .option('--json', 'print JSON')
    .addHelpText('after', environmentHelp)
  return addSettingOptions(command, settings)
}

type Asked = Readonly<{ explained: ExplainedVm; snapshot: Snapshot; trial: Trial }>

/** The site's own units and schedulers have their say too: they run here as they would in the service. */
async function explaining(command: Command, vmName: string, options: Options, answer: (asked: Asked) => Promise<void>) {
  const { config } = configOf(command)
  const clusters = readClusterSchedulers(config)
  const snapshot = options.snapshot === undefined ? await readEngine(config) : readSnapshotFile(options.snapshot)
  const vm = pickVm(snapshot, vmName)
  await onTrial(config, { snapshot, clusters }, async trial => {
    const explained = await trial.explain(vm)
    if (explained === undefined) throw new CliFailure(`the cluster of ${vm.name} has not been read`)
    await answer({ explained, snapshot, trial })
  })
}

/** What the cluster's scheduler or balancer says now. Recommendations, holds and refusals are the running service's to know. */
async function adviceOn({
  explained: { vm, placement },
  trial: { index, runtime, advisor },
}: Asked): Promise<MoveState> {
  const cluster = index.clusters.get(placement.cluster.id)
  if (cluster === undefined) return {}
  const deps = { runtime, advisor, refused: () => undefined, bandwidthMbps: 1000 }
  const { advice, proposals } = await adviseCluster(cluster, index, deps)
  const asked = proposals.flatMap(({ recommendation }) => (recommendation.kind === 'move' ? [recommendation] : []))
  return { advice: balancerWord(vm, { ...advice, asked }) }
}

const print = <T>({ json = false }: Options, answer: T, asText: (answer: T) => string): void =>
  console.log(json ? JSON.stringify(answer, undefined, 2) : asText(answer))
