import { Command } from 'commander'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { SettingName } from '../../config/settings.ts'
import { askBalancer, balancerOf } from '../../cycles/ask-balancer.ts'
import { indexSnapshot } from '../../model/indexed-snapshot.ts'
import { createRuntime } from '../../runtime/create-runtime.ts'
import { builtIn } from '../../runtime/unit-runner.ts'
import { type ExplainedVm, explainVm, explainWhyNot } from '../../scheduling/explain/explain-vm.ts'
import { type MoveState, whyNotMoved } from '../../scheduling/explain/why-not-moved.ts'
import { builtInUnits } from '../../units/built-in-units.ts'
import { CliFailure, type Finish } from '../outcome.ts'
import { addSettingOptions, configOf, environmentHelp } from '../setting-options.ts'
import { engineSettings } from '../units/plugin-settings.ts'
import { readSnapshotFile } from '../units/read-snapshot-file.ts'
import { pick, pickVm } from '../units/unit-question.ts'
import { readEngine } from '../units/units-run-command.ts'
import { placementText, whyNotMovedText, whyNotText } from './show-placement.ts'

type Options = Readonly<{ snapshot?: string; json?: boolean }>

const settings: readonly SettingName[] = [...engineSettings, 'scheduling.unknownFacts']

export function whyCommand(finish: Finish): Command {
  const command = explaining('why', 'Say where the engine would place a VM now, and why: each host, filter and weight.')
  return command.action(async (vm: string, options: Options) => {
    const { explained } = await explain(command, vm, options)
    print(options, explained.placement, placementText)
    if (explained.placement.chosen === undefined) finish(1)
  })
}

export function whyNotCommand(finish: Finish): Command {
  const command = explaining('why-not', 'Say what keeps a VM from one host, and what would change that.')
  command.argument('<host>', 'name or id of a host')
  return command.action(async (vm: string, host: string, options: Options) => {
    const { explained, snapshot } = await explain(command, vm, options)
    const { id, name } = pick('host', snapshot.hosts, host)
    const answer = explainWhyNot(explained, id)
    if (answer === undefined)
      throw new CliFailure(`${name} is not in ${explained.placement.cluster.name}, the VM's cluster`)
    print(options, answer, whyNotText)
    if (!answer.isChosen) finish(1)
  })
}

export function whyNotMovedCommand(): Command {
  const command = explaining('why-not-moved', 'Say which gate keeps a VM from being moved.')
  return command.action(async (vm: string, options: Options) => {
    const { explained, snapshot } = await explain(command, vm, options)
    print(options, whyNotMoved(explained, await adviceOn(explained, snapshot)), whyNotMovedText)
  })
}

const explaining = (name: string, description: string): Command => {
  const command = new Command(name)
    .description(`${description} Nothing is moved.`)
    .argument('<vm>', 'name or id of a VM')
    .option('--snapshot <file>', 'ask about a snapshot in a file instead of your engine')
    .option('--json', 'print JSON')
    .addHelpText('after', environmentHelp)
  return addSettingOptions(command, settings)
}

async function explain(
  command: Command,
  vmName: string,
  options: Options,
): Promise<Readonly<{ explained: ExplainedVm; snapshot: Snapshot }>> {
  const { config } = configOf(command)
  const snapshot = options.snapshot === undefined ? await readEngine(config) : await readSnapshotFile(options.snapshot)
  const vm = pickVm(snapshot, vmName)
  const onUnknown = config['scheduling.unknownFacts']
  const explained = explainVm(indexSnapshot(snapshot), vm, onUnknown)
  if (explained === undefined) throw new CliFailure(`the cluster of ${vm.name} has not been read`)
  return { explained, snapshot }
}

/** What the cluster's balancer says now. Recommendations are the running service's: its REST API knows them. */
async function adviceOn({ vm, placement }: ExplainedVm, snapshot: Snapshot): Promise<MoveState> {
  const units = builtInUnits.map(unit => builtIn(unit))
  const runtime = createRuntime({ units, elapsedMs: () => performance.now() })
  const index = indexSnapshot(snapshot)
  const cluster = index.clusters.get(placement.cluster.id)
  if (cluster === undefined) return {}
  const balancer = balancerOf(cluster, index, runtime)
  const outcome = await askBalancer(cluster, index, balancer, runtime)
  if (!outcome.ok) return {}
  const { because, skippedVms } = outcome.value
  const aboutVm = skippedVms.find(({ id }) => id === vm.id)?.reason
  return { advice: { unitId: balancer.unitId, because, ...(aboutVm && { aboutVm }) } }
}

const print = <T>({ json = false }: Options, answer: T, asText: (answer: T) => string): void =>
  console.log(json ? JSON.stringify(answer, undefined, 2) : asText(answer))
