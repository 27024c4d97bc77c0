/** The REST API on a free port of the loopback, over in-memory services. Every reply is held against the route table. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterEach } from 'vitest'
import { type ApiDeps, apiApp } from '../../server/api/api-app.ts'
import { ownHostFacts } from '../../server/api/host-facts.ts'
import { createLiveEvents } from '../../server/api/live-events.ts'
import { createUnitSwitches } from '../../server/apply/unit-switches.ts'
import { clusterStanding } from '../../server/planner/cluster-standing.ts'
import { defaultPlanOptions } from '../../server/planner/objective/plan-input.ts'
import { clusterHealth } from '../../server/planning/cluster-health.ts'
import { createRuntime } from '../../server/runtime/create-runtime.ts'
import { builtIn } from '../../server/runtime/unit-runner.ts'
import { createVerdictLog } from '../../server/runtime/verdict-log.ts'
import { createMetrics } from '../../server/telemetry/metrics.ts'
import { builtInUnits } from '../../server/units/built-in-units.ts'
import { apiBase } from '../../shared/api/paths.ts'
import { assertAsDocumented } from './as-documented.ts'
import { fakeAutomation } from './automation.ts'
import { aRecommendation, aSnapshot, NOON_MS } from './builders.ts'
import { aLog, type LoggedLine } from './log.ts'
import { fakeLogLevel } from './log-level.ts'
import { someSchedulers } from './schedulers.ts'
import {
  aSnapshotSource,
  fakeApplier,
  fakeAuth,
  fakeClusterPolicies,
  fakePolicyContents,
  fakeRecommendations,
} from './services.ts'
import { fakeTuning } from './tuning.ts'

export type Reply = Readonly<{ status: number; headers: Headers; body: unknown; text: string }>
export type Call = Readonly<{ token?: string; json?: unknown; body?: string; headers?: Record<string, string> }>

export type ApiServer = Readonly<{
  url: string
  deps: ApiDeps
  lines: readonly LoggedLine[]
  /** Sends and checks the reply's shape. `path` is relative to the API's base. The token is `admin` unless given. */
  call(method: string, path: string, call?: Call): Promise<Reply>
  close(): Promise<void>
}>

const nothingAsked = { unitId: 'u', because: { code: 'nothing', text: 'Nothing to move.', values: {} }, moves: [] }

export async function startApi(over: Partial<ApiDeps> = {}): Promise<ApiServer> {
  const { log, lines } = aLog()
  const now = over.now ?? (() => NOON_MS + 4000)
  const units = builtInUnits.map(unit => builtIn(unit))
  const hosts = over.hosts ?? { list: () => [], find: () => undefined }
  const tuning = over.tuning ?? fakeTuning().tuning
  const deps: ApiDeps = {
    recommendations: fakeRecommendations([aRecommendation()]),
    applier: fakeApplier(),
    ...fakeAutomation(),
    clusterPolicies: fakeClusterPolicies(),
    policyContents: fakePolicyContents(),
    previewPolicy: async () => ({
      now: nothingAsked,
      changed: nothingAsked,
      engine: {},
      destinations: [],
      notLookedAt: 0,
    }),
    snapshots: aSnapshotSource({ snapshot: aSnapshot() }),
    hosts,
    tuning,
    hostFacts: ownHostFacts({ hosts, tuning, now }),
    units: createRuntime({ units, elapsedMs: () => performance.now() }),
    unitSwitches: createUnitSwitches({
      store: { readDisabledUnits: async () => [], changeDisabledUnits: async () => [] },
      now,
      newId: () => 'id',
      tell: async () => undefined,
      changes: { onUnits: () => undefined },
    }),
    verdicts: createVerdictLog({ now }),
    schedulers: someSchedulers(),
    plugins: { plugins: () => [], reload: async () => false, sandbox: { level: 'kernel', wrapper: 'bwrap' } },
    auth: fakeAuth(),
    scoreCluster: clusterStanding(defaultPlanOptions.bounds),
    healthOfCluster: clusterHealth,
    unknownFacts: 'keep',
    watched: () => new Map(),
    health: {
      store: async () => ({ writable: true }),
      lastXmlrpcCallMs: () => undefined,
      discoveredMs: () => undefined,
    },
    live: createLiveEvents({ epoch: 'e1' }),
    logLevel: fakeLogLevel(now),
    supportRecords: async () => [],
    log,
    metrics: createMetrics({ now }),
    version: { version: '0.1.0', node: '26.12.1', api: 'v1' },
    now,
    closing: new AbortController().signal,
    ...over,
  }
  const server = createServer(express().use(apiBase, apiApp(deps)))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${apiBase}`

  return {
    url,
    deps,
    lines,
    async call(method, path, { token = 'admin', json, body, headers } = {}) {
      const res = await fetch(`${url}${path}`, {
        method,
        headers: {
          ...(token !== '' && { Authorization: `Bearer ${token}` }),
          ...(json !== undefined && { 'Content-Type': 'application/json' }),
          ...headers,
        },
        body: json === undefined ? (body ?? null) : JSON.stringify(json),
      })
      const text = await res.text()
      const reply = { status: res.status, headers: res.headers, text, body: JSON.parse(text) as unknown }
      assertAsDocumented(method, path, reply)
      return reply
    },
    close: () => closed(server),
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close(error => (error ? reject(error) : resolve()))
    server.closeAllConnections()
  })
}

/** Starts the API anew for each test that asks for it, and stops it after that. */
export function apiPerTest(): (over?: Partial<ApiDeps>) => Promise<ApiServer> {
  let api: ApiServer | undefined
  afterEach(() => api?.close())
  return async over => {
    api = await startApi(over)
    return api
  }
}
