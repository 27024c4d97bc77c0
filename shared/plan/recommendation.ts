import { z } from 'zod'
import { hostActions } from '../policy/host-action.ts'
import { reasonSchema, skippedSchema } from '../policy/reason-schema.ts'
import { schedulerFunctions } from '../sdk/scheduler.ts'
import { namedSchema } from './named.ts'
import { planSchema } from './plan.ts'

/** open → applying → applied | failed; open ⇄ snoozed; open or snoozed → dismissed | superseded. The others are final. */
export const recommendationStates = [
  'open',
  'snoozed',
  'applying',
  'applied',
  'failed',
  'dismissed',
  'superseded',
] as const
export type RecommendationState = (typeof recommendationStates)[number]

const nextStates: Readonly<Record<RecommendationState, readonly RecommendationState[]>> = {
  open: ['applying', 'snoozed', 'dismissed', 'superseded'],
  snoozed: ['open', 'snoozed', 'dismissed', 'superseded'],
  applying: ['applied', 'failed'],
  applied: [],
  failed: [],
  dismissed: [],
  superseded: [],
}
export const mayRecommendationBecome = (from: RecommendationState, to: RecommendationState): boolean =>
  nextStates[from].includes(to)

/** What a move does to one host. */
export const hostEffectSchema = z
  .object({
    host: namedSchema,
    memoryTotalMiB: z.number(),
    memoryFreeBeforeMiB: z.number(),
    memoryFreeAfterMiB: z.number(),
    memoryUsedBeforePercent: z.number(),
    memoryUsedAfterPercent: z.number(),
    cpuBeforePercent: z.number().optional().describe('Absent when the engine gave no CPU figure'),
    cpuAfterPercent: z
      .number()
      .optional()
      .describe('The VM counts with its share of its host’s use, by vCPUs. Absent: a figure for it is missing'),
    vcpusPerCpuBefore: z
      .number()
      .optional()
      .describe('vCPUs of the VMs that run there for each logical CPU. Absent: how many CPUs it has is not known'),
    vcpusPerCpuAfter: z.number().optional(),
  })
  .readonly()
  .meta({ id: 'HostEffect' })
export type HostEffect = z.infer<typeof hostEffectSchema>

export const explanationSchema = z
  .object({ skippedHosts: z.array(skippedSchema), skippedVms: z.array(skippedSchema) })
  .readonly()
  .meta({ id: 'Explanation' })
export type Explanation = z.infer<typeof explanationSchema>

/** Who may ask beside the balancer of a cluster: the functions of its scheduler, and the policy of a host for one of its VMs. */
export const moveAskers = [...schedulerFunctions, 'hostPolicy'] as const
export type MoveAsker = (typeof moveAskers)[number]

/** What every recommendation has, whatever it asks for. */
const common = {
  id: z.string(),
  cluster: namedSchema,
  unitId: z.string().describe('The policy unit or the scheduler that asked for it'),
  asked: z
    .enum(moveAskers)
    .optional()
    .describe(
      'Which function of a scheduler asked, or hostPolicy: the policy of the host; absent: the balancer unit of the cluster’s policy',
    ),
  priority: z.number().int().min(1).max(5).describe('1: a limit is broken … 5: slight gain'),
  because: reasonSchema,
  properties: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .describe('The property values that were decided with'),
  snapshotTakenAtMs: z.number(),
  state: z.enum(recommendationStates),
  stateReason: reasonSchema.optional().describe('Why it was snoozed, dismissed, superseded or failed'),
  snoozedUntilMs: z.number().optional().describe('While it is snoozed: when it comes back by itself'),
  runId: z.string().optional(),
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
}

export const moveRecommendationSchema = z
  .object({
    kind: z.literal('move'),
    ...common,
    vm: namedSchema,
    vmMemoryMiB: z.number(),
    from: namedSchema,
    to: namedSchema,
    alternatives: z.array(namedSchema).describe('Other hosts it could go to, best first'),
    effects: z.array(hostEffectSchema).describe('Source first, then destination; empty: a host was not measured'),
    cost: z
      .object({
        transferMiB: z.number(),
        estimatedSeconds: z.number().optional().describe('Absent: not known'),
        downtimeMs: z.number().optional().describe('How long the VM is expected to stand still; absent: not predicted'),
      })
      .describe('What the migration takes'),
  })
  .readonly()
  .meta({ id: 'MoveRecommendation' })
export type MoveRecommendation = z.infer<typeof moveRecommendationSchema>

/** A host that should change its state. It is switched in the Administration Portal: this service does not do that yet. */
export const hostRecommendationSchema = z
  .object({
    kind: z.literal('host'),
    ...common,
    host: namedSchema,
    action: z.enum(hostActions).describe('maintenance: it is empty and may rest. power-off: it rests and may be off'),
  })
  .readonly()
  .meta({ id: 'HostRecommendation' })
export type HostRecommendation = z.infer<typeof hostRecommendationSchema>

/** Many moves that are worth it together, in an order that keeps every rule. */
export const planRecommendationSchema = z
  .object({
    kind: z.literal('plan'),
    ...common,
    requestedBy: namedSchema
      .optional()
      .describe('Who had it planned. Only what the service itself would plan is approved automatically'),
    plan: planSchema,
  })
  .readonly()
  .meta({ id: 'PlanRecommendation' })
export type PlanRecommendation = z.infer<typeof planRecommendationSchema>

export const recommendationSchema = z
  .discriminatedUnion('kind', [moveRecommendationSchema, hostRecommendationSchema, planRecommendationSchema])
  .meta({ id: 'Recommendation' })
export type Recommendation = z.infer<typeof recommendationSchema>

export const isMove = (recommendation: Recommendation): recommendation is MoveRecommendation =>
  recommendation.kind === 'move'
