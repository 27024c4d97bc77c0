import { z } from 'zod'
import { reasonSchema, skippedSchema } from '../policy/reason-schema.ts'

const percent = z.number().nonnegative().describe('Of one CPU')
const cpuIds = z.array(z.number().int().nonnegative())
const vcpuOf = { vmId: z.string(), vmName: z.string(), vcpu: z.number().int().nonnegative() }

/** How even the load of the CPUs of a host is. */
export const evennessSchema = z.object({
  potential: z.number().nonnegative().describe('Sum of squared loads: each move lowers it'),
  highestPercent: percent.describe('The most loaded core, for each CPU of its capacity'),
  lowestPercent: percent,
  spreadPercent: percent.describe('highest less lowest'),
  demandPercent: z.number().nonnegative().describe('Of the whole host, in percent of its capacity'),
})
export type EvennessView = z.infer<typeof evennessSchema>

export const pinMoveSchema = z
  .object({
    ...vcpuOf,
    demandPercent: percent,
    fromCpuIds: cpuIds,
    toCpuIds: cpuIds,
    kind: z.enum(['move', 'swap']),
    reason: reasonSchema,
  })
  .meta({ id: 'PinMove' })

/** Who runs where on a host, what the vCPU balancer would change, and how loads were over time. */
export const hostPinsSchema = z
  .object({
    atMs: z.number().optional().describe('Absent: the host has not been looked at twice yet'),
    cores: z
      .array(
        z.object({
          cpuIds,
          nodeId: z.number().int().optional(),
          capacity: z.number().positive().describe('In CPUs: somewhat more than one for several threads'),
          fixedPercent: percent.describe('What is not ours to move'),
          loadPercent: percent.describe('With all vCPUs, not divided by the capacity'),
          afterPercent: percent.describe('The same, after all of `proposed`'),
        }),
      )
      .describe('CPUs, or the threads of one core together, by their lowest number'),
    vcpus: z.array(
      z.object({
        ...vcpuOf,
        demandPercent: percent.describe('Run time and time it waited for a CPU'),
        core: z.number().int().nonnegative().describe('Index into `cores`'),
        coreAfter: z.number().int().nonnegative(),
        pinnedTo: cpuIds.optional().describe('By us'),
        wasPinnedTo: cpuIds.optional().describe('As it was found; what it goes back to'),
      }),
    ),
    leftAlone: z.array(skippedSchema),
    before: evennessSchema.optional(),
    after: evennessSchema.optional().describe('After all of `proposed`'),
    proposed: z.array(pinMoveSchema).describe('All moves that would even it out, made one by one over time'),
    standing: reasonSchema.optional().describe('Why the next round moves what it moves, or nothing'),
    heat: z
      .array(
        z.object({
          atMs: z.number(),
          loadPercent: z.array(percent).describe('For each CPU of capacity, by core'),
          vcpus: z.array(z.number().int().nonnegative()).describe('vCPUs on it that ask for CPU'),
          spreadPercent: percent,
        }),
      )
      .describe('Oldest first; older ones lie further apart'),
  })
  .meta({ id: 'HostPins' })
export type HostPins = z.infer<typeof hostPinsSchema>
