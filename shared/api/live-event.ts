import { z } from 'zod'
import { runSchema } from '../plan/run.ts'

/** What the event stream says. It tells what to reload; only a run travels whole, so that progress needs no polling. */
export const liveEventSchema = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('snapshot'), takenAtMs: z.number() }),
    z.object({ type: z.literal('engine'), reachable: z.boolean() }),
    z.object({ type: z.literal('recommendations'), clusterId: z.string() }),
    z.object({ type: z.literal('policy'), clusterId: z.string() }),
    z.object({ type: z.literal('units') }),
    z.object({ type: z.literal('hosts') }).describe('Connections to hosts have come, gone, or fail for another reason'),
    z.object({ type: z.literal('run'), run: runSchema }),
  ])
  .meta({ id: 'LiveEvent' })
export type LiveEvent = z.infer<typeof liveEventSchema>
