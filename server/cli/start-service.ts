import { randomUUID } from 'node:crypto'
import express, { type Express } from 'express'
import { apiBase } from '../../shared/api/paths.ts'
import { apiApp } from '../api/api-app.ts'
import { createLiveEvents } from '../api/live-events.ts'
import { metricsRouter } from '../api/metrics-router.ts'
import { createApplier } from '../apply/applier.ts'
import { createClusterPolicies } from '../apply/cluster-policies.ts'
import { createRecommendations } from '../apply/recommendations.ts'
import type { ChangeListener } from '../apply/services.ts'
import type { Config } from '../config/settings.ts'
import { stillAskedBy } from '../cycles/ask-balancer.ts'
import { createRecommendCycle } from '../cycles/recommend-cycle.ts'
import { createRunCycle } from '../cycles/run-cycle.ts'
import { sleep } from '../cycles/sleep.ts'
import { createSnapshotCycle } from '../cycles/snapshot-cycle.ts'
import { clusterScore } from '../planner/cluster-score.ts'
import { createRuntime } from '../runtime/create-runtime.ts'
import { builtIn } from '../runtime/unit-runner.ts'
import { openStore } from '../store/open-store.ts'
import type { Log } from '../telemetry/log.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { builtInUnits } from '../units/built-in-units.ts'
import { createEndpoint, defaultEndpointLimits } from '../xmlrpc/create-endpoint.ts'
import { listenXmlRpc } from '../xmlrpc/listen-xml-rpc.ts'
import { connectEngine } from './connect-engine.ts'
import { CliFailure } from './outcome.ts'
import { versionInfo } from './version-info.ts'
import { warnOfGaps } from './warn-of-gaps.ts'

export type Service = Readonly<{
  /** The REST API under its base path, and `/metrics`. */
  rest: Express
  xmlrpc: Readonly<{ port: number; addresses: readonly string[] }>
  /** Stops taking calls, lets the step under way be written down, closes the store. */
  close(): Promise<void>
}>

const READ_DEADLINE_MS = 120_000
const FAILED_HOLD_MS = 10 * 60_000
const MINUTE_MS = 60_000
const MIB_BYTES = 1_048_576

/** Joins every part of the service and starts it. The engine need not answer: the service waits for it. */
export async function startService(config: Config, log: Log): Promise<Service> {
  const now = Date.now
  const closing = new AbortController()
  const metrics = createMetrics({ now, withNodeFigures: true })
  const store = await openStore({
    file: config['store.file'],
    reportBadRow: row => log.error({ ...row }, 'A stored row cannot be read; it is left as it is and skipped.'),
  }).catch((error: Error) => {
    throw new CliFailure(error.message, { cause: error })
  })

  const engine = connectEngine(config, log)
  const live = createLiveEvents({ epoch: randomUUID() })
  const runtime = createRuntime({
    units: builtInUnits.map(unit => builtIn(unit)),
    elapsedMs: () => performance.now(),
    onCall: ({ unit, outcome, ...call }) => metrics.unitCall({ ...call, unitId: unit, result: outcome }),
  })
  const snapshots = createSnapshotCycle({
    read: signal => engine.readSnapshot(signal),
    intervalMs: config['engine.readInterval'] * 1000,
    deadlineMs: READ_DEADLINE_MS,
    sleep,
    now,
    log,
  })
  snapshots.onChange(live.onSnapshot)
  snapshots.onChange(warnOfGaps(log))
  snapshots.onChange(({ snapshot, problem }) => {
    if (problem) metrics.snapshotFailed(problem.code)
    else if (snapshot) metrics.snapshotRead(snapshot)
  })

  // The run cycle needs the applier and is told by it: joined by a listener that is complete before anything runs.
  const changes: ChangeListener = {
    ...live,
    onRun(run) {
      live.onRun(run)
      runs.onRun(run)
    },
  }
  const shared = { store, now, newId: randomUUID, changes, log }
  const recommendations = createRecommendations({
    ...shared,
    hold: { dismissedMs: config['recommendations.hold'] * MINUTE_MS, failedMs: FAILED_HOLD_MS },
  })
  const applier = createApplier({
    ...shared,
    snapshots,
    migrations: engine.migrations,
    stillAsked: stillAskedBy(runtime),
    perHost: config['migrations.perHost'],
  })
  const clusterPolicies = createClusterPolicies({
    ...shared,
    snapshots,
    engine: engine.clusterPolicies,
    ourUnits: () => runtime.list().map(({ unit }) => unit),
  })
  const recommend = createRecommendCycle({
    snapshots,
    runtime,
    recommendations,
    bandwidthMbps: config['migrations.bandwidth'],
    now,
    log,
  })
  const runs = createRunCycle({ applier, sleep, log })

  const endpoint = createEndpoint({
    runtime,
    snapshots,
    log,
    now,
    scores: config['xmlrpc.scores'],
    limits: { ...defaultEndpointLimits, maxBodyBytes: config['xmlrpc.maxBody'] * MIB_BYTES },
    onCall: call => metrics.xmlrpcCall(call),
  })
  const xmlrpc = await listenXmlRpc(endpoint.app, {
    port: config['xmlrpc.port'],
    addresses: config['xmlrpc.addresses'],
    log,
  }).catch(async (error: Error) => {
    await store.close()
    throw new CliFailure(`XML-RPC cannot listen on port ${config['xmlrpc.port']}: ${error.message}`, { cause: error })
  })

  const rest = express().disable('x-powered-by')
  rest.use(metricsRouter({ metrics, recommendations, applier, log }))
  rest.use(
    apiBase,
    apiApp({
      recommendations,
      applier,
      clusterPolicies,
      snapshots,
      units: runtime,
      auth: engine.auth,
      scoreCluster: clusterScore,
      health: {
        storeWritable: async () => (await store.check()).writable,
        lastXmlrpcCallMs: () => endpoint.lastCall()?.atMs,
      },
      live,
      log,
      metrics,
      version: versionInfo,
      now,
      closing: closing.signal,
    }),
  )

  const cycles = Promise.all([snapshots.run(closing.signal), recommend.run(closing.signal), runs.run(closing.signal)])
  return {
    rest,
    xmlrpc,
    async close() {
      closing.abort()
      await xmlrpc.close()
      await cycles
      await engine.close()
      await store.close()
    },
  }
}
