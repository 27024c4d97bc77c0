import { z } from 'zod'
import { parameterViewSchema } from './cluster-policy.ts'

export const unitViewSchema = z
  .object({
    id: z.string(),
    description: z.string(),
    source: z.string().describe('"built-in", or the file of a site unit'),
    functions: z.array(z.enum(['filter', 'score', 'balance'])),
    parameters: z.array(
      z.object({
        name: z.string(),
        label: z.string(),
        help: z.string(),
        default: z.string(),
        parameter: parameterViewSchema,
      }),
    ),
    regex: z.string().describe('As sent to the engine'),
    engine: z
      .enum(['seen', 'disabled', 'not_seen', 'unknown'])
      .describe('Whether the engine has discovered it; the engine asks only when it starts'),
  })
  .meta({ id: 'UnitView' })
export type UnitView = z.infer<typeof unitViewSchema>
export const unitListSchema = z.object({ units: z.array(unitViewSchema) }).meta({ id: 'UnitList' })
export type UnitList = z.infer<typeof unitListSchema>

export const healthSchema = z
  .object({
    state: z.enum(['ok', 'degraded']),
    engine: z.object({
      reachable: z.boolean(),
      snapshotAgeMs: z.number().optional().describe('Absent: never read'),
      problem: z.object({ code: z.string(), message: z.string(), sinceMs: z.number() }).optional(),
    }),
    store: z.object({ writable: z.boolean() }),
    xmlrpc: z.object({ lastCallAtMs: z.number().optional().describe('Absent: the engine has not called yet') }),
  })
  .meta({ id: 'Health' })
export type Health = z.infer<typeof healthSchema>

export const versionSchema = z
  .object({ version: z.string(), node: z.string(), api: z.string() })
  .meta({ id: 'Version' })
export type Version = z.infer<typeof versionSchema>

export const sessionSchema = z
  .object({ user: z.object({ id: z.string(), name: z.string() }), administrator: z.boolean() })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof sessionSchema>
