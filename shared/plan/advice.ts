import { z } from 'zod'
import { reasonSchema, skippedSchema } from '../policy/reason-schema.ts'
import { namedSchema } from './named.ts'
import { noticeSchema } from './notice.ts'

/** What is asked for but not proposed: the VM or the host, and the state of the earlier one that holds it up. */
const heldBackSchema = z
  .object({
    subject: namedSchema,
    code: z.enum(['applying', 'applied', 'failed', 'refused', 'dismissed', 'snoozed']),
    /** Absent: until the other move is over. */
    untilMs: z.number().exactOptional(),
    /** A sentence that stays true while it is held; the time stands in `untilMs` alone. */
    because: z.string(),
  })
  .readonly()
export type HeldBack = z.infer<typeof heldBackSchema>

/** The newest answer of a cluster's balancer, also when nothing is to move. */
export const adviceSchema = z
  .object({
    clusterId: z.string(),
    unitId: z.string(),
    because: reasonSchema,
    skippedHosts: z.array(skippedSchema).readonly(),
    skippedVms: z.array(skippedSchema).readonly(),
    notices: z.array(noticeSchema).readonly(),
    atMs: z.number(),
    /** The moves it asks for, whether they are proposed or held back. */
    asked: z
      .array(z.object({ vm: namedSchema, from: namedSchema }).readonly())
      .readonly()
      .exactOptional(),
    /** Those that are not proposed, because of an earlier move. */
    held: z.array(heldBackSchema).readonly().exactOptional(),
  })
  .readonly()
export type Advice = z.infer<typeof adviceSchema>
