import { Command } from 'commander'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { planInThread } from '../../planning/plan-in-thread.ts'
import { onTrial } from '../on-trial.ts'
import { CliFailure, type Finish } from '../outcome.ts'
import { planText } from '../plan/show-plan.ts'
import { readClusterSchedulers } from '../start-schedulers.ts'
import { readBundle } from '../support/bundle.ts'
import { placementText } from '../why/show-placement.ts'
import { type BundledCase, bundledCase } from './bundled-case.ts'
import { comparePlans } from './compare-plans.ts'
import { replayAdvice } from './replay-advice.ts'
import { adviceText, comparedPlansText } from './show-replay.ts'

const help = `
Each plan that the service remembered is made again from what it was made from, then what scheduler and balancer ask for is compared
with what was open. A search is limited in time: on another machine it may find other moves that are worth the same, which is said.
Plugins of the site are not in the bundle: clusters that rely on them come out otherwise.

Exit code 1: something comes out otherwise.`

export function replayCommand(finish: Finish): Command {
  return new Command('replay')
    .description(
      'Make the decisions of a support bundle again and say whether the same comes out. Nothing is asked or moved.',
    )
    .argument('<bundle>', 'a file that support-bundle has written')
    .option('--recommendation <id>', 'explain this one instead: what it was, and where the VM would be placed')
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (file: string, { recommendation: id, json = false }: { recommendation?: string; json?: boolean }) => {
      const bundled = bundledCase(readBundle(file))
      if (id === undefined) return replayAll(bundled, json, finish)
      const found = bundled.recommendations.find(one => one.id === id)
      if (found === undefined) throw new CliFailure(`the bundle holds no recommendation ${id}`)
      return explain(bundled, found, json)
    })
}

async function replayAll(bundled: BundledCase, json: boolean, finish: Finish): Promise<void> {
  const { questions, config, snapshot } = bundled
  const plans = []
  for (const { question, plan } of questions) {
    const cluster = question.snapshot.clusters.find(one => one.id === question.clusterId)?.name ?? question.clusterId
    const again = await planInThread(question, AbortSignal.timeout(DEADLINE_FACTOR * question.seconds * 1000))
    plans.push({ cluster, objective: question.objective.kind, ...comparePlans(plan, again) })
  }
  const advice = await replayAdvice(bundled, config)
  if (json) console.log(JSON.stringify({ plans, advice }, undefined, 2))
  else {
    console.log(`Snapshot of ${new Date(snapshot.takenAtMs).toISOString()}.`)
    for (const one of plans) console.log(comparedPlansText(one))
    for (const one of advice) console.log(adviceText(one))
  }
  const differs = plans.some(({ verdict }) => verdict === 'different')
  if (differs || advice.some(({ onlyThen }) => onlyThen.length > 0)) finish(1)
}

/** The search ends by itself; this is for one that hangs. */
const DEADLINE_FACTOR = 10

async function explain({ snapshot, watched, config }: BundledCase, one: Recommendation, json: boolean): Promise<void> {
  if (one.kind === 'plan') {
    console.log(
      json ? JSON.stringify(one, undefined, 2) : `${one.because.text}\n${planText(one.plan, one.cluster.name)}`,
    )
    return
  }
  const vm = one.kind === 'move' ? snapshot.vms.find(({ id }) => id === one.vm.id) : undefined
  await onTrial(config, { snapshot, watched, clusters: readClusterSchedulers(config) }, async trial => {
    const placement = vm && (await trial.explain(vm))?.placement
    if (json) return console.log(JSON.stringify({ recommendation: one, placement }, undefined, 2))
    console.log(`${one.because.text} It is ${one.state}${one.stateReason ? `: ${one.stateReason.text}` : '.'}`)
    if (placement !== undefined) console.log(`\n${placementText(placement)}`)
    else if (one.kind === 'move') console.log(`${one.vm.name} is not in the snapshot of the bundle any more.`)
  })
}
