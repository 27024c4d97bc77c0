import { z } from 'zod'
import { reasonSchema } from '../policy/reason-schema.ts'
import { unitFunctions } from '../policy/unit.ts'
import { namedSchema } from './named.ts'

/**
 * Who asked a unit. engine: over XML-RPC. cycle: the service, with each snapshot. gate: before a move. explain: somebody who
 * wants to know why.
 */
const verdictAskers = ['engine', 'cycle', 'gate', 'explain'] as const
type VerdictAsker = (typeof verdictAskers)[number]

/** preview: the policy editor, with values that somebody is only trying. What comes of that counts for nothing and is not kept. */
export type UnitAsker = VerdictAsker | 'preview'

const hostValueSchema = z.object({ host: namedSchema, value: z.number() }).readonly()

/** What a unit answered, in numbers and a few names: never as long as a large cluster. */
export const verdictAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('kept'),
    kept: z.number(),
    of: z.number().describe('Hosts that it was asked about'),
    rejected: z
      .array(z.object({ host: namedSchema, because: reasonSchema }).readonly())
      .readonly()
      .describe('The first'),
  }),
  z.object({
    kind: z.literal('scored'),
    scored: z.number(),
    of: z.number(),
    counts: z.enum(['score', 'cost']).describe('score: 0..100, higher is better. cost: lower is better'),
    best: hostValueSchema.optional(),
    worst: hostValueSchema.optional(),
  }),
  z.object({
    kind: z.literal('moves'),
    vm: namedSchema,
    from: namedSchema.optional(),
    to: z.array(namedSchema).readonly().describe('The best'),
    toCount: z.number(),
    because: reasonSchema,
  }),
  z.object({ kind: z.literal('stays'), because: reasonSchema }),
  z.object({ kind: z.literal('silent'), code: z.string(), text: z.string() }).describe('No answer, and nobody failed'),
  z.object({ kind: z.literal('failed'), code: z.string(), text: z.string() }),
])
export type VerdictAnswer = z.infer<typeof verdictAnswerSchema>

/** One call of a unit and what came of it. */
export const unitVerdictSchema = z
  .object({
    id: z.number().describe('Counts up while the service runs'),
    atMs: z.number(),
    function: z.enum(unitFunctions),
    askedBy: z.enum(verdictAskers),
    cluster: namedSchema.optional().describe('Absent: not known'),
    vm: z
      .object({ id: z.string(), name: z.string().optional().describe('Absent: it has not been read yet') })
      .readonly()
      .optional()
      .describe('Absent: a balancer is asked about a cluster'),
    answer: verdictAnswerSchema,
    durationMs: z.number(),
  })
  .readonly()
  .meta({ id: 'UnitVerdict' })
export type UnitVerdict = z.infer<typeof unitVerdictSchema>
