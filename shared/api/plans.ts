import { z } from 'zod'
import { auditEntrySchema } from '../plan/audit-entry.ts'
import { automationStateSchema, clusterAutomationSchema, savedAutomationSchema } from '../plan/automation.ts'
import { deliverySchema, trustSchema } from '../plan/delivery.ts'
import { namedSchema } from '../plan/named.ts'
import { planObjectiveSchema, planSchema } from '../plan/plan.ts'

export const planRequestSchema = z
  .strictObject({
    objective: planObjectiveSchema,
    level: z.number().int().min(1).max(5).optional().describe('1: only what is broken … 5: also slight gains'),
  })
  .meta({ id: 'PlanRequest' })
export type PlanRequest = z.infer<typeof planRequestSchema>

export const restoreRequestSchema = z
  .strictObject({ sinceMs: z.number().int().min(0).describe('ms since 1970: moves that ended since are taken back') })
  .meta({ id: 'RestoreRequest' })

export const planReplySchema = z
  .object({
    plan: planSchema,
    recommendationId: z.string().optional().describe('Apply this one. Absent: there is nothing to move'),
  })
  .meta({ id: 'PlanReply' })
export type PlanReply = z.infer<typeof planReplySchema>

export const stopRequestSchema = z
  .strictObject({ why: z.string().trim().max(500).default('') })
  .meta({ id: 'StopRequest' })

export const configureRequestSchema = z
  .strictObject({
    settings: clusterAutomationSchema.nullable().describe('null: back to what is configured'),
    seenAtMs: z
      .number()
      .int()
      .min(0)
      .default(0)
      .describe(
        '`saved.atMs` of the settings that were looked at, 0: there were none. Refused when they have changed since',
      ),
  })
  .meta({ id: 'ConfigureAutomation' })
export type ConfigureAutomation = z.infer<typeof configureRequestSchema>

const clusterViewSchema = clusterAutomationSchema
  .unwrap()
  .extend({
    cluster: namedSchema,
    saved: savedAutomationSchema.optional().describe('Absent: as the configuration file says'),
    mayEdit: z.boolean(),
    permissionNeeded: z.string().describe('Name of the engine permission that changing them needs, on the cluster'),
  })
  .meta({ id: 'ClusterAutomationView' })
export type ClusterAutomationView = z.infer<typeof clusterViewSchema>

export const automationReplySchema = z
  .object({
    state: automationStateSchema,
    clusters: z.array(clusterViewSchema),
    excludeTag: z.string().describe('VMs with this tag are left alone; empty: none'),
    excludedVms: z.array(namedSchema).optional().describe('Absent: not known yet'),
    trust: z.array(trustSchema),
    mayStop: z.boolean(),
    permissionNeeded: z.string(),
  })
  .meta({ id: 'Automation' })
export type AutomationReply = z.infer<typeof automationReplySchema>

export const deliveryQuerySchema = z.strictObject({
  clusterId: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})
export const deliveryListSchema = z.object({ deliveries: z.array(deliverySchema) }).meta({ id: 'DeliveryList' })
export type DeliveryList = z.infer<typeof deliveryListSchema>

export const historyQuerySchema = z.strictObject({
  fromMs: z.coerce.number().int().min(0).optional(),
  untilMs: z.coerce.number().int().min(0).optional(),
  text: z.string().trim().max(200).optional().describe('Looked for in everything of an entry, names included'),
  limit: z.coerce.number().int().min(1).max(10_000).default(200),
})
export const historySchema = z.object({ entries: z.array(auditEntrySchema) }).meta({ id: 'History' })
export type History = z.infer<typeof historySchema>
