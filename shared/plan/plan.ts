import { z } from 'zod'
import { reasonSchema, skippedSchema } from '../policy/reason-schema.ts'
import { namedSchema } from './named.ts'

/**
 * balance: even use of the hosts. density: few hosts, the others empty. repair: broken rules and overloads mended with the fewest
 * moves. evacuate: hosts emptied. restore: VMs back to where they were.
 */
export const planObjectiveSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('balance') }),
    z.object({ kind: z.literal('density') }),
    z.object({ kind: z.literal('repair') }),
    z.object({ kind: z.literal('evacuate'), hostIds: z.array(z.string()).min(1) }),
    z.object({
      kind: z.literal('restore'),
      places: z.array(z.object({ vmId: z.string(), hostId: z.string() }).readonly()).min(1),
    }),
  ])
  .readonly()
  .meta({ id: 'PlanObjective' })
export type PlanObjective = z.infer<typeof planObjectiveSchema>
export const objectiveKinds = ['balance', 'density', 'repair', 'evacuate', 'restore'] as const

export const plannedStepSchema = z
  .object({
    index: z.number().int(),
    vm: namedSchema,
    from: namedSchema,
    to: namedSchema,
    isParking: z.boolean().describe('Not yet where it belongs: a later step brings it there'),
    after: z
      .array(z.number().int())
      .describe('Indexes of the steps that must be done before; in any order this leaves free, every rule is kept'),
    startsAtS: z.number().describe('Seconds from the beginning, as estimated'),
    endsAtS: z.number(),
    transferMiB: z.number().describe('What the migration is expected to send, pages that are written meanwhile again'),
    downtimeMs: z.number().optional().describe('How long the VM is expected to stand still; absent: not predicted'),
    gainPoints: z.number().optional().describe('What the placement would be worse without this move'),
    because: reasonSchema,
    unknown: z.array(z.string()).describe('Filters that lack a fact to answer; the engine knows it'),
    load: z
      .object({
        memoryMiB: z.number(),
        cpuPoints: z.number().describe('In percent of one logical CPU: 200 is two of them'),
        vcpus: z
          .number()
          .int()
          .optional()
          .describe('Counted where it runs, while it migrates still there. Absent: as load'),
      })
      .readonly()
      .optional()
      .describe(
        'What of the VM counts as in use on a host; while it migrates, on both. Absent: planned by an earlier version',
      ),
  })
  .readonly()
  .meta({ id: 'PlannedStep' })
export type PlannedStep = z.infer<typeof plannedStepSchema>

/** A host that VMs leave or come to, also one where they are only parked; its use in percent. */
export const plannedHostSchema = z
  .object({
    host: namedSchema,
    memoryBeforePercent: z.number(),
    memoryAfterPercent: z.number(),
    cpuBeforePercent: z.number(),
    cpuAfterPercent: z.number(),
    vcpusPerCpuBefore: z
      .number()
      .optional()
      .describe('vCPUs of the VMs that run there for each logical CPU. Absent: planned by an earlier version'),
    vcpusPerCpuAfter: z.number().optional(),
    vmsBefore: z.number().int(),
    vmsAfter: z.number().int(),
    now: z
      .object({
        memoryTotalMiB: z.number(),
        memoryUsedMiB: z.number(),
        logicalCpus: z.number(),
        cpuPoints: z.number().describe('What is in use, in percent of one logical CPU'),
        vcpus: z.number().int().optional().describe('Of the VMs that run there'),
      })
      .readonly()
      .optional()
      .describe(
        'Before the first step, not rounded: with the loads of the steps it gives the use at any moment. Absent: planned by an earlier version',
      ),
  })
  .readonly()
  .meta({ id: 'PlannedHost' })
export type PlannedHost = z.infer<typeof plannedHostSchema>

export const planSchema = z
  .object({
    objective: planObjectiveSchema,
    level: z.number().int().min(1).max(5).describe('1: only what is broken … 5: also slight gains'),
    steps: z.array(plannedStepSchema),
    makespanS: z.number().describe('Until the last step is done, as estimated'),
    scoreBefore: z.number().optional(),
    scoreAfter: z.number().optional(),
    pointsBefore: z
      .number()
      .describe('What the placement costs by the objective; a point is one percent of an average host'),
    pointsAfter: z.number().describe('The moves included'),
    pointsBound: z.number().describe('No placement at all costs less'),
    transferMiB: z.number(),
    hosts: z.array(plannedHostSchema),
    emptied: z.array(namedSchema).describe('Hosts on which nothing runs afterwards'),
    blocked: z.array(skippedSchema).describe('VMs that should move and cannot, and what stands in their way'),
    checkedBy: z
      .array(z.string())
      .describe('The filters that every step was held against, in the state in which it starts'),
    notes: z.array(z.string()),
  })
  .readonly()
  .meta({ id: 'Plan' })
export type Plan = z.infer<typeof planSchema>
