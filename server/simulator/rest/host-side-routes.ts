import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express'
import { z } from 'zod'
import {
  balloonTargetSchema,
  cpuTuneChangeSchema,
  ioTuneSchema,
  ksmTuneSchema,
  vcpuPinSchema,
} from '../../../shared/model/host-knobs.ts'
import { HostRefusal } from '../machine/host-refusal.ts'
import type { World } from '../world/world.ts'
import { streamHostEvents } from './host-event-stream.ts'
import type { HttpFaults } from './http-faults.ts'
import { param } from './resource-routes.ts'

/** Ours: pins of the largest VM on the largest host, and then some. */
const MAX_BODY = '1mb'

const pinsSchema = z.array(vcpuPinSchema).min(1).max(1_024)
const momPolicySchema = z.strictObject({ policy: z.string().min(1) })
const pausedSchema = z.strictObject({ paused: z.boolean() })

const statuses: Readonly<Record<HostRefusal['code'], number>> = {
  'no-such-host': 404,
  'host-no-such-vm': 404,
  'host-refused': 409,
  'host-busy': 409,
  'host-unsupported': 409,
  'host-unreachable': 503,
}

/**
 * `/sim/v1/hosts/{id}`: the hosts themselves, as an agent on them would answer. Readings are those of
 * `shared/model/host-reading.ts`, bodies those of `host-knobs.ts`; a refusal is `{ code, message }`.
 */
export function hostSideRoutes({ hostSide }: World, faults: HttpFaults, report: (error: unknown) => void): Router {
  const router = Router()
  router.use(faults.middleware)
  router.use(express.json({ limit: MAX_BODY }))

  router.get('/:hostId/reading', (req, res) => res.json(hostSide.readHost(param(req, 'hostId'))))
  router.get('/:hostId/guests', (req, res) => res.json(hostSide.listGuests(param(req, 'hostId'))))
  router.get('/:hostId/events', (req, res) => streamHostEvents(hostSide, param(req, 'hostId'), faults, res))

  router.put(
    '/:hostId/ksm',
    change(ksmTuneSchema, ({ hostId }, tune) => hostSide.setKsm(hostId, tune)),
  )
  router.put(
    '/:hostId/mom-policy',
    change(momPolicySchema, ({ hostId }, { policy }) => hostSide.takeKnobsFromMom(hostId, policy)),
  )
  const guest = '/:hostId/guests/:vmId'
  router.put(
    `${guest}/balloon`,
    change(balloonTargetSchema, ({ hostId, vmId }, { targetKiB }) => {
      hostSide.setBalloonTarget(hostId, vmId, targetKiB)
    }),
  )
  router.put(
    `${guest}/cpu-tune`,
    change(cpuTuneChangeSchema, ({ hostId, vmId }, tune) => hostSide.setCpuTune(hostId, vmId, tune)),
  )
  router.put(
    `${guest}/io-tune`,
    change(ioTuneSchema, ({ hostId, vmId }, tune) => hostSide.setIoTune(hostId, vmId, tune)),
  )
  router.put(
    `${guest}/pins`,
    change(pinsSchema, ({ hostId, vmId }, pins) => hostSide.pinVcpus(hostId, vmId, pins)),
  )
  // No knob of a host: what somebody else does to a VM, for demonstrations and tests.
  router.put(
    `${guest}/paused`,
    change(pausedSchema, ({ hostId, vmId }, { paused }) => hostSide.pauseVm(hostId, vmId, paused)),
  )
  router.use((_req, res) => {
    res.status(404).json({ code: 'host-refused', message: 'A simulated host has nothing of that kind.' })
  })
  router.use(refusalReply(report))
  return router
}

type Ids = Readonly<{ hostId: string; vmId: string }>

/** 204, or 400 when the body is of another shape. */
const change =
  <T>(schema: z.ZodType<T>, carryOut: (ids: Ids, value: T) => void): RequestHandler =>
  (req, res) => {
    const body = schema.safeParse(req.body)
    if (!body.success) return refuse(res, 400, 'host-refused', problemsOf(body.error))
    carryOut(idsOf(req), body.data)
    return res.status(204).end()
  }

const idsOf = ({ params }: Request): Ids => ({ hostId: String(params.hostId), vmId: String(params.vmId) })

const problemsOf = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; ')

/** What is not the caller's doing is reported and answered with 500. */
const refusalReply =
  (report: (error: unknown) => void): ErrorRequestHandler =>
  (error, _req, res, next) => {
    if (res.headersSent) return next(error)
    if (error instanceof HostRefusal) return refuse(res, statuses[error.code], error.code, error.message)
    const status: unknown = error instanceof Error && 'status' in error ? error.status : undefined
    // The body is no JSON, or too large: the parser says so.
    if (typeof status === 'number' && status >= 400 && status < 500)
      return refuse(res, status, 'host-refused', `body: ${(error as Error).message}`)
    report(error)
    return refuse(res, 500, 'host-refused', 'The simulated engine failed to answer.')
  }

const refuse = (res: Response, status: number, code: string, message: string) =>
  res.status(status).json({ code, message })
