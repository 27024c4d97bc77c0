import { z } from 'zod'
import { reasonSchema } from '../policy/reason-schema.ts'

/** Something that only an administrator can change, such as too little room for highly available VMs. */
export const noticeSchema = z
  .object({
    subject: z.object({ kind: z.enum(['host', 'vm', 'cluster']), id: z.string(), name: z.string() }).readonly(),
    because: reasonSchema,
  })
  .readonly()
  .meta({ id: 'Notice' })
export type Notice = z.infer<typeof noticeSchema>
