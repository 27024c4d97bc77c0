import { randomUUID } from 'node:crypto'
import type { Automation } from '../apply/automation/automation.ts'
import { createDeliveries, type Deliveries } from '../apply/deliveries.ts'
import { migrationSpeed } from '../apply/migration-speed.ts'
import { createPlans, type PlanAsked, type Plans } from '../apply/plans.ts'
import type { Applier, ChangeListener, Recommendations } from '../apply/services.ts'
import type { Config } from '../config/settings.ts'
import { createAutomationCycle } from '../cycles/automation-cycle.ts'
import { approveDuty } from '../cycles/duties/approve-duty.ts'
import { breakerDuty } from '../cycles/duties/breaker-duty.ts'
import { deliveryDuty } from '../cycles/duties/delivery-duty.ts'
import { planDuty } from '../cycles/duties/plan-duty.ts'
import { replanDuty } from '../cycles/duties/replan-duty.ts'
import { retentionDuty } from '../cycles/duties/retention-duty.ts'
import { createQuietWait } from '../cycles/quiet-wait.ts'
import { sleep } from '../cycles/sleep.ts'
import type { SteadyFigures } from '../cycles/steady-figures.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import { mibPerSecond } from '../planner/propose.ts'
import { planInThread } from '../planning/plan-in-thread.ts'
import type { WatchedHosts } from '../scheduling/from-snapshot/cluster-scene.ts'
import type { Store } from '../store/store.ts'
import type { Log } from '../telemetry/log.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { inOwnTrace } from '../telemetry/trace.ts'
import { planSettingsOf } from './plan-settings.ts'
import { createKeptQuestions, type KeptQuestions } from './replay/kept-questions.ts'

export type PlanningDeps = Readonly<{
  store: Store
  snapshots: SnapshotSource
  recommendations: Recommendations
  applier: Applier
  automation: Automation
  /** Whether a cluster is the share of this replica. */
  isOurs: (clusterId: string) => boolean
  watched: () => WatchedHosts
  figures: Pick<SteadyFigures, 'steady' | 'heldMs'>
  changes: Pick<ChangeListener, 'onRecommendations'>
  metrics: Pick<Metrics, 'planned' | 'dutyDone'>
  now: () => number
  log: Log
}>

export type Planning = Readonly<{
  plans: Plans
  deliveries: Deliveries
  questions: Pick<KeptQuestions, 'list'>
  /** Watches, measures, plans and approves until the signal aborts. Never rejects. */
  run(signal: AbortSignal): Promise<void>
}>

const LOOK_MS = 5_000
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const SPEED_OF_DAYS = 14
const MARGIN_S = 20

/** Plans made in threads, and what the service does with them without being asked. */
export function startPlanning(config: Config, deps: PlanningDeps): Planning {
  const { store, snapshots, recommendations, applier, automation, watched, changes, metrics, now, log } = deps

  const { rules } = automation
  const questions = createKeptQuestions()

  async function makePlan({ snapshot, cluster, objective, level, excluded }: PlanAsked, signal: AbortSignal) {
    const past = await store.listRuns({ state: 'done', sinceMs: now() - SPEED_OF_DAYS * DAY_MS })
    const seconds = config['planner.seconds']
    const question = {
      snapshot,
      clusterId: cluster.id,
      objective,
      level,
      ...planSettingsOf(config),
      watched: watched(),
      excluded,
      refusals: await recommendations.refusals(cluster.id),
      mibPerSecond: migrationSpeed(past, cluster.id) ?? mibPerSecond(config['migrations.bandwidth']),
      seconds,
    }
    const begunMs = performance.now()
    const tell = (outcome: 'moves' | 'nothing' | 'failed') =>
      metrics.planned({
        cluster: cluster.name,
        objective: objective.kind,
        outcome,
        durationMs: performance.now() - begunMs,
      })
    const deadline = AbortSignal.any([signal, AbortSignal.timeout((2 * seconds + MARGIN_S) * 1000)])
    try {
      const plan = await planInThread(question, deadline)
      questions.note(question, plan, now())
      tell(plan.steps.length > 0 ? 'moves' : 'nothing')
      return plan
    } catch (error) {
      tell('failed')
      throw error
    }
  }

  const plans = createPlans({
    store,
    steady: deps.figures.steady,
    snapshots,
    makePlan,
    level: config['automation.level'],
    residenceMs: config['planner.residence'] * MINUTE_MS,
    now,
    newId: randomUUID,
    changes,
  })
  const deliveries = createDeliveries({ store, now })
  const cycle = createAutomationCycle({
    snapshots,
    duties: [
      breakerDuty({ automation, applier, staleMs: Math.max(MINUTE_MS, 4000 * config['engine.readInterval']), now }),
      deliveryDuty({ deliveries, automation, floorPercent: config['automation.trustFloor'], now }),
      replanDuty({ plans, applier, now }),
      planDuty({
        plans,
        recommendations,
        rules,
        intervalMs: config['planner.interval'] * 1000,
        quiet: createQuietWait({ heldMs: deps.figures.heldMs, holdMs: config['planner.hold'] * MINUTE_MS }),
        now,
      }),
      approveDuty({
        recommendations,
        applier,
        automation,
        levelOf: rules.levelOf,
        onRefused: (recommendationId, error) =>
          log.info({ recommendationId, code: error.code, why: error.message }, 'A recommendation was not carried out.'),
      }),
      retentionDuty({ forgetBefore: store.forgetBefore, retentionMs: config['history.retention'] * DAY_MS, now }),
    ],
    sleep,
    intervalMs: LOOK_MS,
    isOurs: deps.isOurs,
    log,
    onDuty: metrics.dutyDone,
    traced: inOwnTrace,
  })
  return { plans, deliveries, questions, run: cycle.run }
}
