import { z } from 'zod'
import { explanationSchema, recommendationSchema, recommendationStates } from '../plan/recommendation.ts'

export const recommendationQuerySchema = z.strictObject({
  state: z.enum(recommendationStates).optional(),
  clusterId: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
})
export type RecommendationQuery = z.infer<typeof recommendationQuerySchema>

export const recommendationListSchema = z
  .object({ recommendations: z.array(recommendationSchema) })
  .meta({ id: 'RecommendationList' })
export type RecommendationList = z.infer<typeof recommendationListSchema>

export const recommendationDetailSchema = z
  .object({
    recommendation: recommendationSchema,
    explanation: explanationSchema,
    mayApply: z.boolean(),
    permissionNeeded: z.string(),
  })
  .meta({ id: 'RecommendationDetail' })
export type RecommendationDetail = z.infer<typeof recommendationDetailSchema>

/** 202: accepted and stored, not done. Progress is read from the run it names. */
export const applyReplySchema = z.object({ runId: z.string() }).meta({ id: 'ApplyReply' })
export type ApplyReply = z.infer<typeof applyReplySchema>

export const dismissRequestSchema = z
  .strictObject({ reason: z.string().trim().max(500).default('') })
  .meta({ id: 'DismissRequest' })
export type DismissRequest = z.infer<typeof dismissRequestSchema>
