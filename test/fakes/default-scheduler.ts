/** The default scheduler, asked as the service asks it, in a cluster where one host has too much to do. */

import { createDefaultScheduler } from '../../server/scheduling/default-scheduler/default-scheduler.ts'
import { builtInPolicies } from '../../server/scheduling/policies/built-in-policies.ts'
import type { Cluster } from '../../shared/model/cluster.ts'
import type { Host } from '../../shared/model/host.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import { callScheduler, type SchedulerAsk } from '../../shared/sdk/call-scheduler.ts'
import type { SchedulerAdvice, SchedulerFunction } from '../../shared/sdk/scheduler.ts'
import { aCluster, aHost, aSnapshot, aVm } from './builders.ts'

/** Of a built-in policy. */
export const policyIdOf = (name: string): string => builtInPolicies.find(policy => policy.name === name)?.id ?? ''
/** A host with room for much, whose power may be managed. */
export const room = (id: string, cpuPercent: number, over: Partial<Host> = {}): Host =>
  aHost({
    id,
    cores: 8,
    threads: 16,
    activeVms: 1,
    scheduling: {
      sockets: 1,
      spm: 'none',
      totalVms: 2,
      powerManagement: { enabled: true, automatic: true },
      externalStatus: 'ok',
    },
    maxSchedulingMiB: 50_000,
    statistics: { memoryFreeMiB: 50_000, memoryUsedMiB: 10_000, cpuPercent },
    ...over,
  })
/** hot has been overloaded for long, cool idle for long, mild neither. */
const watched = new Map([
  ['hot', { cpuOverCommitSinceMs: 0 }],
  ['cool', { cpuOverCommitSinceMs: 0 }],
  ['mild', { cpuOverCommitSinceMs: null }],
])
/** One busy host, one idle, one neither. */
export const hosts = [room('hot', 95), room('cool', 5), room('mild', 40)]
const vms = [aVm({ id: 'v1', hostId: 'hot', memoryMiB: 1024 }), aVm({ id: 'v2', hostId: 'cool', memoryMiB: 1024 })]
/** What the engine tells of how the cluster schedules. */
export const told = { version: '4.7', haReservation: false, onError: 'migrate' } as const

/** `hosts` with a VM each on the busy and the idle one, in a cluster without balancing. */
export const scene = (over: Partial<Snapshot> = {}, cluster: Partial<Cluster> = {}): Snapshot =>
  aSnapshot({
    hosts,
    vms,
    policies: [...builtInPolicies],
    clusters: [aCluster({ policyId: policyIdOf('none'), scheduling: told, ...cluster })],
    affinityGroups: [],
    ...over,
  })

const scheduler = createDefaultScheduler({ version: '0.1.0', watched: () => watched, onUnknown: 'keep' })
/** The cluster of `scene`. */
export const clusterId = aCluster().id
const fetch = () => Promise.reject(new Error('fetches nothing'))

/** What the default scheduler answers when this function of it is asked. */
export const ask = <T = SchedulerAdvice | undefined>(
  name: SchedulerFunction,
  more: Partial<SchedulerAsk> & Readonly<{ values?: Record<string, string | number | boolean> }> = {},
  snapshot = scene(),
): Promise<T> => {
  const { values = {}, ...over } = more
  const question = { clusterId, policy: 'PolicyUnits', given: Object.keys(values), selected: [], ...over }
  return callScheduler(scheduler, name, question, { snapshot, values: values as never, fetch }) as Promise<T>
}
