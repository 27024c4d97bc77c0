import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AffinityGroup } from '../../../shared/model/affinity-group.ts'
import { type Host, hostStatuses } from '../../../shared/model/host.ts'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import { placementAffinities, type Vm, vmStatuses } from '../../../shared/model/vm.ts'
import { callScheduler, type SchedulerAsk } from '../../../shared/sdk/call-scheduler.ts'
import type { AskedMove, SchedulerAdvice, SchedulerFunction, Selection } from '../../../shared/sdk/scheduler.ts'
import { aCluster, aHost, aSnapshot, aVm, NOON_MS } from '../../../test/fakes/builders.ts'
import { builtInPolicies } from '../policies/built-in-policies.ts'
import { createDefaultScheduler } from './default-scheduler.ts'
import { defaultPolicies } from './scheduler-scene.ts'

const hostIds = ['h0', 'h1', 'h2', 'h3']
const vmIds = ['v0', 'v1', 'v2', 'v3', 'v4', 'v5', 'v6', 'v7']
const { id: clusterId } = aCluster()
/** Half of them out of bounds for long. */
const watched = new Map(hostIds.map((id, at) => [id, { cpuOverCommitSinceMs: at % 2 === 0 ? 0 : null }]))

type Made<A> = A extends fc.Arbitrary<infer T> ? T : never
const maybe = <T>(fact: fc.Arbitrary<T>) => fc.option(fact, { nil: undefined, freq: 6 })
const mostly = fc.integer({ min: 0, max: 4 }).map(n => n > 0)
/** The likely value, or any. */
const often = <T>(value: T, any: readonly T[]) =>
  mostly.chain(usual => (usual ? fc.constant(value) : fc.constantFrom(...any)))

const someHost = fc.record({
  status: often<Host['status']>('up', [...hostStatuses, undefined]),
  cpuPercent: maybe(fc.constantFrom(0, 5, 50, 79, 80, 95, 100)),
  maxSchedulingMiB: maybe(fc.integer({ min: 0, max: 30_000 })),
  activeVms: fc.integer({ min: 0, max: 20 }),
  powerManagement: maybe(fc.record({ enabled: mostly, automatic: mostly })),
})
const someVm = fc.record({
  status: often<Vm['status']>('up', [...vmStatuses, undefined]),
  hostId: maybe(fc.constantFrom(...hostIds, 'elsewhere')),
  placement: often<Vm['placement']>('migratable', placementAffinities),
  memoryMiB: fc.integer({ min: 1, max: 8192 }),
  guaranteedMiB: maybe(fc.integer({ min: 0, max: 8192 })),
  highlyAvailable: fc.boolean(),
})
const someRule = fc.record({ enabled: fc.boolean(), positive: fc.boolean(), enforcing: fc.boolean() })
const someGroup = fc.record({
  vmIds: fc.subarray(vmIds),
  hostIds: fc.subarray(hostIds),
  vmRule: someRule,
  hostRule: someRule,
  priority: fc.integer({ min: 1, max: 2 }),
})

/** Untold facts are left out. */
const told = <T extends object>(facts: { readonly [K in keyof T]?: T[K] | undefined }): Partial<T> =>
  Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined)) as Partial<T>

function hostOf({ cpuPercent, powerManagement, status, ...facts }: Made<typeof someHost>, id: string): Host {
  const scheduling = {
    sockets: 1,
    spm: 'none',
    externalStatus: 'ok',
    ...(powerManagement && { powerManagement }),
  } as const
  const statistics = { memoryFreeMiB: 30_000, ...(cpuPercent !== undefined && { cpuPercent }) }
  const { maxSchedulingMiB: _, ...bare } = aHost({ id, cores: 8, threads: 16, scheduling, statistics })
  return { ...bare, ...told<Host>(facts), status }
}
function vmOf({ status, ...facts }: Made<typeof someVm>, id: string): Vm {
  const { hostId: _, ...bare } = aVm({ id })
  return { ...bare, ...told<Vm>(facts), status }
}
const groupOf = (group: Made<typeof someGroup>, at: number): AffinityGroup => ({
  ...group,
  id: `g${at}`,
  name: `g${at}`,
  clusterId,
})

const aWorld: fc.Arbitrary<Snapshot> = fc
  .record({
    hosts: fc.tuple(...hostIds.map(() => someHost)),
    vms: fc.tuple(...vmIds.map(() => someVm)),
    groups: maybe(fc.array(someGroup, { maxLength: 2 })),
    policyId: maybe(fc.constantFrom(...builtInPolicies.map(({ id }) => id))),
    haReservation: fc.boolean(),
  })
  .map(({ hosts, vms, groups, policyId, haReservation }) => {
    const { policyId: _, ...cluster } = aCluster({ scheduling: { version: '4.7', haReservation } })
    return aSnapshot({
      clusters: [{ ...cluster, ...(policyId !== undefined && { policyId }) }],
      policies: [...builtInPolicies],
      hosts: hosts.map((host, at) => hostOf(host, `h${at}`)),
      vms: vms.map((vm, at) => vmOf(vm, `v${at}`)),
      ...(groups && { affinityGroups: groups.map(groupOf) }),
    })
  })

const scheduler = createDefaultScheduler({ version: '0.1.0', watched: () => watched, onUnknown: 'keep' })
const values = {
  HighUtilization: 80,
  LowUtilization: 20,
  CpuOverCommitDurationMinutes: 1,
  MinFreeMemoryForUnderUtilized: 20_000,
  MaxFreeMemoryForOverUtilized: 2000,
  HostsInReserve: 0,
  EnableAutomaticHostPowerManagement: true,
  HighVmCount: 3,
  MigrationThreshold: 2,
}
const someSettings = fc.record({
  policy: fc.constantFrom(...defaultPolicies),
  given: fc.subarray(Object.keys(values)),
})
type Settings = Made<typeof someSettings>

const ask = async <T>(name: SchedulerFunction, snapshot: Snapshot, question: Settings & Partial<SchedulerAsk>) => {
  const fetch = () => Promise.reject(new Error('fetches nothing'))
  return (await callScheduler(
    scheduler,
    name,
    { clusterId, selected: [], ...question },
    { snapshot, values, fetch },
  )) as T
}
/** Its balancer, its timer, and what it says of a host that fails. */
const advices = (snapshot: Snapshot, settings: Settings) => {
  const change = { from: 'up', to: 'non_operational', atMs: NOON_MS }
  return Promise.all([
    ask<SchedulerAdvice | undefined>('loadBalance', snapshot, settings),
    ask<SchedulerAdvice | undefined>('onTimerInvoked', snapshot, settings),
    ask<SchedulerAdvice | undefined>('onHostStatusChanged', snapshot, { ...settings, changedId: 'h0', change }),
  ])
}

/** In these the engine migrates. Source: engine REST API §9.3 (paused only if its storage did not fail, which nobody tells). */
const migratable: readonly Vm['status'][] = ['up', 'powering_up', 'reboot_in_progress']

function problemsOf({ vmId, toHostIds }: AskedMove, { vms, hosts }: Snapshot): string[] {
  const vm = vms.find(({ id }) => id === vmId)
  if (vm === undefined) return [`${vmId} is not of the cluster`]
  const up = (id: string) => hosts.some(host => host.id === id && host.status === 'up')
  return [
    ...(vm.hostId === undefined || !migratable.includes(vm.status) ? [`${vmId} is ${vm.status}`] : []),
    ...(vm.placement === 'migratable' ? [] : [`${vmId} is ${vm.placement}`]),
    ...(toHostIds?.length === 0 ? [`no host for ${vmId}`] : []),
    ...(toHostIds ?? []).filter(id => id === vm.hostId || !up(id)).map(id => `${vmId} from ${vm.hostId} to ${id}`),
  ]
}

describe('the default scheduler, whatever the snapshot', () => {
  it('asks for moves of VMs that run and may move, each once, to other hosts that are up', async () => {
    let asked = 0
    const property = fc.asyncProperty(aWorld, someSettings, async (snapshot, settings) => {
      for (const advice of await advices(snapshot, settings)) {
        const moves = advice?.moves ?? []
        asked += moves.length
        expect(moves.flatMap(move => problemsOf(move, snapshot))).toEqual([])
        expect(new Set(moves.map(({ vmId }) => vmId)).size).toBe(moves.length)
      }
    })
    await fc.assert(property, { numRuns: 400 })
    // Or nothing was seen.
    expect(asked).toBeGreaterThan(0)
  })

  it('answers equal input equally, and leaves it alone', async () => {
    await fc.assert(
      fc.asyncProperty(aWorld, someSettings, async (snapshot, settings) => {
        const copy = structuredClone(snapshot)
        const answers = await advices(snapshot, settings)
        expect(snapshot).toEqual(copy)
        expect(await advices(copy, settings)).toEqual(answers)
      }),
    )
  })

  it('selects one of the candidates, or none', async () => {
    await fc.assert(
      fc.asyncProperty(aWorld, someSettings, fc.subarray(hostIds), async (snapshot, settings, offered) => {
        const candidates = offered.map(hostId => ({ hostId }))
        const { hostId } = await ask<Selection>('selectHost', snapshot, { ...settings, vmId: 'v0', candidates })
        expect([...offered, undefined]).toContain(hostId)
      }),
    )
  })
})
