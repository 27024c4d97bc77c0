import { z } from 'zod'
import { hostFigureSchema, tuningModes } from '../model/tuning.ts'
import { policyNameSchema } from '../plan/host-policy-name.ts'
import { knobDecisionSchema, knobNames, tuningRoundSchema } from '../plan/knob-decision.ts'
import { namedSchema } from '../plan/named.ts'
import { pressureDecisionSchema } from '../plan/pressure.ts'
import {
  clusterTuningSchema,
  hostModesSchema,
  MAX_POLICY_TEXT,
  memoryOwners,
  savedHostModesSchema,
  savedTuningSchema,
} from '../plan/tuning-state.ts'
import { reasonSchema, skippedSchema } from '../policy/reason-schema.ts'

const problemSchema = z.object({ code: z.string(), message: z.string() })

export const clusterTuningViewSchema = z
  .object({
    cluster: namedSchema,
    settings: clusterTuningSchema,
    configured: clusterTuningSchema.describe('What holds where nobody has set anything'),
    saved: savedTuningSchema.optional(),
    hosts: z
      .array(z.object({ mode: z.enum(tuningModes), count: z.number().int() }))
      .describe('How many hosts are in which mode now; those that are not connected are in none'),
    policies: z.array(policyNameSchema).describe('In the order in which they are joined'),
    knobs: z
      .array(z.enum(knobNames))
      .describe(
        'What policies may move here, by tuning.controllers; requests are moves and stops of VMs that one asks for',
      ),
    policyProblem: problemSchema
      .optional()
      .describe(
        'bad-host-policy: the saved policies cannot be used; the configured ones stand in. bad-policy-directory: files of the directory cannot; what was good last stays in force',
      ),
    mayEdit: z.boolean(),
    permissionNeeded: z.string(),
  })
  .meta({ id: 'ClusterTuningView' })
export type ClusterTuningView = z.infer<typeof clusterTuningViewSchema>

export const tuningListSchema = z.object({ clusters: z.array(clusterTuningViewSchema) }).meta({ id: 'TuningList' })
export type TuningList = z.infer<typeof tuningListSchema>

export const configureTuningSchema = z
  .strictObject({
    settings: clusterTuningSchema.nullable().describe('null: back to what is configured'),
    seenAtMs: z.number().describe('When what you saw was set; 0 for what is configured'),
  })
  .meta({ id: 'ConfigureTuning' })
export type ConfigureTuning = z.infer<typeof configureTuningSchema>

/** built-in: ours. directory: tuning.policyDirectory. cluster: the cluster’s own settings in the engine. saved: by a person. */
export const policyOrigins = ['built-in', 'directory', 'cluster', 'saved'] as const

export const policyFindingSchema = z
  .object({
    level: z.enum(['error', 'warning']),
    code: z.string(),
    message: z.string(),
    suggestion: z.string().optional(),
    policy: z.string(),
    line: z.number().int(),
    column: z.number().int(),
  })
  .meta({ id: 'PolicyFinding' })
export type PolicyFinding = z.infer<typeof policyFindingSchema>

export const hostPoliciesSchema = z
  .object({
    cluster: namedSchema,
    policies: z.array(
      z.object({
        name: policyNameSchema,
        text: z.string(),
        origin: z.enum(policyOrigins),
        savedBy: namedSchema.optional(),
        savedAtMs: z.number().optional(),
        replaces: z.boolean().optional().describe('There is a configured one of this name'),
      }),
    ),
    leftOut: z.array(policyNameSchema).describe('Configured ones that somebody removed here'),
    findings: z.array(policyFindingSchema),
    problem: problemSchema.optional(),
    mayEdit: z.boolean(),
    permissionNeeded: z.string(),
  })
  .meta({ id: 'HostPolicies' })
export type HostPolicies = z.infer<typeof hostPoliciesSchema>

export const saveHostPolicySchema = z
  .strictObject({
    name: policyNameSchema,
    text: z.string().max(MAX_POLICY_TEXT).nullable().describe('null: removes it; a configured one is left out'),
    seenAtMs: z.number().optional().describe('When the text that you changed was saved; 0: it was not a saved one'),
  })
  .meta({ id: 'SaveHostPolicy' })
export type SaveHostPolicy = z.infer<typeof saveHostPolicySchema>

export const checkHostPolicySchema = saveHostPolicySchema.omit({ seenAtMs: true }).meta({ id: 'CheckHostPolicy' })
export const hostPolicyFindingsSchema = z
  .object({ usable: z.boolean(), findings: z.array(policyFindingSchema) })
  .meta({ id: 'HostPolicyFindings' })
export type HostPolicyFindings = z.infer<typeof hostPolicyFindingsSchema>

export const balancerStandingSchema = z.object({
  mode: z.enum(tuningModes).describe('What is done there now'),
  wantedMode: z.enum(tuningModes),
  because: reasonSchema.optional().describe('Why the two differ'),
})

export const memoryPlanViewSchema = z
  .object({
    atMs: z.number(),
    phase: z.enum(['calm', 'short', 'emergency']),
    reserveKiB: z.number().int(),
    budgetKiB: z.number().int().describe('What may be granted in one round'),
    needKiB: z.number().int().describe('What VMs that starve would need'),
    givableKiB: z.number().int().describe('What VMs could still give'),
    standing: reasonSchema,
    leftAlone: z.array(skippedSchema),
  })
  .meta({ id: 'MemoryPlanView' })

export const setHostModesSchema = z
  .strictObject({
    modes: hostModesSchema.nullable().describe('null: as its cluster'),
    seenAtMs: z.number().describe('When what you saw was set; 0: nothing was'),
  })
  .meta({ id: 'SetHostModes' })
export type SetHostModes = z.infer<typeof setHostModesSchema>

export const hostTuningSchema = z
  .object({
    mode: z.enum(tuningModes).describe('What is done there now'),
    wantedMode: z.enum(tuningModes).describe('What is set for its cluster'),
    because: reasonSchema.optional().describe('Why the two differ'),
    pinning: balancerStandingSchema.describe('Of the vCPU balancer'),
    memory: z.enum(memoryOwners).describe('Who sets the balloons'),
    memoryPlan: memoryPlanViewSchema.optional().describe('Where the memory balancer sets them'),
    saved: savedHostModesSchema.optional().describe('What somebody has set for this host alone'),
    touched: z
      .array(z.object({ vmId: z.string().optional(), vmName: z.string().optional(), knobs: z.array(z.string()) }))
      .describe('What is not as it was found, by VM; without one: of the host itself'),
    pressures: z.array(pressureDecisionSchema).describe('Newest first'),
    watching: z
      .array(z.object({ vmId: z.string(), vmName: z.string(), sinceMs: z.number() }))
      .describe('VMs that came from another host shortly before'),
    mayEdit: z.boolean(),
    permissionNeeded: z.string(),
    round: tuningRoundSchema.optional().describe('The last time its policy was asked'),
    policyProblem: problemSchema.optional(),
    decisions: z.array(knobDecisionSchema).describe('Newest first; kept in memory, so not beyond a restart'),
  })
  .meta({ id: 'HostTuning' })
export type HostTuning = z.infer<typeof hostTuningSchema>

/** What is known of it by whoever tunes it, whoever asks. */
export const hostTuningFactsSchema = hostTuningSchema.omit({ saved: true, mayEdit: true, permissionNeeded: true })
export type HostTuningFacts = z.infer<typeof hostTuningFactsSchema>

export const hostHistorySchema = z
  .object({ figures: z.array(hostFigureSchema).describe('Oldest first; older ones lie further apart') })
  .meta({ id: 'HostHistory' })
export type HostHistory = z.infer<typeof hostHistorySchema>
