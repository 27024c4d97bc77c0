import { z } from 'zod'

/**
 * off: the hosts of the cluster are left alone. observe: figures are kept, no policy is asked. dry-run: the policy is asked
 * and what it would change is shown. enforce: it is changed.
 */
export const tuningModes = ['off', 'observe', 'dry-run', 'enforce'] as const
export type TuningMode = (typeof tuningModes)[number]

/** A host at one instant, for charts. What was not told is absent. */
export const hostFigureSchema = z.object({
  atMs: z.number(),
  memoryTotalKiB: z.number().int(),
  memoryAvailableKiB: z.number().int().optional(),
  cpuPercent: z.number().optional(),
  ksmRunning: z.boolean().optional(),
  ksmSavedKiB: z.number().int().optional().describe('Memory that merging of equal pages saves'),
  balloonsKiB: z.record(z.string(), z.number().int()).describe('Of running VMs with a balloon, by id'),
})
export type HostFigure = Readonly<z.infer<typeof hostFigureSchema>>
