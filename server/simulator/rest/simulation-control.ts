import express, { type ErrorRequestHandler, Router } from 'express'
import { z } from 'zod'
import type { World } from '../world/world.ts'
import type { HttpFault, HttpFaults } from './http-faults.ts'
import type { Sessions } from './sessions.ts'

export type SimulationControls = Readonly<{
  /** Simulated milliseconds per real one; 0 stops the clock. Absent: the clock is not ours to set. */
  setSpeed?: (speed: number) => void
  speed?: () => number
  /** Discovers external schedulers anew, as a restarted engine does. */
  restart?: () => Promise<void>
}>

const count = z.number().int().min(1).max(1_000_000).default(1)

const clockRequest = z.strictObject({
  speed: z.number().min(0).max(100_000).optional(),
  advanceMs: z
    .number()
    .int()
    .min(0)
    .max(31 * 24 * 3_600_000)
    .optional(),
})

const faultRequest = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['status', 'html']),
    status: z.number().int().min(400).max(599).default(503),
    pathContains: z.string().optional(),
    count,
  }),
  z.strictObject({ kind: z.enum(['truncated', 'reset']), pathContains: z.string().optional(), count }),
  z.strictObject({
    kind: z.literal('slow'),
    delayMs: z.number().int().min(1).max(600_000),
    pathContains: z.string().optional(),
    count,
  }),
  z.strictObject({ kind: z.literal('down'), down: z.boolean() }),
  z.strictObject({ kind: z.literal('expire-tokens') }),
  z.strictObject({ kind: z.literal('fail-migrations'), count }),
  z.strictObject({
    kind: z.literal('refuse-migrations'),
    vmId: z.string().optional(),
    hostId: z.string().optional(),
    message: z.string().default('There is no host that satisfies current scheduling constraints.'),
  }),
  z.strictObject({
    kind: z.literal('unknown-rule'),
    name: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/)
      .default('SiteRule'),
    vmId: z.string().optional(),
    hostId: z.string().optional(),
    message: z.string().min(1).default('a rule of this site does not allow it'),
  }),
  z.strictObject({ kind: z.literal('clear') }),
])

const engineRequest = z.strictObject({
  balancingEnabled: z.boolean().optional(),
  externalSchedulerEnabled: z.boolean().optional(),
  restart: z.literal(true).optional(),
})

/** `/sim/v1`: the simulation itself, outside anything an engine has. Small JSON requests, 400 with the problems. */
export function simulationControl(
  world: World,
  sessions: Sessions,
  faults: HttpFaults,
  controls: SimulationControls,
): Router {
  const router = Router()
  router.use(express.json({ limit: '16kb' }))

  router.get('/state', (_req, res) => {
    const { state } = world
    res.json({
      now: new Date(world.now()).toISOString(),
      speed: controls.speed?.(),
      seed: state.seed,
      clusters: state.clusters.size,
      hosts: state.hosts.size,
      vms: state.vms.size,
      migrating: [...state.vms.values()].filter(vm => vm.migration !== undefined).length,
      lastEvent: state.events.at(-1)?.index ?? 0,
      config: state.config,
      http: faults.list(),
    })
  })

  router.post('/clock', (req, res) => {
    const request = clockRequest.safeParse(req.body)
    if (!request.success) return refuse(res, request.error)
    const { speed, advanceMs } = request.data
    if (speed !== undefined) {
      if (controls.setSpeed === undefined) return res.status(409).json({ problems: ['this clock has no speed'] })
      controls.setSpeed(speed)
    }
    if (advanceMs !== undefined) world.advance(advanceMs)
    return res.json({ now: new Date(world.now()).toISOString(), speed: controls.speed?.() })
  })

  router.post('/faults', (req, res) => {
    const request = faultRequest.safeParse(req.body)
    if (!request.success) return refuse(res, request.error)
    inject(request.data, world, sessions, faults)
    return res.json(faults.list())
  })

  router.post('/engine', async (req, res) => {
    const request = engineRequest.safeParse(req.body)
    if (!request.success) return refuse(res, request.error)
    const { balancingEnabled, externalSchedulerEnabled, restart } = request.data
    world.edit(({ config }) => {
      if (balancingEnabled !== undefined) config.balancingEnabled = balancingEnabled
      if (externalSchedulerEnabled !== undefined) config.externalSchedulerEnabled = externalSchedulerEnabled
    })
    if (restart) {
      sessions.closeAll()
      await controls.restart?.()
    }
    return res.json(world.state.config)
  })

  const unreadable: ErrorRequestHandler = (error, _req, res, next) => {
    if (!(error instanceof SyntaxError)) return next(error)
    return res.status(400).json({ problems: [`body: ${error.message}`] })
  }
  router.use(unreadable)
  return router
}

function inject(request: z.infer<typeof faultRequest>, world: World, sessions: Sessions, faults: HttpFaults): void {
  switch (request.kind) {
    case 'down':
      faults.setDown(request.down)
      break
    case 'expire-tokens':
      sessions.closeAll()
      break
    case 'fail-migrations':
      world.faults.failNextMigrations(request.count)
      break
    case 'refuse-migrations': {
      const { vmId, hostId, message } = request
      const match = { ...(vmId === undefined ? {} : { vmId }), ...(hostId === undefined ? {} : { hostId }) }
      world.faults.refuseMigrations(match, message)
      break
    }
    case 'unknown-rule': {
      const { name, vmId, hostId, message } = request
      world.faults.addRule(
        { name, ...(vmId !== undefined && { vmId }), ...(hostId !== undefined && { hostId }) },
        message,
      )
      break
    }
    case 'clear':
      faults.clear()
      world.faults.clear()
      break
    default:
      faults.add(toHttpFault(request))
  }
}

type HttpFaultRequest = Extract<z.infer<typeof faultRequest>, { kind: HttpFault['kind'] }>

function toHttpFault(request: HttpFaultRequest): HttpFault {
  const { kind, count: remaining, pathContains } = request
  return {
    kind,
    remaining,
    status: 'status' in request ? request.status : 503,
    delayMs: 'delayMs' in request ? request.delayMs : 0,
    ...(pathContains === undefined ? {} : { pathContains }),
  }
}

function refuse(res: express.Response, error: z.ZodError): express.Response {
  const problems = error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`)
  return res.status(400).json({ problems })
}
