import { z } from 'zod'
import { reasonSchema } from '../policy/reason-schema.ts'

/** What can be done about a host that is short of something, the gentlest first. */
export const pressureMeans = ['wait', 'balloon', 'ksm', 're-pin', 'cpu-cap', 'migrate'] as const
export type PressureMeans = (typeof pressureMeans)[number]

export const pressureKinds = ['memory', 'cpu'] as const

/** One time that a host is short of memory or CPU, and what was decided about it: every means, chosen or not, and why. */
export const pressureDecisionSchema = z
  .object({
    id: z.string(),
    kind: z.enum(pressureKinds),
    beganAtMs: z.number(),
    /** When what is said here was decided; it is decided anew as long as the pressure lasts. */
    atMs: z.number(),
    endedAtMs: z.number().optional(),
    what: reasonSchema.describe('What is short, by how much'),
    means: z.array(z.object({ means: z.enum(pressureMeans), chosen: z.boolean(), because: reasonSchema })),
    afterArrivalOf: z.array(z.string()).describe('Names of VMs that came to this host shortly before'),
  })
  .meta({ id: 'PressureDecision' })
export type PressureDecision = Readonly<z.infer<typeof pressureDecisionSchema>>
