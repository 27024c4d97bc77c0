import { z } from 'zod'
import { reasonSchema } from '../policy/reason-schema.ts'
import { namedSchema } from './named.ts'

/**
 * off: the cluster is left alone. recommend: nothing is carried out. approve: a person approves, the service carries it out.
 * automatic: the service also approves.
 */
export const automationModes = ['off', 'recommend', 'approve', 'automatic'] as const
export type AutomationMode = (typeof automationModes)[number]

/** Nothing moves while it stands; what is under way at the engine ends by itself. */
export const stopSchema = z
  .object({ by: namedSchema, atMs: z.number(), why: z.string() })
  .readonly()
  .meta({ id: 'Stop' })
export type Stop = z.infer<typeof stopSchema>

/** Automatic mode of one cluster, suspended by the service until a person says that all is well. */
export const freezeSchema = z
  .object({ cluster: namedSchema, atMs: z.number(), because: reasonSchema })
  .readonly()
  .meta({ id: 'Freeze' })
export type Freeze = z.infer<typeof freezeSchema>

/** What the service must not forget over a restart. */
export const automationStateSchema = z
  .object({
    stop: stopSchema.optional(),
    freezes: z.array(freezeSchema),
    thaws: z
      .array(z.object({ clusterId: z.string(), atMs: z.number() }).readonly())
      .optional()
      .describe('When a person last let a cluster be automatic again: what was before does not freeze it anew'),
  })
  .readonly()
  .meta({ id: 'AutomationState' })
export type AutomationState = z.infer<typeof automationStateSchema>

/** When a person last let a cluster be automatic again; what was before has been looked at. 0: never. */
export const thawedAtMs = ({ thaws = [] }: AutomationState, clusterId: string): number =>
  thaws.find(thaw => thaw.clusterId === clusterId)?.atMs ?? 0

export const nothingHeld: AutomationState = { freezes: [] }
