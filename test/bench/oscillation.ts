/**
 * A day after convergence: the cluster is looked at and planned for as often as the service does, by figures that are averaged as it
 * does, and every plan is carried out, first with constant load, then with each VM's load changing by up to so many percent from look
 * to look: `npm run --silent bench -- oscillation [--hours 24] [--hosts 10] [--noise 10] [--levels 3,5] [--seeds 1,2,3]
 * [--look 15] [--json]`. `--look 300` is noise that stays for five minutes. Exit code 1: a move under constant load, or more than one a
 * day for a hundred VMs under noise, over all seeds, at level 3, which is the default.
 */
import { parseArgs } from 'node:util'
import { createQuietWait } from '../../server/cycles/quiet-wait.ts'
import { createSteadyFigures } from '../../server/cycles/steady-figures.ts'
import { indexSnapshot } from '../../server/model/indexed-snapshot.ts'
import { migrationCost } from '../../server/planner/migration-cost.ts'
import { defaultPlanOptions } from '../../server/planner/objective/plan-input.ts'
import { createRandom } from '../../server/planner/search/random.ts'
import { planCluster } from '../../server/planning/plan-cluster.ts'
import { clusterScene } from '../../server/scheduling/from-snapshot/cluster-scene.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { Plan } from '../../shared/plan/plan.ts'
import { reason } from '../../shared/policy/reason.ts'
import { positive, printRow } from './arguments.ts'
import { createDay, type Day } from './oscillation/day.ts'

/** As the settings `planner.interval`, `planner.hold` and `planner.residence` are by default. */
const [PLAN_MINUTES, HOLD_MINUTES, RESIDENCE_MINUTES] = [5, 10, 60]
const DEFAULT_LEVEL = 3
/** Of the search's time each question is one such share: no clock, so that a run can be repeated. */
const LOOKS = 10
const MOST_ROUNDS_TO_CONVERGE = 50

const { values } = parseArgs({
  options: {
    hours: { type: 'string', default: '24' },
    hosts: { type: 'string', default: '10' },
    noise: { type: 'string', default: '10' },
    levels: { type: 'string', default: '3,5' },
    seeds: { type: 'string', default: '1,2,3' },
    look: { type: 'string', default: '15' },
    json: { type: 'boolean', default: false },
  },
})

const numbersIn = (list: string): readonly number[] => list.split(',').map(Number)
const [hours, lookS] = [positive('hours', values.hours), positive('look', values.look)]

for (const level of numbersIn(values.levels)) {
  for (const noisePercent of [0, Number(values.noise)]) {
    const days = numbersIn(values.seeds).map(seed => {
      const day = createDay(Number(values.hosts), createRandom(seed))
      return { converging: converge(day, level), moves: live(day, level, noisePercent), vms: day.vms }
    })
    const [moves, vms] = [days.map(({ moves }) => moves), days.reduce((sum, { vms }) => sum + vms, 0)]
    const perHundredVms = (100 * 24 * moves.reduce((sum, one) => sum + one, 0)) / hours / vms
    const row = {
      bench: 'oscillation',
      level,
      noisePercent,
      hours,
      lookS,
      vms,
      converging: days.map(({ converging }) => converging).join(' '),
      moves: moves.join(' '),
      perHundredVms: Number(perHundredVms.toFixed(2)),
    }
    printRow(row, values.json)
    const isTooMany = noisePercent === 0 ? perHundredVms > 0 : perHundredVms > 1
    if (level === DEFAULT_LEVEL && isTooMany) process.exitCode = 1
  }
}

/** Until there is nothing to move; how many moves that took. */
function converge(day: Day, level: number): number {
  let moves = 0
  for (let round = 0; round < MOST_ROUNDS_TO_CONVERGE; round++) {
    const { steps } = planFor(day.snapshot(0), level, new Set())
    if (steps.length === 0) return moves
    moves += steps.length
    day.carryOut(steps)
  }
  throw new Error(`the plans of ${MOST_ROUNDS_TO_CONVERGE} rounds have not come to rest`)
}

function live(day: Day, level: number, noisePercent: number): number {
  const movedAt = new Map<string, number>()
  const figures = createSteadyFigures()
  const quiet = createQuietWait({ heldMs: figures.heldMs, holdMs: HOLD_MINUTES * 60_000 })
  let moves = 0
  let nextPlan = 0
  for (let minute = 0; minute < hours * 60; minute += lookS / 60) {
    const snapshot = { ...day.snapshot(noisePercent), takenAtMs: minute * 60_000 }
    figures.onSnapshot(snapshot)
    const [cluster] = snapshot.clusters
    if (minute < nextPlan || cluster === undefined) continue
    if (!quiet.isOver({ clusterId: cluster.id, snapshot, isMoving: false, nowMs: snapshot.takenAtMs })) continue
    nextPlan = minute + PLAN_MINUTES
    const resting = new Set([...movedAt].filter(([, at]) => minute - at < RESIDENCE_MINUTES).map(([id]) => id))
    const { steps } = planFor(figures.steady(snapshot), level, resting)
    moves += steps.length
    for (const { vm } of steps) movedAt.set(vm.id, minute)
    day.carryOut(steps)
  }
  return moves
}

function planFor(snapshot: Snapshot, level: number, resting: ReadonlySet<string>): Plan {
  const index = indexSnapshot(snapshot)
  const [cluster] = snapshot.clusters
  if (cluster === undefined) throw new Error('no cluster')
  let looks = 0
  return planCluster(
    clusterScene(index, cluster),
    {
      objective: { kind: 'balance' },
      level,
      options: defaultPlanOptions,
      hostsInReserve: 0,
      limits: { total: 8, perHost: 2 },
      costOf: vm => migrationCost(vm, 110),
      onUnknown: 'keep',
      excluded: new Map([...resting].map(id => [id, reason('moved-lately', 'It was moved lately.')])),
    },
    () => looks++ / LOOKS,
  )
}
