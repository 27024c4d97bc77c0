/**
 * A balance plan for one uneven cluster, as the service makes it, every step checked by all filters: until the first plan, until the
 * last improvement, and how both grow: `npm run --silent bench -- plan [--hosts 10,…,1000] [--seconds N] [--moves N] [--json]`.
 * Exit code 1: later than promised at 400 hosts and 10,000 VMs.
 */
import { parseArgs } from 'node:util'
import { defaultPlanOptions } from '../../server/planner/objective/plan-input.ts'
import { answerQuestion } from '../../server/planning/answer-question.ts'
import { aPlanQuestion } from '../fakes/cluster-plans.ts'
import { printRow } from './arguments.ts'
import { planSnapshot } from './plan-snapshot.ts'

const [PROMISED_HOSTS, PROMISED_FIRST_S, PROMISED_LAST_S] = [400, 2, 10]

const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '10,50,100,200,400,1000' },
    seconds: { type: 'string', default: '8' },
    moves: { type: 'string', default: '100' },
    json: { type: 'boolean', default: false },
  },
})

for (const hosts of values.hosts.split(',').map(Number)) {
  const snapshot = planSnapshot(hosts)
  const startedMs = performance.now()
  const elapsedS = () => (performance.now() - startedMs) / 1000
  const betterAtS: number[] = []
  const plan = answerQuestion(
    aPlanQuestion({
      snapshot,
      level: 4,
      mibPerSecond: 110,
      options: { ...defaultPlanOptions, mostMoves: Number(values.moves) },
      seconds: Number(values.seconds),
    }),
    elapsedS,
    () => betterAtS.push(elapsedS()),
  )
  const firstS = betterAtS[0] ?? elapsedS()
  const lastS = betterAtS.at(-1) ?? elapsedS()
  const row = {
    bench: 'plan',
    hosts,
    vms: snapshot.vms.length,
    firstS: rounded(firstS),
    lastS: rounded(lastS),
    allS: rounded(elapsedS()),
    moves: plan.steps.length,
    scoreBefore: plan.scoreBefore,
    scoreAfter: plan.scoreAfter,
    pointsBefore: plan.pointsBefore,
    pointsAfter: plan.pointsAfter,
    pointsBound: plan.pointsBound,
    peakRssMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    seconds: Number(values.seconds),
  }
  printRow(row, values.json)
  if (hosts === PROMISED_HOSTS && (firstS > PROMISED_FIRST_S || lastS > PROMISED_LAST_S)) process.exitCode = 1
}

function rounded(value: number): number {
  return Number(value.toFixed(2))
}
