import express, { type Express } from 'express'
import type { Version } from '../../shared/api/service.ts'
import type { Automation } from '../apply/automation/automation.ts'
import type { Deliveries } from '../apply/deliveries.ts'
import type { LogLevelSwitch } from '../apply/log-level.ts'
import type { Plans } from '../apply/plans.ts'
import type { Applier, ClusterPolicies, PolicyContents, Recommendations } from '../apply/services.ts'
import type { UnitSwitches } from '../apply/unit-switches.ts'
import type { SnapshotSource } from '../model/snapshot-source.ts'
import type { Schedulers } from '../runtime/schedulers/schedulers.ts'
import type { UnitRuntime } from '../runtime/unit-runtime.ts'
import type { VerdictLog } from '../runtime/verdict-log.ts'
import type { WatchedHosts } from '../scheduling/from-snapshot/cluster-scene.ts'
import type { Log } from '../telemetry/log.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { createAdmission } from './admission.ts'
import { type AuditPort, automationRoutes } from './automation-routes.ts'
import { callerLimit } from './caller-limit.ts'
import { createCallers } from './callers.ts'
import { clusterPolicyRoutes } from './cluster-policy-routes.ts'
import { clusterRoutes } from './cluster-routes.ts'
import { errorMapper } from './error-mapper.ts'
import { eventRoutes } from './event-routes.ts'
import { explainedVm } from './explained-vm.ts'
import type { HostFacts } from './host-facts.ts'
import { hostRoutes } from './host-routes.ts'
import type { LiveEvents } from './live-events.ts'
import { observeRequest } from './observe-request.ts'
import { operatingRoutes } from './operating-routes.ts'
import { createPermissions } from './permissions.ts'
import { placementRoutes } from './placement-routes.ts'
import { planRoutes } from './plan-routes.ts'
import { policyUnitRoutes } from './policy-unit-routes.ts'
import type {
  AuthPort,
  HealthOfCluster,
  HealthSources,
  HostsPort,
  PluginsPort,
  PreviewPolicy,
  ScoreCluster,
  SupportRecordsPort,
} from './ports.ts'
import { recommendationRoutes } from './recommendation-routes.ts'
import { replyHeaders } from './reply-headers.ts'
import { runRoutes } from './run-routes.ts'
import { schedulerRoutes } from './scheduler-routes.ts'
import { servingOn } from './serve-route.ts'
import { serviceRoutes } from './service-routes.ts'
import { type TuningParts, tuningRoutes } from './tuning-routes.ts'
import { unitRoutes } from './unit-routes.ts'
import { unmatched } from './unmatched.ts'

export type ApiDeps = Readonly<{
  recommendations: Recommendations
  applier: Applier
  plans: Plans
  automation: Automation
  deliveries: Deliveries
  audit: AuditPort
  clusterPolicies: ClusterPolicies
  policyContents: PolicyContents
  previewPolicy: PreviewPolicy
  snapshots: SnapshotSource
  hosts: HostsPort
  hostFacts: HostFacts
  tuning: TuningParts
  units: UnitRuntime
  schedulers: Schedulers
  plugins: PluginsPort
  unitSwitches: UnitSwitches
  verdicts: VerdictLog
  auth: AuthPort
  scoreCluster: ScoreCluster
  healthOfCluster: HealthOfCluster
  unknownFacts: 'keep' | 'drop'
  watched: () => WatchedHosts
  health: HealthSources
  live: LiveEvents
  logLevel: LogLevelSwitch
  supportRecords: SupportRecordsPort
  log: Log
  metrics: Metrics
  version: Version
  /** ms since 1970. */
  now: () => number
  /** Aborted when the service stops: open event streams end. */
  closing: AbortSignal
  /** Addresses and networks of the web servers in front; this machine's own unless given. */
  trustedProxies?: readonly string[]
  /** How many requests a minute one caller may send; generous unless given. */
  requestsPerMinute?: number
}>

const LOOPBACK = ['127.0.0.0/8', '::1']
const REQUESTS_PER_MINUTE = 1200

/** The REST API, to be mounted at `apiBase`. Everything it throws becomes a reply of shared/api/errors. */
export function apiApp(deps: ApiDeps): Express {
  const callers = createCallers(deps.auth, deps.now)
  const admit = createAdmission(callers)
  const permissions = createPermissions(callers)

  const app = express()
  // The engine's web server stands in front; nobody else may say who the client is.
  app.set('trust proxy', [...(deps.trustedProxies ?? LOOPBACK)])
  app.disable('x-powered-by')
  app.disable('etag') // replies are never kept, so a hash of each would serve nobody
  app.use(observeRequest(deps.metrics, deps.log), ...replyHeaders)
  app.use(callerLimit(callers, deps.requestsPerMinute ?? REQUESTS_PER_MINUTE))

  const serve = servingOn(app, admit)
  serviceRoutes(serve, deps)
  operatingRoutes(serve, { ...deps, permissions })
  eventRoutes(app, { ...deps, admit })
  unitRoutes(app, serve, { ...deps, permissions, admit })
  clusterRoutes(serve, { ...deps, permissions })
  hostRoutes(serve, deps)
  tuningRoutes(serve, { ...deps, permissions })
  clusterPolicyRoutes(serve, { ...deps, permissions })
  policyUnitRoutes(serve, { ...deps, permissions })
  const explained = explainedVm({ ...deps, onUnknown: deps.unknownFacts })
  placementRoutes(serve, { ...deps, explained })
  schedulerRoutes(serve, { ...deps, explained })
  recommendationRoutes(serve, { ...deps, permissions })
  runRoutes(serve, deps)
  planRoutes(serve, { ...deps, permissions })
  automationRoutes(serve, { ...deps, permissions })

  app.use(unmatched, errorMapper(deps.log, deps.metrics))
  return app
}
