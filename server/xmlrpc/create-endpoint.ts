import type { Express } from 'express'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { UnitRuntime } from '../runtime/unit-runtime.ts'
import type { Log } from '../telemetry/log.ts'
import type { Answer } from './answer-document.ts'
import { clusterOf } from './cluster-of.ts'
import { discover, discoverDocument } from './discover.ts'
import { introspection } from './introspection.ts'
import type { Methods } from './method.ts'
import type { Compatibility, MethodRules, ScoreForm } from './method-rules.ts'
import { originalFault } from './original/original-fault.ts'
import { recallLists } from './recall-lists.ts'
import { runCostFunctions } from './run-cost-functions.ts'
import { runFilters } from './run-filters.ts'
import { runLoadBalancing } from './run-load-balancing.ts'
import { xmlRpcApp } from './xml-rpc-app.ts'

export type EndpointLimits = Readonly<{
  /** Largest body, before and after inflating. */
  maxBodyBytes: number
  /** Calls at once; further ones are told to come again. */
  maxConcurrentCalls: number
  /** Above this age a snapshot decides nothing any more. */
  maxSnapshotAgeMs: number
}>

export const defaultEndpointLimits: EndpointLimits = {
  maxBodyBytes: 8 * 1_048_576,
  maxConcurrentCalls: 128,
  maxSnapshotAgeMs: 5 * 60_000,
}

/** `cluster`: the name of the one whose hosts it was about; undefined: it was about none, or about hosts that have not been read. */
export type EndpointCall = Readonly<{
  method: string
  cluster: string | undefined
  outcome: Answer['outcome']
  durationMs: number
}>

export type EndpointOptions = Readonly<{
  runtime: UnitRuntime
  snapshots: SnapshotSource
  log: Log
  /** Wall clock, in ms. */
  now: () => number
  limits?: Partial<EndpointLimits>
  scores?: ScoreForm
  /** mended unless given. strict also sums scores, which is the original's only form. */
  compatibility?: Compatibility
  /** For metrics. A method that is not ours, or not legible, is called "unknown". */
  onCall?: (call: EndpointCall) => void
  /** It was asked which units there are, and has answered. */
  onDiscovered?: (atMs: number) => void
}>

export type XmlRpcEndpoint = Readonly<{
  app: Express
  /** The last call of one of the engine's methods; what there is to call others ask too. undefined: none yet. */
  lastCall(): Readonly<{ atMs: number; method: string }> | undefined
}>

/**
 * What the engine's external-scheduler client talks to: POST on `/` and `/RPC2`. Faults are HTTP 200, since the engine
 * does not read the body of anything else. The same call may come twice: its HTTP client repeats a POST in silence.
 */
export function createEndpoint(given: EndpointOptions): XmlRpcEndpoint {
  const { runtime, snapshots, log, now, onCall, onDiscovered, ...options } = given
  const limits = { ...defaultEndpointLimits, ...options.limits }
  const { scores = 'per-unit', compatibility = 'mended' } = options
  const rules: MethodRules = {
    now,
    maxAgeMs: limits.maxSnapshotAgeMs,
    scores,
    compatibility,
    recall: recallLists(),
  }
  const methods: Methods = {
    discover: discover(runtime),
    Discover: discoverDocument(runtime),
    runFilters: runFilters(runtime, snapshots, rules),
    runCostFunctions: runCostFunctions(runtime, snapshots, rules),
    runLoadBalancing: runLoadBalancing(runtime, snapshots, rules),
    ...introspection(() => methods),
  }
  let last: { atMs: number; method: string } | undefined
  const isStrict = compatibility === 'strict'
  const app = xmlRpcApp(methods, {
    maxBodyBytes: limits.maxBodyBytes,
    maxConcurrentCalls: limits.maxConcurrentCalls,
    form: isStrict ? 'doubles' : 'engine',
    toFault: isStrict ? originalFault : undefined,
    log,
    onAnswered({ method, params, outcome, durationMs }) {
      if (method !== undefined && !method.startsWith('system.')) last = { atMs: now(), method }
      if (method === 'discover' && outcome === 'ok') onDiscovered?.(now())
      onCall?.({ method: method ?? 'unknown', cluster: clusterOf(params, snapshots.current()), outcome, durationMs })
    },
  })
  return { app, lastCall: () => last }
}
