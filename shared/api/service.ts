import { z } from 'zod'
import { disabledUnitSchema } from '../plan/disabled-unit.ts'
import { namedSchema } from '../plan/named.ts'
import { unitVerdictSchema } from '../plan/unit-verdict.ts'
import { unitFunctions } from '../policy/unit.ts'
import { declaredParameterSchema } from './cluster-policy.ts'

export const unitViewSchema = z
  .object({
    id: z.string(),
    description: z.string(),
    source: z.string().describe('"built-in", or the file of a site unit'),
    kind: z.enum(['built-in', 'script', 'python']),
    isolation: z
      .enum(['none', 'runtime', 'kernel'])
      .describe('How far its code is kept from the service; none: it runs with the service’s own rights'),
    checksum: z.string().optional().describe('SHA-256 of the plugin’s file'),
    replacesBuiltIn: z.boolean().describe('A unit of ours by the same name stands aside for it'),
    functions: z.array(z.enum(unitFunctions)),
    onFailure: z.enum(['open', 'closed']).describe('What a filter that gives no answer means for the hosts'),
    state: z.enum(['active', 'quarantined', 'disabled']).describe('disabled: by a person; nobody asks it'),
    quarantined: z.boolean().describe('Also while it is disabled'),
    disabled: disabledUnitSchema.optional().describe('Who disabled it, when and why'),
    problem: z.string().optional().describe('Why it is quarantined, or its last failure'),
    failedAtMs: z.number().optional().describe('When it last failed; absent: it has not since it was loaded'),
    warnings: z.array(z.string()),
    calls: z.object({
      count: z.number(),
      failures: z.number(),
      p50Ms: z.number().optional(),
      p99Ms: z.number().optional(),
    }),
    usedBy: z.array(namedSchema).describe('Clusters whose policy uses it'),
    policies: z.array(namedSchema).describe('Scheduling policies that use it, those that no cluster has included'),
    parameters: z.array(declaredParameterSchema),
    regex: z.string().describe('As sent to the engine'),
    engine: z
      .enum(['seen', 'disabled', 'not_seen', 'unknown'])
      .describe('Whether the engine has discovered it; the engine asks only when it starts'),
  })
  .meta({ id: 'UnitView' })
export type UnitView = z.infer<typeof unitViewSchema>

export const pluginViewSchema = z
  .object({
    file: z.string(),
    kind: z.enum(['script', 'python']).optional().describe('Absent: the file could not be read'),
    state: z
      .enum(['active', 'outdated', 'refused'])
      .describe('outdated: the file is broken and its last good version runs. refused: nothing of it runs'),
    problems: z.array(z.string()),
    units: z.array(z.string()),
    restarts: z.number().describe('How often its process had to be started anew'),
  })
  .meta({ id: 'PluginView' })
export type PluginView = z.infer<typeof pluginViewSchema>

export const missingUnitSchema = z
  .object({ name: z.string(), clusters: z.array(namedSchema).describe('Clusters whose policy uses it') })
  .meta({ id: 'MissingUnit' })

export const sandboxViewSchema = z
  .object({
    level: z.enum(['runtime', 'kernel']),
    wrapper: z.enum(['bwrap', 'unshare', 'permission']),
    shortfall: z.string().optional().describe('Why it is not "kernel", and what mends that'),
  })
  .meta({ id: 'SandboxView' })

export const unitListSchema = z
  .object({
    units: z.array(unitViewSchema),
    plugins: z.array(pluginViewSchema),
    missing: z.array(missingUnitSchema).describe('External units that a policy uses and this service does not have'),
    sandbox: sandboxViewSchema,
    mayReload: z.boolean(),
    permissionNeeded: z
      .string()
      .describe('Name of the engine permission that reloading, enabling and disabling need, in the whole system'),
  })
  .meta({ id: 'UnitList' })
export type UnitList = z.infer<typeof unitListSchema>

export const switchUnitSchema = z
  .strictObject({
    enabled: z.boolean(),
    reason: z.string().trim().max(500).default('').describe('For those who ask later; it stands in the history'),
  })
  .meta({ id: 'SwitchUnit' })
export type SwitchUnit = z.input<typeof switchUnitSchema>

export const unitVerdictQuerySchema = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(20) })

export const unitVerdictListSchema = z
  .object({
    verdicts: z.array(unitVerdictSchema).describe('Newest first'),
    sinceMs: z.number().describe('When the service started; calls before are not known'),
    keeps: z.number().describe('So many calls of the engine are kept, and as many of all others'),
  })
  .meta({ id: 'UnitVerdictList' })
export type UnitVerdictList = z.infer<typeof unitVerdictListSchema>

export const healthSchema = z
  .object({
    state: z.enum(['ok', 'degraded']),
    engine: z.object({
      reachable: z.boolean(),
      snapshotAgeMs: z.number().optional().describe('Absent: never read'),
      problem: z.object({ code: z.string(), message: z.string(), sinceMs: z.number() }).optional(),
    }),
    store: z.object({
      writable: z.boolean(),
      problem: z.string().optional().describe('Code of why not, such as store-disk-full; the log says more'),
      backups: z
        .object({
          lastAtMs: z.number().optional().describe('When the newest one was made. Absent: there is none'),
          problem: z.string().optional().describe('Code of why the last attempt failed'),
        })
        .optional()
        .describe('Absent: none are made'),
      restored: z
        .object({ atMs: z.number(), backupAtMs: z.number() })
        .optional()
        .describe(
          'For a week after the store was put back to a backup: what was written between the two times is lost',
        ),
    }),
    replicas: z
      .object({
        count: z.number().describe('As far as this one has heard of them, itself among them'),
        clusters: z.number().describe('On how many clusters this one advises and acts'),
      })
      .optional()
      .describe('Absent: the store is a file, which only one can use'),
    xmlrpc: z.object({
      lastCallAtMs: z.number().optional().describe('Absent: the engine has not called yet'),
      discoveredAtMs: z
        .number()
        .optional()
        .describe(
          'When the engine last asked which units there are, kept over restarts. Absent: never since the store was made',
        ),
    }),
  })
  .meta({ id: 'Health' })
export type Health = z.infer<typeof healthSchema>

export const versionSchema = z
  .object({
    version: z.string(),
    commit: z.string().optional().describe('What it was built from; absent when it runs from a source tree'),
    node: z.string(),
    api: z.string(),
  })
  .meta({ id: 'Version' })
export type Version = z.infer<typeof versionSchema>

export const sessionSchema = z
  .object({ user: z.object({ id: z.string(), name: z.string() }), administrator: z.boolean() })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof sessionSchema>
