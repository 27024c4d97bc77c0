import { z } from 'zod'
import { namedSchema } from '../plan/named.ts'
import { reasonSchema } from '../policy/reason-schema.ts'

const costSchema = z.object({ points: z.number(), because: reasonSchema }).readonly()

/** How well a cluster stands, what costs it most, and which of its VMs stand worst. */
export const clusterHealthSchema = z
  .object({
    cluster: namedSchema,
    score: z
      .number()
      .min(0)
      .max(100)
      .optional()
      .describe('As in the list of clusters: the worst aspect. Absent: nothing measured'),
    costs: z.array(costSchema).describe('What keeps it from 100, most points first'),
    vms: z
      .array(
        z
          .object({ vm: namedSchema, host: namedSchema, score: z.number().min(0).max(100), costs: z.array(costSchema) })
          .readonly(),
      )
      .describe('The VMs that stand worst, worst first; those at 100 are left out'),
    snapshotTakenAtMs: z.number(),
  })
  .readonly()
  .meta({ id: 'ClusterHealth' })
export type ClusterHealth = z.infer<typeof clusterHealthSchema>
export type HealthCost = z.infer<typeof costSchema>
