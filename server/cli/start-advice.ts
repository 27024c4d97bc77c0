import { type ApplierDeps, createApplier } from '../apply/applier.ts'
import type { Automation } from '../apply/automation/automation.ts'
import type { GuestRequests } from '../apply/guest-requests.ts'
import type { Applier, Recommendations } from '../apply/services.ts'
import type { Config } from '../config/settings.ts'
import { stillAskedBy } from '../cycles/ask-balancer.ts'
import { createEventCycle } from '../cycles/event-cycle.ts'
import { createRecommendCycle } from '../cycles/recommend-cycle.ts'
import { ruleObjection } from '../cycles/rule-objection.ts'
import { createSchedulerAdvisor } from '../cycles/scheduler-advisor.ts'
import { sleep } from '../cycles/sleep.ts'
import { createStatusWatch, type StatusWatch } from '../cycles/status-watch.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { Schedulers } from '../runtime/schedulers/schedulers.ts'
import type { UnitRuntime } from '../runtime/unit-runtime.ts'
import type { WatchedHosts } from '../scheduling/from-snapshot/cluster-scene.ts'
import type { Log } from '../telemetry/log.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { inOwnTrace, storedTraces } from '../telemetry/trace.ts'
import type { EngineConnection } from './connect-engine.ts'
import { explainer } from './explainer.ts'
import { READ_DEADLINE_MS } from './start-snapshots.ts'

export type AdviceDeps = Pick<ApplierDeps, 'store' | 'now' | 'newId' | 'changes'> &
  Readonly<{
    engine: Pick<EngineConnection, 'migrations' | 'eventStream'>
    snapshots: SnapshotSource
    runtime: UnitRuntime
    schedulers: Schedulers
    recommendations: Recommendations
    automation: Pick<Automation, 'modeOf' | 'permit'>
    wantedAway: GuestRequests['wantedAway']
    /** Whether a cluster is the share of this replica. */
    isOurs: (clusterId: string) => boolean
    watched: () => WatchedHosts
    metrics: Pick<Metrics, 'advised' | 'gateRefused'>
    log: Log
  }>

export type Advice = Readonly<{
  applier: Applier
  onSnapshot: StatusWatch['onSnapshot']
  /** Follows the engine's events and advises all clusters until the signal aborts. Never rejects. */
  run(signal: AbortSignal): Promise<void>
}>

/** What clusters are advised, asked anew with each read of the engine; and the gate, which asks once more before a move. */
export function startAdvice(config: Config, deps: AdviceDeps): Advice {
  const { engine, snapshots, runtime, recommendations, automation, watched, metrics, now, log } = deps
  const statusWatch = createStatusWatch()
  const explainAs = explainer({
    runtime,
    recommendations,
    onUnknown: config['scheduling.unknownFacts'],
    watched,
  })
  const advisor = createSchedulerAdvisor({
    schedulers: deps.schedulers,
    changes: statusWatch.changes,
    wantedAway: deps.wantedAway,
    explain: explainAs('cycle'),
    balanceIntervalMs: config['schedulers.balanceInterval'] * 1000,
    timerIntervalMs: config['schedulers.timerInterval'] * 1000,
    now,
  })
  const applier = createApplier({
    ...deps,
    migrations: engine.migrations,
    stillAsked: stillAskedBy(runtime.askedBy('gate'), advisor),
    objection: ruleObjection(explainAs('gate')),
    permit: automation.permit,
    perHost: config['migrations.perHost'],
    total: config['migrations.total'],
    onRefused: metrics.gateRefused,
    traces: storedTraces,
  })
  const recommend = createRecommendCycle({
    snapshots,
    runtime: runtime.askedBy('cycle'),
    advisor,
    recommendations,
    modeOf: automation.modeOf,
    isOurs: deps.isOurs,
    bandwidthMbps: config['migrations.bandwidth'],
    now,
    log,
    traced: inOwnTrace,
    onAdvised: metrics.advised,
  })
  const events = createEventCycle({
    events: engine.eventStream,
    snapshots,
    onStatusEvents: statusWatch.onEvents,
    intervalMs: config['engine.eventInterval'] * 1000,
    deadlineMs: READ_DEADLINE_MS,
    sleep,
    log,
    traced: inOwnTrace,
  })
  return {
    applier,
    onSnapshot: statusWatch.onSnapshot,
    async run(signal) {
      await Promise.all([recommend.run(signal), events.run(signal)])
    },
  }
}
