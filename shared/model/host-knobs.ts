import { z } from 'zod'
import { cpuTuneSchema, ioLimitsSchema } from './host-reading.ts'

/** What can be changed on a running host. The same shapes travel to the simulated engine. */

/** Only what is named is changed. */
export const ksmTuneSchema = z.strictObject({
  run: z.enum(['stop', 'merge', 'unmerge']).optional().describe('unmerge also takes apart what was merged'),
  pagesToScan: z.number().int().positive().optional(),
  sleepMs: z.number().int().nonnegative().optional(),
  mergeAcrossNodes: z.boolean().optional().describe('Linux lets it change only while nothing is merged'),
})

export const balloonTargetSchema = z.strictObject({ targetKiB: z.number().int().positive() })

/** quotaUs 1,000 and more; periodUs 1,000 to 1,000,000. Only what is named is changed. */
export const cpuTuneChangeSchema = z.strictObject(cpuTuneSchema.shape)

/** `limits` replaces what is named in it; total and read or write of the same kind exclude each other. */
export const ioTuneSchema = z.strictObject({ device: z.string().min(1), limits: z.strictObject(ioLimitsSchema.shape) })

/** One vCPU, bound to some CPUs of the host; all of them: bound to none. */
export const vcpuPinSchema = z.strictObject({
  vcpu: z.number().int().nonnegative(),
  cpuIds: z.array(z.number().int().nonnegative()).min(1),
})

export type KsmTune = Readonly<z.infer<typeof ksmTuneSchema>>
export type CpuTuneChange = Readonly<z.infer<typeof cpuTuneChangeSchema>>
export type IoTune = Readonly<z.infer<typeof ioTuneSchema>>
export type VcpuPin = Readonly<z.infer<typeof vcpuPinSchema>>
