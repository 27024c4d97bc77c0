import { z } from 'zod'
import { namedSchema } from '../plan/named.ts'
import { MAX_FACTOR, MAX_POLICY_NAME, policyNamePattern } from '../policy/policy-limits.ts'

export const policyContentSchema = z
  .strictObject({
    filters: z
      .array(
        z.strictObject({
          unitId: z.string(),
          position: z.literal([-1, 0, 1]).describe('-1: asked first, 1: last, 0: between, in no stated order'),
        }),
      )
      .max(200),
    weights: z
      .array(
        z.strictObject({
          unitId: z.string(),
          // What the policy has already may be more, and is sent back as it is.
          factor: z.number().int().min(0).describe(`A new one is at most ${MAX_FACTOR}`),
        }),
      )
      .max(200),
    balanceUnitId: z.string().optional().describe('Absent: the policy has none, which stops the engine’s balancing'),
  })
  .meta({ id: 'PolicyContent' })
export type EditedContent = z.infer<typeof policyContentSchema>

export const policyUnitOptionSchema = z
  .object({
    id: z.string().describe('The engine’s id; names are used twice'),
    name: z.string(),
    role: z.enum(['filter', 'weight', 'balance']),
    origin: z
      .enum(['engine', 'ours', 'external'])
      .describe('external: of another external scheduler, or gone from ours'),
    enabled: z.boolean().describe('false: nobody offers it any more; it cannot be added'),
    description: z.string(),
  })
  .meta({ id: 'PolicyUnitOption' })
export type PolicyUnitOption = z.infer<typeof policyUnitOptionSchema>

export const policyUnitsSchema = z
  .object({
    policy: namedSchema,
    locked: z.boolean().describe('The engine allows no change of it; a copy can be changed'),
    content: policyContentSchema,
    units: z.array(policyUnitOptionSchema).describe('Every unit that the engine knows and a policy can have'),
    usedBy: z.array(namedSchema).describe('Clusters that have this policy: a change concerns them all'),
    version: z.string().describe('Send it back when saving; a different one means somebody else saved first'),
    mayEdit: z.boolean(),
    permissionNeeded: z.string().describe('Name of the engine permission that editing needs, in the whole system'),
  })
  .meta({ id: 'PolicyUnits' })
export type PolicyUnits = z.infer<typeof policyUnitsSchema>

export const savePolicyUnitsSchema = z
  .strictObject({ version: z.string(), content: policyContentSchema })
  .meta({ id: 'SavePolicyUnits' })
export type SavePolicyUnits = z.infer<typeof savePolicyUnitsSchema>

export const copyPolicySchema = z
  .strictObject({
    fromId: z.string().describe('The policy to copy, locked or not'),
    name: z.string().max(MAX_POLICY_NAME).regex(policyNamePattern, 'must be letters, digits, ".", "_" and "-" only'),
  })
  .meta({ id: 'CopyPolicy' })
export type CopyPolicy = z.infer<typeof copyPolicySchema>
