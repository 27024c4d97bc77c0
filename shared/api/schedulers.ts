import { z } from 'zod'
import { namedSchema } from '../plan/named.ts'
import { reasonSchema } from '../policy/reason-schema.ts'
import { schedulerFunctions } from '../sdk/scheduler.ts'
import { declaredParameterSchema } from './cluster-policy.ts'

export const schedulerViewSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    version: z.string().describe('Its own'),
    writtenFor: z.string().describe('The version of this service that it was written for'),
    checksum: z.string().describe('SHA-256 of the plugin’s file, or of the code of one that comes with the service'),
    source: z.string().describe('"built-in", or the file of a plugin'),
    isolation: z.enum(['none', 'runtime', 'kernel']),
    policies: z.array(z.string()).describe('What it offers; the first is what a cluster gets by default'),
    functions: z.array(z.enum(schedulerFunctions)).describe('The default scheduler stands in for the others'),
    inputs: z.array(declaredParameterSchema),
    state: z.enum(['active', 'quarantined', 'ignored']),
    problem: z.string().optional().describe('Why it is ignored or quarantined, or its last failure'),
  })
  .meta({ id: 'SchedulerView' })

export const clusterSchedulerSchema = z
  .object({
    cluster: namedSchema,
    scheduler: namedSchema,
    policy: z.string(),
    inputs: z.array(
      z.object({ name: z.string(), value: z.string(), given: z.boolean().describe('false: its default') }),
    ),
    problems: z.array(z.string()).describe('What was given to the cluster and cannot be used'),
    selected: z
      .array(z.object({ vm: namedSchema, host: namedSchema, atMs: z.number() }))
      .describe('Hosts that were given to VMs since the service started, the newest first'),
  })
  .meta({ id: 'ClusterScheduler' })

export const schedulerListSchema = z
  .object({
    schedulers: z.array(schedulerViewSchema),
    clusters: z.array(clusterSchedulerSchema).describe('Empty until the engine has been read'),
  })
  .meta({ id: 'SchedulerList' })
export type SchedulerList = z.infer<typeof schedulerListSchema>

/** What the scheduler of a VM's cluster would select for it. */
export const selectionSchema = z
  .object({
    vm: namedSchema,
    scheduler: z.string().describe('The one that answered'),
    policy: z.string(),
    hasAnyHosts: z.boolean(),
    selected: namedSchema.optional().describe('Absent: none'),
    because: reasonSchema,
    candidates: z
      .array(z.object({ host: namedSchema, points: z.number().optional() }))
      .describe('The hosts that every rule allows, best first; it is offered no others'),
    snapshotTakenAtMs: z.number(),
  })
  .meta({ id: 'Selection' })
export type SelectionView = z.infer<typeof selectionSchema>
