/** Facts for tests of the engine's units: a small healthy host and VM, each with overrides. */
import type { AffinityGroup } from '../../server/scheduling/facts/affinity-group.ts'
import { engineDefaults } from '../../server/scheduling/facts/engine-config.ts'
import type { HostFacts } from '../../server/scheduling/facts/host-facts.ts'
import type { Situation } from '../../server/scheduling/facts/situation.ts'
import type { VmFacts } from '../../server/scheduling/facts/vm-facts.ts'
import type { FilterUnit, HostVerdict, Weights } from '../../server/scheduling/unit.ts'

export const NOW_MS = Date.UTC(2026, 0, 1)

/** undefined takes a fact away. */
type Over<T> = { readonly [K in keyof T]?: T[K] | undefined }

const told = <T extends object>(facts: Over<T>): T =>
  Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined)) as T

/** Up, 8 cores of 16 threads, 64 GiB, mostly idle. */
export const aHostFacts = (over: Over<HostFacts> = {}): HostFacts =>
  told({
    id: 'host1',
    name: over.id ?? 'host1',
    status: 'up',
    sockets: 1,
    cores: 8,
    threads: 16,
    usagePercent: 10,
    cpuOverCommitSinceMs: null,
    spm: 'none',
    physicalMiB: 65_536,
    freeMiB: 60_000,
    swapTotalMiB: 0,
    swapFreeMiB: 0,
    maxSchedulingMiB: 60_000,
    vmCount: 0,
    vmActive: 0,
    vmMigrating: 0,
    ...over,
  })

/** Down, two vCPUs, 4 GiB. */
export const aVmFacts = (over: Over<VmFacts> = {}): VmFacts =>
  told({
    id: 'vm1',
    name: over.id ?? 'vm1',
    status: over.hostId === undefined ? 'down' : 'up',
    sockets: 2,
    coresPerSocket: 1,
    threadsPerCore: 1,
    memoryMiB: 4096,
    placement: 'migratable',
    pinnedHostIds: [],
    priority: 1,
    highlyAvailable: false,
    isHostedEngine: false,
    pinning: 'none',
    numaNodes: [],
    ...over,
  })

/** Both rules off, without members. */
export const anAffinityGroup = (over: Partial<AffinityGroup> = {}): AffinityGroup => ({
  id: 'group1',
  name: over.id ?? 'group1',
  priority: 1,
  vmIds: new Set(),
  hostIds: new Set(),
  vmRule: { enabled: false, positive: true, enforcing: false },
  hostRule: { enabled: false, positive: true, enforcing: false },
  ...over,
})

export type HostOver = Over<HostFacts>
export type VmOver = Over<VmFacts>

export const aSituation = (over: Partial<Situation> = {}): Situation => ({
  nowMs: NOW_MS,
  cluster: { id: 'cluster1', name: 'Default', threadsAsCores: false, architecture: 'x86_64', version: '4.7' },
  hosts: [],
  vms: [],
  pending: [],
  affinityGroups: [],
  properties: {},
  config: engineDefaults,
  ...over,
})

/** What a filter says of one host for one VM, in a situation that holds both unless told otherwise. */
export const verdictOf = (
  unit: FilterUnit,
  vm: VmFacts,
  host: HostFacts,
  over: Partial<Situation> = {},
): HostVerdict | undefined => unit.filter([vm], [host], aSituation({ hosts: [host], vms: [vm], ...over })).get(host.id)

/** By host id the weight, or the name of the fact that is missing. */
export const shortWeights = (weights: Weights): Record<string, number | string> =>
  Object.fromEntries([...weights].map(([id, answer]) => [id, answer.kind === 'weight' ? answer.value : answer.field]))
