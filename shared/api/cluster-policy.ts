import { z } from 'zod'
import { namedSchema } from '../plan/named.ts'
import { reasonSchema } from '../policy/reason-schema.ts'
import { policyContentSchema } from './policy-units.ts'

/** How one property is edited. Values travel as text, as the engine stores them. */
export const parameterViewSchema = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('integer'), min: z.number(), max: z.number(), unit: z.string().optional() }),
    z.object({ type: z.literal('boolean') }),
    z.object({ type: z.literal('choice'), choices: z.array(z.string()) }),
    z.object({ type: z.literal('text') }).describe('A property of the engine’s own units: only its pattern is known'),
  ])
  .meta({ id: 'ParameterView' })
export type ParameterView = z.infer<typeof parameterViewSchema>

/** What a policy unit or a scheduler of a site declares. */
export const declaredParameterSchema = z.object({
  name: z.string(),
  label: z.string(),
  help: z.string(),
  default: z.string(),
  parameter: parameterViewSchema,
})

export const propertyViewSchema = z
  .object({
    name: z.string(),
    label: z.string(),
    help: z.string(),
    parameter: parameterViewSchema,
    regex: z.string().optional().describe('The pattern that the engine checks with'),
    default: z.string().optional(),
    value: z.string().optional().describe('Absent: the cluster has none and the default applies'),
    units: z.array(z.string()).describe('Names of the policy units that use it'),
    ours: z.boolean().describe('Declared by a unit of this service'),
    editable: z.boolean().describe('The cluster’s policy knows it; otherwise the engine would drop it'),
  })
  .meta({ id: 'PropertyView' })
export type PropertyView = z.infer<typeof propertyViewSchema>

export const clusterPolicySchema = z
  .object({
    cluster: namedSchema,
    policy: namedSchema.optional(),
    policies: z
      .array(namedSchema.unwrap().extend({ locked: z.boolean(), usesOurUnits: z.boolean() }))
      .describe('What the cluster could be switched to'),
    properties: z.array(propertyViewSchema),
    version: z.string().describe('Send it back when saving; a different one means somebody else saved first'),
    mayEdit: z.boolean(),
    permissionNeeded: z.string().describe('Name of the engine permission that editing needs'),
  })
  .meta({ id: 'ClusterPolicy' })
export type ClusterPolicy = z.infer<typeof clusterPolicySchema>

export const saveClusterPolicySchema = z
  .strictObject({
    version: z.string(),
    policyId: z.string().optional(),
    properties: z.record(
      z.string().regex(/^[A-Za-z0-9_]{1,128}$/),
      z
        .string()
        .max(4096)
        .regex(/^[^;]*$/),
    ),
  })
  .meta({ id: 'SaveClusterPolicy' })
export type SaveClusterPolicy = z.infer<typeof saveClusterPolicySchema>

export const previewRequestSchema = saveClusterPolicySchema
  .omit({ version: true })
  .extend({ units: policyContentSchema.optional().describe('As if the policy had these units; absent: those it has') })
  .meta({ id: 'PreviewPolicy' })
export type PreviewRequest = z.infer<typeof previewRequestSchema>

const previewedAnswerSchema = z
  .object({
    unitId: z.string().describe('The balancer that was asked'),
    because: reasonSchema,
    moves: z.array(z.object({ vm: namedSchema, from: namedSchema, to: namedSchema, because: reasonSchema }).readonly()),
  })
  .readonly()
export type PreviewedAnswer = z.infer<typeof previewedAnswerSchema>

const destinationSchema = z
  .object({
    vm: namedSchema,
    from: namedSchema,
    now: namedSchema.optional().describe('Absent: no host can take it'),
    changed: namedSchema.optional(),
  })
  .readonly()
export type PreviewedDestination = z.infer<typeof destinationSchema>

export const policyPreviewSchema = z
  .object({
    now: previewedAnswerSchema,
    changed: previewedAnswerSchema,
    engine: z
      .object({ now: previewedAnswerSchema.optional(), changed: previewedAnswerSchema.optional() })
      .readonly()
      .describe('What the engine’s own balancer would move next; absent: the policy has another balancer'),
    destinations: z
      .array(destinationSchema)
      .readonly()
      .describe('For each VM that is recommended to move now: which host filters and weights would choose for it'),
    notLookedAt: z.number().describe('Recommended moves beyond those, left out to be quick'),
  })
  .readonly()
  .meta({ id: 'PolicyPreview' })
export type PolicyPreview = z.infer<typeof policyPreviewSchema>
