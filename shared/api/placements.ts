import { z } from 'zod'

export const whyNotQuerySchema = z.strictObject({ host: z.string().min(1).describe('The id of the host') })
export type WhyNotQuery = z.infer<typeof whyNotQuerySchema>
