import { z } from 'zod'
import { guestReadingSchema, hostReadingSchema } from '../model/host-reading.ts'
import { hostConnectionKinds, hostStandings } from '../model/watched-host.ts'
import { namedSchema } from '../plan/named.ts'

export const hostQuerySchema = z.strictObject({ clusterId: z.string().optional() })
export type HostQuery = z.infer<typeof hostQuerySchema>

const kib = z.number().int().nonnegative()
const count = z.number().int().nonnegative()

export const hostProblemSchema = z
  .object({
    code: z.string().describe('host-unreachable, host-timeout, … ; never reused for another meaning'),
    message: z.string(),
    fix: z.string().describe('What can be done about it'),
    atMs: z.number(),
  })
  .readonly()
  .meta({ id: 'HostProblem' })

/** Of ours to the host itself, beside what the engine says of it. */
export const hostConnectionSchema = z
  .object({
    via: z.enum(hostConnectionKinds).describe('hosts.connect of its cluster'),
    address: z.string().optional(),
    state: z
      .enum(hostStandings)
      .describe('waiting: it is lost or was never reached, and is tried again from time to time'),
    sinceMs: z.number(),
    because: z.string().optional().describe('Why it is not dialled'),
    nextAttemptAtMs: z.number().optional(),
    software: z.string().optional().describe('What answers there'),
    problem: hostProblemSchema.optional().describe('Why the last connection or attempt ended'),
    lost: count.describe('Connections that ended by themselves'),
  })
  .meta({ id: 'HostConnection' })
export type HostConnectionView = z.infer<typeof hostConnectionSchema>

/** From the last reading, however old. What the host does not tell is absent. */
export const hostFiguresSchema = z
  .object({
    cpuPercent: z.number().min(0).max(100).optional().describe('Of the whole host; needs two samples'),
    memoryTotalKiB: kib,
    memoryAvailableKiB: kib.optional(),
    swapUsedKiB: kib.optional(),
    ksmSavedKiB: kib.optional().describe('Memory that merging of equal pages saves'),
    guests: count.optional().describe('VMs that the host knows, those that are off included'),
    guestsRunning: count.optional(),
  })
  .meta({ id: 'HostFigures' })

export const watchedHostSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    cluster: namedSchema,
    status: z.string().describe('The engine’s word; "unknown" when we do not know it'),
    connection: hostConnectionSchema,
    readAtMs: z.number().optional().describe('When the figures were read; absent: never'),
    readingAgeMs: z.number().optional(),
    figures: hostFiguresSchema.optional(),
    sample: z
      .object({ endedAtMs: z.number(), durationMs: z.number(), problem: hostProblemSchema.optional() })
      .readonly()
      .optional()
      .describe('The last time it was asked for its figures'),
  })
  .meta({ id: 'WatchedHost' })
export type WatchedHostView = z.infer<typeof watchedHostSchema>

export const watchedHostListSchema = z
  .object({ hosts: z.array(watchedHostSchema).describe('By name') })
  .meta({ id: 'WatchedHostList' })
export type WatchedHostList = z.infer<typeof watchedHostListSchema>

export const watchedHostDetailSchema = watchedHostSchema
  .extend({
    reading: hostReadingSchema.meta({ id: 'HostReading' }).optional().describe('The last good one'),
    guests: z
      .object({
        takenAtMs: z.number().describe('By the host’s clock: for differences of counters'),
        readAtMs: z.number().describe('By ours'),
        guests: z.array(guestReadingSchema.meta({ id: 'GuestReading' })),
      })
      .optional()
      .describe('The last good ones, which may be older than the reading'),
  })
  .meta({ id: 'WatchedHostDetail' })
export type WatchedHostDetail = z.infer<typeof watchedHostDetailSchema>
