import { z } from 'zod'
import { namedSchema } from '../plan/named.ts'
import { noticeSchema } from '../plan/notice.ts'
import { explanationSchema } from '../plan/recommendation.ts'
import { reasonSchema } from '../policy/reason-schema.ts'

export const hostViewSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    status: z.string().describe('The engine’s word; "unknown" when we do not know it'),
    memoryTotalMiB: z.number(),
    memoryFreeMiB: z.number().optional().describe('Absent: not known'),
    memoryUsedPercent: z.number().optional(),
    maxSchedulingMiB: z.number().optional(),
    cpuPercent: z.number().optional(),
    vcpusPerCpu: z
      .number()
      .optional()
      .describe('vCPUs of the VMs that run there for each logical CPU. Absent: how many CPUs it has is not known'),
    swapUsedMiB: z.number().optional().describe('Absent: not known, or it has no swap space'),
    activeVms: z.number(),
    migratingVms: z.number(),
  })
  .meta({ id: 'HostView' })
export type HostView = z.infer<typeof hostViewSchema>

export const clusterSummarySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    policy: namedSchema.optional(),
    score: z.number().min(0).max(100).optional().describe('100: even and within limits. Absent: nothing measured'),
    imbalance: z
      .object({ memoryPercent: z.number().optional(), cpuPercent: z.number().optional() })
      .describe('Standard deviation of use over the hosts that are up, in percent points'),
    limits: z
      .object({ memoryPercent: z.number(), cpuPercent: z.number() })
      .readonly()
      .describe('planner.memoryLimit and planner.cpuLimit: plans relieve a host that is beyond one of them'),
    hostsBeyondLimits: z
      .number()
      .optional()
      .describe('Absent: none is known to be, but not every host that is up is measured, or none is up'),
    hottest: z
      .object({ host: namedSchema, what: z.enum(['memory', 'cpu']), percent: z.number() })
      .readonly()
      .optional()
      .describe('The use that is nearest to its limit, or furthest beyond it. Absent: nothing measured'),
    hostsUp: z.number(),
    hosts: z.number(),
    vmsRunning: z.number(),
    vms: z.number(),
    openRecommendations: z.number(),
    notices: z.array(noticeSchema).describe('What only an administrator can change'),
    advice: reasonSchema.optional().describe('The latest answer of the balancer, also when nothing is to move'),
  })
  .meta({ id: 'ClusterSummary' })
export type ClusterSummary = z.infer<typeof clusterSummarySchema>

/** How far the figures may be trusted. */
const freshness = {
  snapshotTakenAtMs: z.number(),
  snapshotAgeMs: z.number(),
  problem: z
    .object({ code: z.string(), message: z.string(), sinceMs: z.number() })
    .optional()
    .describe('Present while the engine cannot be read: the figures are the last known ones'),
}

export const clusterListSchema = z
  .object({ clusters: z.array(clusterSummarySchema), ...freshness })
  .meta({ id: 'ClusterList' })
export type ClusterList = z.infer<typeof clusterListSchema>

export const clusterDetailSchema = clusterSummarySchema
  .extend({
    hostViews: z.array(hostViewSchema),
    mayApply: z.boolean().describe('Whether the caller may have moves carried out here'),
    permissionNeeded: z.string().describe('Name of the engine permission that this needs'),
    explanation: explanationSchema.optional(),
    snapshotTakenAtMs: freshness.snapshotTakenAtMs.optional(),
    snapshotAgeMs: freshness.snapshotAgeMs.optional(),
    problem: freshness.problem,
  })
  .meta({ id: 'ClusterDetail' })
export type ClusterDetail = z.infer<typeof clusterDetailSchema>
