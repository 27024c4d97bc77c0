import { z } from 'zod'

/** An entity named the way people know it. */
export const namedSchema = z.object({ id: z.string(), name: z.string() }).readonly().meta({ id: 'Named' })
export type Named = z.infer<typeof namedSchema>
