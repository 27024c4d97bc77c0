import { Command } from 'commander'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { SettingName } from '../../config/settings.ts'
import { askBalancer, balancerOf } from '../../cycles/ask-balancer.ts'
import { indexSnapshot } from '../../model/indexed-snapshot.ts'
import { askExternalUnits } from '../../runtime/ask-external-units.ts'
import { createRuntime } from '../../runtime/create-runtime.ts'
import { builtIn } from '../../runtime/unit-runner.ts'
import type { UnitRuntime } from '../../runtime/unit-runtime.ts'
import { type ExplainedVm, explainVm, explainWhyNot } from '../../scheduling/explain/explain-vm.ts'
import type { MoveState } from '../../scheduling/explain/move-state.ts'
import { whyNotMoved } from '../../scheduling/explain/why-not-moved.ts'
import { builtInUnits } from '../../units/built-in-units.ts'
import { CliFailure, type Finish } from '../outcome.ts'
import { addSettingOptions, configOf, environmentHelp } from '../setting-options.ts'
import { startSiteUnits } from '../start-site-units.ts'
import { silentLog } from '../units/load-on-trial.ts'
import { engineSettings, pluginSettings } from '../units/plugin-settings.ts'
import { readSnapshotFile } from '../units/read-snapshot-file.ts'
import { pick, pickVm } from '../units/unit-question.ts'
import { readEngine } from '../units/units-run-command.ts'
import { placementText, whyNotMovedText, whyNotText } from './show-placement.ts'

type Options = Readonly<{ snapshot?: string; json?: boolean }>

const settings: readonly SettingName[] = [...engineSettings, ...pluginSettings, 'scheduling.unknownFacts']

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

type Asked = Readonly<{ explained: ExplainedVm; snapshot: Snapshot; runtime: UnitRuntime }>

/** The site's own units have their say too: they run here as they would in the service, and are stopped at the end. */
async function explaining(command: Command, vmName: string, options: Options, answer: (asked: Asked) => Promise<void>) {
  const { config } = configOf(command)
  const snapshot = options.snapshot === undefined ? await readEngine(config) : readSnapshotFile(options.snapshot)
  const vm = pickVm(snapshot, vmName)
  const { siteUnits, close } = await startSiteUnits(config, silentLog())
  try {
    siteUnits.show(snapshot)
    const units = builtInUnits.map(unit => builtIn(unit))
    const runtime = createRuntime({ units, siteUnits: siteUnits.units, elapsedMs: () => performance.now() })
    const index = indexSnapshot(snapshot)
    const external = await askExternalUnits(runtime, index, vm)
    const explained = explainVm(index, vm, { onUnknown: config['scheduling.unknownFacts'], external })
    if (explained === undefined) throw new CliFailure(`the cluster of ${vm.name} has not been read`)
    await answer({ explained, snapshot, runtime })
  } finally {
    await close()
  }
}

/** What the cluster's balancer says now. Recommendations, holds and refusals are the running service's to know. */
async function adviceOn({ explained: { vm, placement }, snapshot, runtime }: Asked): Promise<MoveState> {
  const index = indexSnapshot(snapshot)
  const cluster = index.clusters.get(placement.cluster.id)
  if (cluster === undefined) return {}
  const balancer = balancerOf(cluster, index, runtime)
  const outcome = await askBalancer(cluster, index, balancer, runtime)
  if (!outcome.ok) return {}
  const { move, because, skippedVms, skippedHosts } = outcome.value
  const moved = move && index.vms.get(move.vmId)
  const from = index.hosts.get(move?.fromHostId ?? moved?.hostId ?? '')
  const aboutVm = skippedVms.find(({ id }) => id === vm.id)?.reason
  const aboutHost = skippedHosts.find(({ id }) => id === vm.hostId)?.reason
  const asked = moved && from ? [{ vm: moved, from }] : []
  const { unitId } = balancer
  return { advice: { unitId, because, asked, ...(aboutVm && { aboutVm }), ...(aboutHost && { aboutHost }) } }
}

const print = <T>({ json = false }: Options, answer: T, asText: (answer: T) => string): void =>
  console.log(json ? JSON.stringify(answer, undefined, 2) : asText(answer))
