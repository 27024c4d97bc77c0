import { randomUUID } from 'node:crypto'
import compression from 'compression'
import express, { type Express, type RequestHandler, Router } from 'express'
import type { World } from '../world/world.ts'
import { affinityGroupRoutes } from './affinity-group-routes.ts'
import { affinityLabelRoutes } from './affinity-label-routes.ts'
import { apiRoot } from './api-root.ts'
import { authenticate } from './authenticate.ts'
import { makeCaCertificate } from './certificate.ts'
import { clusterRoutes } from './cluster-routes.ts'
import { contextOf } from './context.ts'
import { errorReply } from './error-reply.ts'
import { eventRoutes } from './event-routes.ts'
import { hostRoutes } from './host-routes.ts'
import { hostSideRoutes } from './host-side-routes.ts'
import { createHttpFaults } from './http-faults.ts'
import { jobRoutes } from './job-routes.ts'
import { withoutMatrix } from './negotiate.ts'
import { policyRoutes } from './policy-routes.ts'
import { sendObject } from './reply.ts'
import { createRequestLog } from './request-log.ts'
import { required } from './resource.ts'
import { param, resourceRoutes } from './resource-routes.ts'
import { roleRoutes } from './role-routes.ts'
import { servicesRouter } from './services.ts'
import { openSessions } from './sessions.ts'
import { type SimulationControls, simulationControl } from './simulation-control.ts'
import { ssoRouter } from './sso.ts'
import { findOption } from './system-options.ts'
import { tagRoutes } from './tag-routes.ts'
import { vmRoutes } from './vm-routes.ts'

export type SimulatorOptions = Readonly<{
  /** A session unused for that long is over. Default 30 minutes, as the engine's. */
  sessionIdleMs?: number
  /** Real time, for sessions. The simulated time is the world's. */
  wallClock?: () => number
  newCorrelationId?: () => string
  /** Served as the engine's CA. Default: one made at start. */
  certificatePem?: string
  /** Drop an event posted again within 30 s without a flood rate, with a puzzling 400, as the engine does. */
  eventFloodRule?: boolean
  controls?: SimulationControls
  /** Told of errors that are the simulator's own. */
  report?: (error: unknown) => void
}>

const MAX_BODY = '1mb' // ours: no request the engine knows comes near it
const GZIP_LEVEL = 1 // most replies go over loopback; the client only wants to see that gzip works

/**
 * The simulated engine as an Express app: `/ovirt-engine/{api,sso,services}` as an engine answers them, and `/sim/v1`
 * for its hosts and to control the simulation. Mount it at the root of the origin. `options.controls` connects `/sim/v1` to a clock.
 */
export function simulatorApp(world: World, options: SimulatorOptions = {}): Express {
  const wallClock = options.wallClock ?? Date.now
  const sessions = openSessions({ idleTimeoutMs: options.sessionIdleMs ?? 30 * 60_000, now: wallClock })
  const faults = createHttpFaults()
  const requests = createRequestLog()
  const report =
    options.report ?? ((error: unknown) => process.emitWarning(error instanceof Error ? error : String(error)))

  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.use('/sim/v1/hosts', hostSideRoutes(world, faults, report))
  app.get('/sim/v1/requests', requests.route)
  app.use('/sim/v1', simulationControl(world, sessions, faults, options.controls ?? {}))
  app.use('/ovirt-engine/api', requests.middleware)
  app.use('/ovirt-engine/api', faults.middleware)
  app.use('/ovirt-engine/sso', faults.middleware)
  app.use('/ovirt-engine/services', faults.middleware)
  app.use('/ovirt-engine/sso', ssoRouter(world, sessions))
  app.use(
    '/ovirt-engine/services',
    servicesRouter(sessions, options.certificatePem ?? makeCaCertificate('simulated engine', wallClock())),
  )
  const api = apiRouter(
    options.eventFloodRule ?? false,
    authenticate(world, sessions, options.newCorrelationId ?? randomUUID),
  )
  app.use('/ovirt-engine/api', compression({ level: GZIP_LEVEL }))
  app.use('/ovirt-engine/api/v4', api)
  app.use('/ovirt-engine/api', api)
  app.use('/ovirt-engine', errorReply(report))
  return app
}

function apiRouter(floodRule: boolean, authentication: RequestHandler): Router {
  const router = Router()
  router.use((req, res, next) => {
    const version = req.get('version')
    if (version !== undefined && version !== '4') return res.status(400).end()
    // Both are read later: one to route, the other to find the query.
    req.url = withoutMatrix(req.url)
    req.originalUrl = withoutMatrix(req.originalUrl)
    return next()
  })
  router.use(authentication)
  router.use(express.text({ type: () => true, limit: MAX_BODY }))
  router.get('/', apiRoot)
  router.get('/options/:name', (req, res) => {
    sendObject(req, res, 'system_option', required(findOption(contextOf(req), param(req, 'name'))))
  })
  router.use(hostRoutes(), vmRoutes(), clusterRoutes(), policyRoutes(), eventRoutes({ floodRule }))
  router.use(jobRoutes(), tagRoutes(), affinityGroupRoutes(), affinityLabelRoutes(), roleRoutes())
  router.use(resourceRoutes())
  router.use((_req, res) => {
    res.status(404).end()
  })
  return router
}
