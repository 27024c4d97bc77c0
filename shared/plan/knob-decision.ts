import { z } from 'zod'
import { cpuTuneChangeSchema, ksmTuneSchema, vcpuPinSchema } from '../model/host-knobs.ts'
import { ioLimitsSchema } from '../model/host-reading.ts'
import { reasonSchema } from '../policy/reason-schema.ts'

/** What a policy may ask for that is not a knob of the host: somebody else decides. */
export const guestRequests = ['migrate', 'suspend', 'shutdown'] as const
export type GuestRequest = (typeof guestRequests)[number]

/** One thing that led to a value: something read, a function called, a guest taken up, a branch taken. */
export const explainedStepSchema = z.object({
  kind: z.enum(['read', 'call', 'each', 'branch']),
  text: z.string().describe('As the policy has it'),
  value: z.string().describe('What it came to; of a branch: the condition'),
  taken: z.enum(['then', 'else']).optional(),
  file: z.string(),
  line: z.number().int(),
  column: z.number().int(),
})
export type ExplainedStep = Readonly<z.infer<typeof explainedStepSchema>>

/** Why a control has its value: the expression that set it, and what was read and decided before, oldest first. */
export const explainedControlSchema = z.object({
  control: z.string(),
  value: z.string(),
  text: z.string().describe('The expression that set it'),
  file: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  steps: z.array(explainedStepSchema),
  omitted: z.number().int().describe('Steps left out, the oldest, where there were too many'),
})
export type ExplainedControl = Readonly<z.infer<typeof explainedControlSchema>>

/** Where a wanted value was held back, and by what. */
export const knobLimitSchema = z.object({
  by: z.enum(['guarantee', 'maximum', 'range']),
  wanted: z.string().describe('What the policy asked for'),
})
export type KnobLimit = Readonly<z.infer<typeof knobLimitSchema>>

const vm = { vmId: z.string(), vmName: z.string() }
const limits = { limits: z.array(knobLimitSchema).optional() }

/** One change of one knob. `from` is what was measured last, `to` what is named in it and nothing else. */
export const knobChangeSchema = z.discriminatedUnion('knob', [
  z.object({ knob: z.literal('balloon'), ...vm, fromKiB: z.number().int(), toKiB: z.number().int(), ...limits }),
  z.object({ knob: z.literal('ksm'), from: ksmTuneSchema, to: ksmTuneSchema, ...limits }),
  z.object({ knob: z.literal('cpu'), ...vm, from: cpuTuneChangeSchema, to: cpuTuneChangeSchema, ...limits }),
  z.object({
    knob: z.literal('io'),
    ...vm,
    device: z.string(),
    from: z.strictObject(ioLimitsSchema.shape),
    to: z.strictObject(ioLimitsSchema.shape),
    ...limits,
  }),
  z.object({ knob: z.literal('pins'), ...vm, from: z.array(vcpuPinSchema), to: z.array(vcpuPinSchema), ...limits }),
  z.object({ knob: z.literal('request'), ...vm, request: z.enum(guestRequests), because: z.string() }),
])
export type KnobChange = Readonly<z.infer<typeof knobChangeSchema>>

/** All that a policy may move. */
export const knobNames = ['balloon', 'ksm', 'cpu', 'io', 'request'] as const satisfies readonly KnobChange['knob'][]
export type KnobName = (typeof knobNames)[number]

/**
 * made: the host took it. would-make: nothing was touched, the mode is dry-run. asked: a request was handed on.
 * failed: the host did not take it. refused: it may not be done; `problem` says why. held: the arbiter of the host preferred
 * something else.
 */
export const changeOutcomes = ['made', 'would-make', 'asked', 'failed', 'refused', 'held'] as const

/** Who wants a change: the policy of the host, one of the two balancers, the arbiter, or the giving back of what was found. */
export const changeSources = ['policy', 'pinning', 'memory', 'arbiter', 'restore'] as const
export type ChangeSource = (typeof changeSources)[number]

export const knobDecisionSchema = z.object({
  id: z.string(),
  atMs: z.number(),
  by: z.enum(changeSources),
  change: knobChangeSchema,
  outcome: z.enum(changeOutcomes),
  problem: z.object({ code: z.string(), message: z.string() }).optional(),
  because: z.array(explainedControlSchema).describe('Of a policy: the expressions and values that led to it'),
  reason: reasonSchema.optional().describe('Of everybody else'),
})
export type KnobDecision = Readonly<z.infer<typeof knobDecisionSchema>>

/** A guest that the policy was not asked about, or failed for, in the last round. */
export const skippedGuestSchema = z.object({ ...vm, code: z.string(), message: z.string() })
export type SkippedGuest = Readonly<z.infer<typeof skippedGuestSchema>>

/**
 * ok: the policy was evaluated. failed: it was not, and nothing was changed. not-ready: figures are missing that the policy
 * needs of the host itself.
 */
export const tuningRoundSchema = z.object({
  atMs: z.number(),
  durationMs: z.number(),
  outcome: z.enum(['ok', 'failed', 'not-ready']),
  problem: z.object({ code: z.string(), message: z.string() }).optional(),
  skipped: z.array(skippedGuestSchema),
})
export type TuningRound = Readonly<z.infer<typeof tuningRoundSchema>>
