import { z } from 'zod'
import { namedSchema } from './named.ts'

/**
 * A policy unit that a person has disabled, by the name that policies and the engine know. It holds for the name: whatever
 * brings a unit of that name, a plugin or the service, it is not asked until somebody enables it.
 */
export const disabledUnitSchema = z
  .object({
    unitId: z.string(),
    by: namedSchema,
    atMs: z.number(),
    why: z.string().describe('Empty: nothing was said'),
  })
  .readonly()
  .meta({ id: 'DisabledUnit' })
export type DisabledUnit = z.infer<typeof disabledUnitSchema>
