import { z } from 'zod'
import { healthSchema } from './service.ts'

/** `GET /engines` of a service for several, beside the REST API of each. Open to whoever reaches it, like health. */
export const enginesPath = '/engines'

export const engineListSchema = z
  .object({
    engines: z.array(
      z.object({
        name: z.string().describe('Below /engines/NAME/ is what is its own'),
        state: healthSchema.shape.state,
      }),
    ),
  })
  .meta({ id: 'EngineList' })
export type EngineList = z.infer<typeof engineListSchema>
