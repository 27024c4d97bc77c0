import { Router } from 'express'
import type { Wire } from '../wire/types.ts'
import type { SimEvent } from '../world/state.ts'
import { EngineFault } from '../world/world.ts'
import { requirePermit } from './access.ts'
import { type Context, contextOf } from './context.ts'
import { incomplete } from './error-reply.ts'
import { eventToWire } from './event-resource.ts'
import { sendCreated, sendDone } from './reply.ts'
import { readBody } from './request-body.ts'
import { required } from './resource.ts'
import { param } from './resource-routes.ts'

const codes = { normal: 9801, warning: 9802, error: 9803, alert: 9804 } as const
const MAX_DESCRIPTION = 10_000
const FLOOD_MS = 30_000

/** Posting and deleting events. `floodRule`: drop repetitions posted without a flood rate, as the engine does. */
export function eventRoutes(options: Readonly<{ floodRule: boolean }>): Router {
  const router = Router()

  router.post('/events', (req, res) => {
    const context = contextOf(req)
    requirePermit(context, 'inject_external_events', { type: 'system' })
    const body = readBody(req, 'event')
    const event = toEvent(context, body)
    if (options.floodRule && (body.flood_rate ?? 0) === 0 && isRepetition(context, event))
      throw new EngineFault('invalid', [])
    sendCreated(req, res, 'event', eventToWire(context, context.world.addEvent(event)))
  })

  router.delete('/events/:id', (req, res) => {
    const context = contextOf(req)
    requirePermit(context, 'inject_external_events', { type: 'system' })
    const event = required(context.world.state.events.find(({ index }) => String(index) === param(req, 'id')))
    context.world.edit(() => Object.assign(event, { deleted: true }))
    sendDone(req, res)
  })
  return router
}

type NewEvent = Omit<SimEvent, 'index' | 'atMs'>

function toEvent(context: Context, body: Wire<'event'>): NewEvent {
  const { state } = context.world
  const { origin, severity, custom_id: customId, description } = body
  if (origin === undefined || severity === undefined || customId === undefined || description === undefined)
    throw incomplete('Event', 'origin, severity, customId, description', 'add')
  if (origin.toLowerCase() === 'ovirt') throw new EngineFault('invalid', ['Illegal origin for Custom Event'])
  if (state.events.some(event => event.origin === origin && event.customId === customId))
    throw new EngineFault('invalid', ['Custom Event Id already exists'])
  return {
    code: codes[severity],
    severity,
    description: description.slice(0, MAX_DESCRIPTION),
    origin,
    customId,
    correlationId: context.correlationId,
    userId: context.user.id,
    vmId: existing(state.vms, 'VM', body.vm?.id),
    hostId: existing(state.hosts, 'Host', body.host?.id),
    clusterId: existing(state.clusters, 'Cluster', body.cluster?.id),
  }
}

function existing(items: ReadonlyMap<string, unknown>, kind: string, id: string | undefined): string | undefined {
  if (id !== undefined && !items.has(id)) throw new EngineFault('invalid', [`${kind} ${id} does not exist.`])
  return id
}

/** An event of the same severity about the same objects within the last 30 s. */
function isRepetition({ world }: Context, event: NewEvent): boolean {
  const after = world.now() - FLOOD_MS
  return world.state.events.some(
    other =>
      other.atMs > after &&
      other.code === event.code &&
      other.vmId === event.vmId &&
      other.hostId === event.hostId &&
      other.clusterId === event.clusterId,
  )
}
