import { z } from 'zod'
import { namedSchema } from '../plan/named.ts'

/** What must be so before requests make sense. */
export const readinessParts = ['snapshot', 'store', 'service'] as const

export const readinessSchema = z.object({ ready: z.literal(true) }).meta({ id: 'Readiness' })
export type Readiness = z.infer<typeof readinessSchema>

/** From the most to the least. */
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

export const logLevelStateSchema = z
  .object({
    level: z.enum(logLevels),
    configured: z.enum(logLevels).describe('log.level of the configuration, which holds again afterwards'),
    untilMs: z
      .number()
      .optional()
      .describe('When it goes back by itself. Absent: it is as configured, or stays until the restart'),
    by: namedSchema.optional().describe('Who has set it. Absent: it is as configured'),
  })
  .meta({ id: 'LogLevelState' })
export type LogLevelState = z.infer<typeof logLevelStateSchema>

/** A week. */
const MOST_MINUTES = 10_080

export const setLogLevelSchema = z
  .strictObject({
    level: z.enum(logLevels),
    minutes: z
      .number()
      .int()
      .min(0)
      .max(MOST_MINUTES)
      .default(60)
      .describe('Then it goes back to what is configured; 0: it stays until the service is restarted'),
  })
  .meta({ id: 'SetLogLevel' })
export type SetLogLevel = z.input<typeof setLogLevelSchema>
