import { z } from 'zod'
import { reasonSchema, skippedSchema } from '../policy/reason-schema.ts'
import { namedSchema } from './named.ts'

/** What one filter said of one host. unknown: it lacks a fact that the engine does not tell over its REST API. */
export const verdictSchema = z
  .object({
    unit: z.string().describe('The policy unit, as the engine names it'),
    verdict: z.enum(['kept', 'dropped', 'unknown']),
    reason: reasonSchema.optional().describe('With the numbers that were compared'),
    field: z.string().optional().describe('The fact that is missing'),
  })
  .readonly()
  .meta({ id: 'FilterVerdict' })

/** How one weight sees one host among those that were kept. */
export const weightShareSchema = z
  .object({
    unit: z.string(),
    weight: z.number().describe('As the unit gave it; lower is better'),
    reported: z.boolean().describe('false: the unit did not name the host, which counts as 0'),
    position: z.number().int().describe('How many hosts have a smaller weight'),
    rank: z.number().int().describe('Hosts it is no worse than, other than itself'),
    factor: z.number(),
    points: z.number().describe('Factor times rank'),
  })
  .readonly()
  .meta({ id: 'WeightShare' })

export const placedHostSchema = z
  .object({
    host: namedSchema,
    kept: z.boolean(),
    rejectedBy: z.string().optional().describe('The first filter that rejected it'),
    verdicts: z.array(verdictSchema).describe('Every filter in the order of asking'),
    points: z.number().optional().describe('Sum over the weights; the most wins'),
    place: z.number().int().optional().describe('1: the best'),
    weights: z.array(weightShareSchema),
  })
  .readonly()
  .meta({ id: 'PlacedHost' })
export type PlacedHost = z.infer<typeof placedHostSchema>

/** The nearest factor of one weight with which another host would be chosen, all else as it is. */
export const factorFlipSchema = z
  .object({ unit: z.string(), factor: z.number(), needed: z.number(), direction: z.enum(['raise', 'lower']) })
  .readonly()
  .meta({ id: 'FactorFlip' })

export const placementSchema = z
  .object({
    vm: namedSchema,
    cluster: namedSchema,
    policy: namedSchema,
    current: namedSchema.optional().describe('Where it runs'),
    chosen: namedSchema
      .optional()
      .describe('Where it would be placed now, its present host being allowed; absent: nowhere'),
    because: reasonSchema,
    hosts: z.array(placedHostSchema).describe('Best first, then those that were rejected'),
    leftOut: z.array(skippedSchema).describe('Hosts of the cluster that were not asked about'),
    silentWeights: z.array(z.object({ unit: z.string(), field: z.string() })).describe('Weights that lack a fact'),
    notAsked: z.array(z.string()).describe('Units of the policy that are unknown here'),
    runnerUpWins: z.array(factorFlipSchema).describe('The smallest change first'),
    snapshotTakenAtMs: z.number(),
  })
  .readonly()
  .meta({ id: 'Placement' })
export type Placement = z.infer<typeof placementSchema>

/** Why a VM would not be placed on one host, and what would change that. */
export const whyNotSchema = z
  .object({
    vm: namedSchema,
    host: namedSchema,
    isChosen: z.boolean().describe('It is the host that would be chosen: there is nothing against it'),
    because: z.array(reasonSchema).describe('Everything that stands against it, the decisive first'),
    changes: z.array(reasonSchema).describe('What would let it be chosen, the smallest first; empty: nothing simple'),
    placement: placementSchema,
  })
  .readonly()
  .meta({ id: 'WhyNot' })
export type WhyNot = z.infer<typeof whyNotSchema>

/** The gates in the order in which a move must pass them. */
export const moveGates = [
  'rule',
  'hosts',
  'refusal',
  'unit',
  'threshold',
  'cooldown',
  'cost',
  'window',
  'recommendation',
  'mode',
] as const

const gatesInWords = [
  'rule: the engine lets it migrate',
  'hosts: some host would take it',
  'refusal: the engine has not refused all of those',
  'unit: the balancer does not pass over this VM',
  "threshold: by the balancer's limits something has to leave its host",
  'cooldown: no earlier move holds it up',
  'cost: what the move takes and gains; no limit can be set yet',
  'window: moves are allowed now',
  'recommendation: one asks for the move',
  'mode: somebody applies it',
].join('; ')

/** Why a VM has not been moved: each gate in the order in which a move must pass them. The first closed one stops it. */
export const whyNotMovedSchema = z
  .object({
    vm: namedSchema,
    because: reasonSchema.describe('What stops it'),
    gates: z.array(
      z.object({
        gate: z.enum(moveGates).describe(gatesInWords),
        isOpen: z.boolean(),
        reason: reasonSchema,
      }),
    ),
    placement: placementSchema.optional().describe('Absent: it does not run'),
  })
  .readonly()
  .meta({ id: 'WhyNotMoved' })
export type WhyNotMoved = z.infer<typeof whyNotMovedSchema>

/** What the engine's own balancer would do in its next run, were the engine as it was read. */
export const engineBalanceSchema = z
  .object({
    cluster: namedSchema,
    policy: namedSchema,
    unit: z.string().optional().describe('The balancer; absent: the policy has none of the engine'),
    because: reasonSchema,
    attempts: z
      .array(
        z.object({
          vm: namedSchema,
          from: namedSchema.optional(),
          to: namedSchema.optional().describe('Where the scheduler would place it; its present host: it stays'),
          outcome: z.enum(['moves', 'stays', 'nowhere']),
          because: reasonSchema.describe('Why the balancer offered it'),
          decision: reasonSchema.describe('Why the scheduler chose so'),
        }),
      )
      .describe('In the order of trying; at most the last moves'),
    skippedHosts: z.array(skippedSchema),
    snapshotTakenAtMs: z.number(),
  })
  .readonly()
  .meta({ id: 'EngineBalance' })
export type EngineBalance = z.infer<typeof engineBalanceSchema>
