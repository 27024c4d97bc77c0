import { z } from 'zod'
import { requestSourceSchema } from './doer.ts'
import { namedSchema } from './named.ts'
import { traceIdSchema } from './trace-id.ts'

export const auditActions = [
  'apply',
  'cancel',
  'dismiss',
  'snooze',
  'wake',
  'plan',
  'stop',
  'resume',
  'freeze',
  'thaw',
  'edit_policy',
  'edit_policy_units',
  'copy_policy',
  'edit_automation',
  'edit_tuning',
  'edit_host_policy',
  'reset_host_policies',
  'ask_guest',
  'step',
  'unit_added',
  'unit_changed',
  'unit_removed',
  'unit_quarantined',
  'unit_reloaded',
  'unit_disabled',
  'unit_enabled',
  'restore_store',
  'edit_log_level',
] as const

/** Who did what, when and from where. Never changed once written. */
export const auditEntrySchema = z
  .object({
    id: z.string(),
    atMs: z.number(),
    by: namedSchema,
    from: requestSourceSchema.optional().describe('Absent: the service itself, or written before this was kept'),
    traceId: traceIdSchema
      .optional()
      .describe(
        'Ties the entry to the log and to what else came of the same; no proof, as the client may have chosen it',
      ),
    action: z.enum(auditActions),
    cluster: namedSchema.optional(),
    subject: z.string().describe('The id of the recommendation, run, cluster or policy unit'),
    detail: z.record(z.string(), z.unknown()),
  })
  .readonly()
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.infer<typeof auditEntrySchema>

/** From a time on, before another; `text` is looked for in the whole entry, names included, whatever its case. */
export type AuditFilter = Readonly<{
  fromMs?: number | undefined
  untilMs?: number | undefined
  text?: string | undefined
  limit?: number | undefined
}>
