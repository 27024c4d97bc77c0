import { z } from 'zod'
import { explanationSchema, recommendationSchema, recommendationStates } from '../plan/recommendation.ts'
import { apiErrorSchema } from './errors.ts'

/** How many may be asked for or about in one request. */
const MOST_AT_ONCE = 100

export const recommendationQuerySchema = z.strictObject({
  state: z.enum(recommendationStates).optional(),
  clusterId: z.string().optional(),
  ids: z
    .string()
    .transform(text => text.split(','))
    .pipe(z.array(z.string().min(1)).max(MOST_AT_ONCE))
    .optional()
    .describe(`Only those with these ids: up to ${MOST_AT_ONCE}, with commas between`),
  cursor: z
    .string()
    .regex(/^\d{1,15}\..+$/, 'must be what "next" of the reply before said')
    .optional()
    .describe('What `next` of the reply before said: the list goes on there'),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
})
export type RecommendationQuery = z.infer<typeof recommendationQuerySchema>

export const recommendationListSchema = z
  .object({
    recommendations: z.array(recommendationSchema),
    next: z.string().optional().describe('The cursor of what follows; absent: this was the last'),
  })
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

/** Until when a recommendation rests. How far that may be is judged by the clock of the service. */
const untilSchema = z.number().int().describe('In the future, at most 30 days')

export const snoozeRequestSchema = z.strictObject({ untilMs: untilSchema }).meta({ id: 'SnoozeRequest' })
export type SnoozeRequest = z.infer<typeof snoozeRequestSchema>

const idsSchema = z
  .array(z.string().min(1))
  .min(1)
  .max(MOST_AT_ONCE)
  .refine(ids => new Set(ids).size === ids.length, 'must not name one twice')
  .describe('Of recommendations; they are taken by priority, whatever their order here')

export const applySeveralRequestSchema = z.strictObject({ ids: idsSchema }).meta({ id: 'ApplySeveralRequest' })
export type ApplySeveralRequest = z.infer<typeof applySeveralRequestSchema>

export const dismissSeveralRequestSchema = z
  .strictObject({ ids: idsSchema, reason: z.string().trim().max(500).default('') })
  .meta({ id: 'DismissSeveralRequest' })
export type DismissSeveralRequest = z.infer<typeof dismissSeveralRequestSchema>

export const snoozeSeveralRequestSchema = z
  .strictObject({ ids: idsSchema, untilMs: untilSchema })
  .meta({ id: 'SnoozeSeveralRequest' })
export type SnoozeSeveralRequest = z.infer<typeof snoozeSeveralRequestSchema>

/** What became of one of several: done, with its run where one began, or the problem that kept it as it was. */
export const outcomeSchema = z
  .object({
    id: z.string(),
    runId: z.string().optional(),
    problem: apiErrorSchema.pick({ code: true, message: true, fix: true }).optional(),
  })
  .readonly()
  .meta({ id: 'RecommendationOutcome' })
export type Outcome = z.infer<typeof outcomeSchema>

/** One outcome for each id, in the order in which they were taken. A refused one holds up none of the others. */
export const outcomesSchema = z.object({ outcomes: z.array(outcomeSchema) }).meta({ id: 'RecommendationOutcomes' })
export type Outcomes = z.infer<typeof outcomesSchema>
