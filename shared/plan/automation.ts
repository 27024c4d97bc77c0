import { z } from 'zod'
import { reasonSchema } from '../policy/reason-schema.ts'
import { namedSchema } from './named.ts'

/**
 * off: the cluster is left alone. recommend: nothing is carried out. approve: a person approves, the service carries it out.
 * automatic: the service also approves.
 */
export const automationModes = ['off', 'recommend', 'approve', 'automatic'] as const
export type AutomationMode = (typeof automationModes)[number]

/** What the service plans for by itself in a cluster; the other objectives are a person's to ask for. */
export const standingObjectives = ['none', 'balance', 'density', 'repair'] as const
export type StandingObjective = (typeof standingObjectives)[number]

/** All that the service may do by itself in one cluster. */
export const clusterAutomationSchema = z
  .strictObject({
    mode: z.enum(automationModes),
    objective: z.enum(standingObjectives),
    level: z.number().int().min(1).max(5).describe('Recommendations up to this priority are carried out'),
    windows: z
      .array(z.string().trim().min(1).max(200))
      .max(50)
      .readonly()
      .describe('As the setting automation.windows has them after the sign. None: always'),
    perHour: z.number().int().min(0).max(1000).describe('Automatic moves in an hour at most'),
    perDay: z.number().int().min(0).max(10_000),
  })
  .readonly()
  .meta({ id: 'ClusterAutomation' })
export type ClusterAutomation = z.infer<typeof clusterAutomationSchema>

/** What a person has set for a cluster in the portal, in place of the configuration file. */
export const savedAutomationSchema = z
  .object({ clusterId: z.string(), by: namedSchema, atMs: z.number(), settings: clusterAutomationSchema })
  .readonly()
  .meta({ id: 'SavedAutomation' })
export type SavedAutomation = z.infer<typeof savedAutomationSchema>

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
    saved: z.array(savedAutomationSchema).optional().describe('What people have set; other clusters are as configured'),
  })
  .readonly()
  .meta({ id: 'AutomationState' })
export type AutomationState = z.infer<typeof automationStateSchema>

/** When a person last let a cluster be automatic again; what was before has been looked at. 0: never. */
export const thawedAtMs = ({ thaws = [] }: AutomationState, clusterId: string): number =>
  thaws.find(thaw => thaw.clusterId === clusterId)?.atMs ?? 0

export const nothingHeld: AutomationState = { freezes: [] }
