import { z } from 'zod'
import { tuningModes } from '../model/tuning.ts'
import { policyNameSchema } from './host-policy-name.ts'
import { namedSchema } from './named.ts'

/** A balloon has one writer. */
export const memoryOwners = ['policy', 'balancer'] as const
export type MemoryOwner = (typeof memoryOwners)[number]

/** What is set for the hosts of a cluster. */
export const clusterTuningSchema = z
  .strictObject({
    mode: z.enum(tuningModes),
    takeOver: z
      .boolean()
      .describe(
        'The knobs are ours: MOM is told to leave them alone where it runs. It takes them back when it is restarted',
      ),
    pinning: z
      .enum(tuningModes)
      .default('observe')
      .describe('Of the vCPU balancer, which evens the load of CPUs by pins'),
    memory: z
      .enum(memoryOwners)
      .default('policy')
      .describe('Who sets the balloons, in the mode above: the host policies, or the memory balancer in their place'),
  })
  .readonly()
  .meta({ id: 'ClusterTuning' })
export type ClusterTuning = z.infer<typeof clusterTuningSchema>

/** What a person has set for a cluster, in place of the configuration. */
export const savedTuningSchema = z
  .object({ clusterId: z.string(), by: namedSchema, atMs: z.number(), settings: clusterTuningSchema })
  .readonly()
  .meta({ id: 'SavedTuning' })
export type SavedTuning = z.infer<typeof savedTuningSchema>

/** What is set for one host, in place of its cluster’s. Absent: as its cluster. */
export const hostModesSchema = z
  .strictObject({ mode: z.enum(tuningModes).optional(), pinning: z.enum(tuningModes).optional() })
  .readonly()
  .meta({ id: 'HostModes' })
export type HostModes = z.infer<typeof hostModesSchema>

export const savedHostModesSchema = z
  .object({ hostId: z.string(), by: namedSchema, atMs: z.number(), modes: hostModesSchema })
  .readonly()
  .meta({ id: 'SavedHostModes' })
export type SavedHostModes = z.infer<typeof savedHostModesSchema>

export const MAX_POLICY_TEXT = 262_144

/** A named policy of a cluster’s hosts, beside or in place of the configured one of that name. Without a text: that one is left out. */
export const savedHostPolicySchema = z
  .object({
    clusterId: z.string(),
    name: policyNameSchema,
    text: z.string().max(MAX_POLICY_TEXT).optional(),
    by: namedSchema,
    atMs: z.number(),
  })
  .readonly()
  .meta({ id: 'SavedHostPolicy' })
export type SavedHostPolicy = z.infer<typeof savedHostPolicySchema>

/** What the service must not forget over a restart. */
export const tuningStateSchema = z
  .object({
    saved: z.array(savedTuningSchema).readonly(),
    policies: z.array(savedHostPolicySchema).readonly(),
    hosts: z.array(savedHostModesSchema).readonly().default([]),
    isUnreadable: z
      .literal(true)
      .optional()
      .describe('What people had set is lost: no knob is touched until they set it anew'),
  })
  .readonly()
  .meta({ id: 'TuningState' })
export type TuningState = z.infer<typeof tuningStateSchema>

export const nothingTuned: TuningState = { saved: [], policies: [], hosts: [] }
