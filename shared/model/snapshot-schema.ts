import { z } from 'zod'
import { onErrorPolicies } from './cluster.ts'
import { hostStatuses } from './host.ts'
import type { Snapshot } from './snapshot.ts'
import { pinningPolicies, placementAffinities, vmStatuses } from './vm.ts'

/** A snapshot in a file, for trying policy units without an engine. What the types say of units and absence holds here. */

const count = z.number().int().nonnegative()
const mib = z.number().nonnegative()
const texts = z.record(z.string(), z.string())
const named = { id: z.string(), name: z.string() }

const cluster = z.object({
  ...named,
  dataCenterId: z.string().optional(),
  policyId: z.string().optional(),
  properties: texts,
  overCommitPercent: z.number(),
  threadsAsCores: z.boolean(),
  upgradeInProgress: z.boolean(),
  scheduling: z
    .object({
      version: z.string().optional(),
      architecture: z.string().optional(),
      haReservation: z.boolean(),
      onError: z.enum(onErrorPolicies).optional(),
    })
    .optional(),
  memory: z.object({ ballooning: z.boolean(), ksm: z.boolean(), ksmMergeAcrossNodes: z.boolean() }).optional(),
})

const statistics = z.object({
  memoryUsedMiB: mib.optional(),
  memoryFreeMiB: mib.optional(),
  swapUsedMiB: mib.optional(),
  swapTotalMiB: mib.optional(),
  cpuPercent: z.number().optional(),
  load5m: z.number().optional(),
  ksmCpuPercent: z.number().optional(),
})

const hostScheduling = z.object({
  sockets: count.optional(),
  spm: z.enum(['none', 'contending', 'spm']),
  totalVms: count.optional(),
  numaSupported: z.boolean().optional(),
  os: z.object({ family: z.string(), version: z.string() }).optional(),
  powerManagement: z.object({ enabled: z.boolean(), automatic: z.boolean() }).optional(),
  externalStatus: z.string().optional(),
  hostedEngine: z
    .object({
      configured: z.boolean(),
      active: z.boolean(),
      score: z.number(),
      localMaintenance: z.boolean(),
      globalMaintenance: z.boolean(),
    })
    .optional(),
})

const host = z.object({
  ...named,
  clusterId: z.string(),
  status: z.enum(hostStatuses).optional(),
  address: z.string().optional(),
  totalMiB: mib,
  maxSchedulingMiB: z.number().optional(),
  cores: count.optional(),
  threads: count.optional(),
  activeVms: count,
  migratingVms: count,
  isSpm: z.boolean(),
  statistics,
  scheduling: hostScheduling.optional(),
})

const vmScheduling = z.object({
  topology: z.object({ sockets: count, cores: count, threads: count }),
  priority: z.number(),
  pinning: z.enum(pinningPolicies).optional(),
  cpuPins: texts.optional(),
  highPerformance: z.boolean(),
  customProperties: texts,
  customVersion: z.string().optional(),
  customMachine: z.string().optional(),
  customCpu: z.string().optional(),
  cpuPassthrough: z.boolean(),
  ioThreads: count.optional(),
  leaseDomainId: z.string().optional(),
})

const vm = z.object({
  ...named,
  clusterId: z.string(),
  status: z.enum(vmStatuses).optional(),
  hostId: z.string().optional(),
  memoryMiB: mib,
  guaranteedMiB: mib.optional(),
  vcpus: count,
  placement: z.enum(placementAffinities),
  pinnedHostIds: z.array(z.string()),
  highlyAvailable: z.boolean(),
  origin: z.string().optional(),
  startedAtMs: z.number().optional(),
  os: z.object({ type: z.string(), version: z.string().optional() }).optional(),
  excludedBy: z.string().optional(),
  scheduling: vmScheduling.optional(),
})

const affinityRule = z.object({ enabled: z.boolean(), positive: z.boolean(), enforcing: z.boolean() })

const affinityGroup = z.object({
  ...named,
  clusterId: z.string(),
  priority: z.number(),
  vmIds: z.array(z.string()),
  hostIds: z.array(z.string()),
  vmRule: affinityRule,
  hostRule: affinityRule,
})

const unit = z.object({
  ...named,
  kind: z.enum(['filter', 'weight', 'load_balancing']).optional(),
  internal: z.boolean(),
  enabled: z.boolean(),
  description: z.string().optional(),
  properties: texts,
})

const policy = z.object({
  ...named,
  locked: z.boolean(),
  properties: texts,
  filters: z.array(z.object({ unitId: z.string(), position: z.number() })),
  weights: z.array(z.object({ unitId: z.string(), factor: z.number() })),
  balanceUnitId: z.string().optional(),
})

const snapshotSchema = z.object({
  takenAtMs: z.number(),
  durationMs: z.number().default(0),
  requests: count.default(0),
  clockSkewMs: z.number().default(0),
  engineVersion: z.string().default('4.5'),
  clusters: z.array(cluster),
  hosts: z.array(host),
  vms: z.array(vm),
  policies: z.array(policy).default([]),
  units: z.array(unit).default([]),
  affinityGroups: z.array(affinityGroup).optional(),
  problems: z.array(z.object({ path: z.string(), problem: z.string() })).optional(),
})

export type ParsedSnapshot = Readonly<{ ok: true; snapshot: Snapshot } | { ok: false; problems: readonly string[] }>

/** JSON text of a file → the snapshot, or every field that is wrong with its path. */
export function parseSnapshot(text: string): ParsedSnapshot {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    return { ok: false, problems: [`is no JSON: ${(error as Error).message}`] }
  }
  const parsed = snapshotSchema.safeParse(json)
  // What is optional there is absent here: the two differ only in how TypeScript writes that down.
  if (parsed.success) return { ok: true, snapshot: parsed.data as Snapshot }
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`)
  return { ok: false, problems }
}
