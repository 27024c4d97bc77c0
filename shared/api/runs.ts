import { z } from 'zod'
import { runSchema, runStates } from '../plan/run.ts'

export const runQuerySchema = z.strictObject({
  state: z.enum(runStates).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})
export type RunQuery = z.infer<typeof runQuerySchema>

export const runListSchema = z.object({ runs: z.array(runSchema) }).meta({ id: 'RunList' })
export type RunList = z.infer<typeof runListSchema>
