import { z } from 'zod'
import { namedSchema } from './named.ts'

/** What one host was to become, in percent of its memory and CPU. */
const promisedHostSchema = z
  .object({
    host: namedSchema,
    memoryBeforePercent: z.number(),
    memoryPromisedPercent: z.number(),
    cpuBeforePercent: z.number().optional(),
    cpuPromisedPercent: z.number().optional(),
  })
  .readonly()

const measurementSchema = z
  .object({
    afterMinutes: z.number(),
    atMs: z.number(),
    hosts: z.array(
      z
        .object({ host: namedSchema, memoryPercent: z.number().optional(), cpuPercent: z.number().optional() })
        .readonly(),
    ),
    share: z
      .number()
      .optional()
      .describe(
        'How much of the promised change has come, 0..1. Absent: nothing was promised, nothing can be measured, or later moves of ours changed these hosts',
      ),
  })
  .readonly()

/** What a run that was carried out had promised, and what came of it. */
export const deliverySchema = z
  .object({
    runId: z.string(),
    cluster: namedSchema,
    unitId: z.string().describe('The unit, scheduler or planner that asked for it'),
    endedAtMs: z.number(),
    promised: z.array(promisedHostSchema),
    measured: z.array(measurementSchema),
  })
  .readonly()
  .meta({ id: 'Delivery' })
export type Delivery = z.infer<typeof deliverySchema>
export type PromisedHost = Delivery['promised'][number]

/** How far a policy has kept its word in a cluster. */
export const trustSchema = z
  .object({
    cluster: namedSchema,
    unitId: z.string(),
    runs: z.number().int().describe('Runs that the figure is of'),
    percent: z.number().optional().describe('Mean of what they delivered. Absent: too few were measured'),
  })
  .readonly()
  .meta({ id: 'Trust' })
export type Trust = z.infer<typeof trustSchema>
