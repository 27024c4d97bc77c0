import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AffinityGroup } from '../../../shared/model/affinity-group.ts'
import type { Cluster } from '../../../shared/model/cluster.ts'
import { type Host, hostStatuses } from '../../../shared/model/host.ts'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import { placementAffinities, type Vm, vmStatuses } from '../../../shared/model/vm.ts'
import { callScheduler, type SchedulerAsk } from '../../../shared/sdk/call-scheduler.ts'
import type { SchedulerAdvice, SchedulerFunction } from '../../../shared/sdk/scheduler.ts'
import { aCluster, aHost, aSnapshot, aVm, NOON_MS } from '../../../test/fakes/builders.ts'
import { builtInPolicies } from '../policies/built-in-policies.ts'
import { createDefaultScheduler } from './default-scheduler.ts'
import { defaultPolicies } from './scheduler-scene.ts'

const idOf = (name: string): string => builtInPolicies.find(policy => policy.name === name)?.id ?? ''
const room = (id: string, cpuPercent: number, over: Partial<Host> = {}): Host =>
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
const hosts = [room('hot', 95), room('cool', 5), room('mild', 40)]
const vms = [aVm({ id: 'v1', hostId: 'hot', memoryMiB: 1024 }), aVm({ id: 'v2', hostId: 'cool', memoryMiB: 1024 })]
const told = { version: '4.7', haReservation: false, onError: 'migrate' } as const

const scene = (over: Partial<Snapshot> = {}, cluster: Partial<Cluster> = {}): Snapshot =>
  aSnapshot({
    hosts,
    vms,
    policies: [...builtInPolicies],
    clusters: [aCluster({ policyId: idOf('none'), scheduling: told, ...cluster })],
    affinityGroups: [],
    ...over,
  })

const scheduler = createDefaultScheduler({ version: '0.1.0', watched: () => watched, onUnknown: 'keep' })
const { id: clusterId } = aCluster()
const fetch = () => Promise.reject(new Error('fetches nothing'))

const ask = <T = SchedulerAdvice | undefined>(
  name: SchedulerFunction,
  more: Partial<SchedulerAsk> & Readonly<{ values?: Record<string, string | number | boolean> }> = {},
  snapshot = scene(),
): Promise<T> => {
  const { values = {}, ...over } = more
  const question = { clusterId, policy: 'PolicyUnits', given: Object.keys(values), selected: [], ...over }
  return callScheduler(scheduler, name, question, { snapshot, values: values as never, fetch }) as Promise<T>
}

describe('loadBalance', () => {
  const moved = async (policy: string, values = {}, snapshot = scene()) => {
    const advice = await ask('loadBalance', { policy, values }, snapshot)
    return advice?.moves?.map(({ vmId, toHostIds, limitBroken }) => [vmId, toHostIds?.[0], limitBroken])
  }

  it.each([
    { policy: 'EvenlyDistribute', why: 'leaves the overloaded host', values: {}, expected: [['v1', 'cool', true]] },
    {
      policy: 'EvenlyDistribute',
      why: 'within the limit that is given',
      values: { HighUtilization: 99 },
      expected: [],
    },
    { policy: 'PowerSave', why: 'leaves the overloaded host first', values: {}, expected: [['v1', 'mild', true]] },
    {
      policy: 'PowerSave',
      why: 'then the idle one',
      values: { HighUtilization: 99 },
      expected: [['v2', 'hot', false]],
    },
    { policy: 'None', why: 'moves nothing', values: {}, expected: [] },
    { policy: 'EvenGuests', why: 'is content with a VM each', values: {}, expected: [] },
    { policy: 'ClusterPolicy', why: 'as the cluster’s policy, none', values: {}, expected: [] },
    { policy: 'PolicyUnits', why: 'has no say', values: {}, expected: undefined },
  ])('$policy $why', async ({ policy, values, expected }) => expect(await moved(policy, values)).toEqual(expected))

  it('follows the policy of the cluster, and its properties', async () => {
    const even = { policyId: idOf('evenly_distributed') }
    expect(await moved('ClusterPolicy', {}, scene({}, even))).toEqual([['v1', 'cool', true]])
    expect(await moved('ClusterPolicy', {}, scene({}, { ...even, properties: { HighUtilization: '99' } }))).toEqual([])
  })

  it('has no say where the policy’s balancer is not the engine’s', async () => {
    const [policy = expect.fail('no policies')] = builtInPolicies
    const policies = [{ ...policy, id: 'own', balanceUnitId: 'external' }]
    expect(await moved('ClusterPolicy', {}, scene({ policies }, { policyId: 'own' }))).toBeUndefined()
    expect(await moved('EvenlyDistribute', {}, scene({ policies }, { policyId: 'own' }))).toHaveLength(1)
  })

  it('keeps to the filters of the cluster, whatever its policy', async () => {
    const pinned = [aVm({ id: 'v1', hostId: 'hot', placement: 'pinned', pinnedHostIds: ['hot'] })]
    expect(await moved('EvenlyDistribute', {}, scene({ vms: pinned }))).toEqual([])
  })
})

describe('the host selector', () => {
  const candidates = [{ hostId: 'mild' }, { hostId: 'cool' }]
  const select = (policy: string, offered = candidates, snapshot = scene()) =>
    ask<{ hostId?: string }>('selectHost', { policy, vmId: 'v1', candidates: offered }, snapshot)

  it('chooses by the weights of the policy, among the candidates alone', async () => {
    expect([(await select('EvenlyDistribute')).hostId, (await select('PowerSave')).hostId]).toEqual(['cool', 'mild'])
    expect((await select('EvenlyDistribute', [{ hostId: 'mild' }])).hostId).toBe('mild')
  })
  it('chooses none where there are none', async () => expect((await select('None', [])).hostId).toBeUndefined())
  it('says whether there are any', async () => {
    expect(await ask('hasAnyHosts', { vmId: 'v1', candidates })).toBe(true)
    expect(await ask('hasAnyHosts', { vmId: 'v1', candidates: [] })).toBe(false)
  })
  it('knows what was selected', async () => {
    const selected = ['mild', 'cool'].map(hostId => ({ vmId: 'v1', hostId, atMs: NOON_MS }))
    expect(await ask('selectedHosts', { selected })).toEqual(['mild', 'cool'])
  })
})

describe('onTimerInvoked', () => {
  const rule = (positive: boolean, enforcing: boolean) => ({ enabled: true, positive, enforcing })
  const off = { enabled: false, positive: false, enforcing: false }
  const group = (over: Partial<AffinityGroup>): AffinityGroup => ({
    id: 'g',
    name: 'web',
    clusterId,
    priority: 1,
    vmIds: ['v1'],
    hostIds: ['mild'],
    vmRule: off,
    hostRule: rule(true, true),
    ...over,
  })
  const timer = (snapshot: Snapshot, policy = 'PolicyUnits', values = {}) =>
    ask<SchedulerAdvice>('onTimerInvoked', { policy, values }, snapshot)

  it('has nothing to do where all is well, and says so', async () => {
    expect(await timer(scene())).toMatchObject({ moves: [], hostActions: [], notices: [] })
    expect((await timer(scene())).because.text).toBe('No VM breaks an affinity rule. The policy saves no power.')
  })

  it('repairs a broken rule; one that is only a wish is not urgent', async () => {
    expect((await timer(scene({ affinityGroups: [group({})] }))).moves).toMatchObject([
      { vmId: 'v1', toHostIds: ['mild'], limitBroken: true },
    ])
    const wish = await timer(scene({ affinityGroups: [group({ hostRule: rule(true, false) })] }))
    expect(wish.moves).toMatchObject([{ vmId: 'v1', limitBroken: false }])
  })

  it('tells of a rule that cannot be repaired', async () => {
    const { moves, notices } = await timer(scene({ affinityGroups: [group({ hostIds: ['gone'] })] }))
    expect(moves).toEqual([])
    expect(notices).toMatchObject([
      { subject: { kind: 'cluster', id: clusterId }, because: { code: 'repair-impossible' } },
    ])
  })

  const empty = [
    ...hosts,
    room('empty', 1, { activeVms: 0, scheduling: { ...room('x', 1).scheduling, spm: 'none', totalVms: 0 } }),
  ]
  const switching = { EnableAutomaticHostPowerManagement: true }
  it.each([
    { why: 'an empty host may rest', policy: 'PowerSave', values: switching, expected: [['empty', 'maintenance']] },
    { why: 'one is to be kept', policy: 'PowerSave', values: { ...switching, HostsInReserve: 1 }, expected: [] },
    { why: 'nobody asked for it', policy: 'PowerSave', values: {}, expected: [] },
    { why: 'the policy saves no power', policy: 'EvenlyDistribute', values: switching, expected: [] },
  ])('$why: $expected', async ({ policy, values, expected }) => {
    const { hostActions = [] } = await timer(scene({ hosts: empty }), policy, values)
    expect(hostActions.map(({ hostId, action }) => [hostId, action])).toEqual(expected)
  })

  it('says what it would have to know of a host that rests', async () => {
    const resting = [...hosts, room('resting', 0, { status: 'maintenance', activeVms: 0 })]
    const { because, hostActions } = await timer(scene({ hosts: resting }), 'PowerSave', switching)
    expect(hostActions).toEqual([])
    expect(because.text).toContain(
      'Whether resting may be switched cannot be told without host.power.controlledByPolicy.',
    )
  })

  it('tells of highly available VMs that would find no host', async () => {
    const big = [aVm({ id: 'big', hostId: 'hot', memoryMiB: 60_000, guaranteedMiB: 60_000, highlyAvailable: true })]
    const { notices } = await timer(scene({ vms: big }, { scheduling: { ...told, haReservation: true } }))
    expect(notices).toMatchObject([{ subject: { kind: 'host', id: 'hot' } }])
    expect(notices?.[0]?.because.text).toMatch(/^If hot failed: Of its 1 highly available VMs, 1 would find no host\./)
  })
})

describe('onHostStatusChanged', () => {
  const several = [
    aVm({ id: 'low', hostId: 'hot' }),
    aVm({ id: 'ha', hostId: 'hot', highlyAvailable: true, scheduling: scheduling(9) }),
    aVm({ id: 'pinned', hostId: 'hot', placement: 'pinned' }),
  ]
  function scheduling(priority: number): NonNullable<Vm['scheduling']> {
    const topology = { sockets: 1, cores: 2, threads: 1 }
    return { topology, priority, highPerformance: false, customProperties: {}, cpuPassthrough: false }
  }
  const changed = (to: string, cluster: Partial<Cluster> = {}, more: Partial<Snapshot> = {}) => {
    const status = hostStatuses.find(known => known === to)
    const now = hosts.map(host => (host.id === 'hot' ? { ...host, status } : host))
    const change = { from: 'up', to, atMs: NOON_MS }
    return ask(
      'onHostStatusChanged',
      { changedId: 'hot', change },
      scene({ hosts: now, vms: several, ...more }, cluster),
    )
  }

  it.each([
    { onError: 'migrate', moves: ['ha', 'low'], stay: ['pinned'] },
    { onError: 'migrate_highly_available', moves: ['ha'], stay: ['low', 'pinned'] },
    { onError: 'do_not_migrate', moves: [], stay: ['ha', 'low', 'pinned'] },
    { onError: undefined, moves: ['ha', 'low'], stay: ['pinned'] },
  ] as const)('moves off a failing host what the cluster wants moved: $onError', async ({ onError, moves, stay }) => {
    const { onError: _, ...rest } = told
    const advice = await changed('non_operational', { scheduling: { ...rest, ...(onError && { onError }) } })
    expect(advice?.moves?.map(({ vmId, toHostIds, limitBroken }) => [vmId, toHostIds, limitBroken])).toEqual(
      moves.map(id => [id, undefined, true]),
    )
    expect(advice?.skippedVms?.map(({ id }) => id).toSorted()).toEqual([...stay].toSorted())
  })

  it('tells in which order VMs leave for maintenance, and which keep the host from it', async () => {
    const advice = await changed('preparing_for_maintenance')
    expect(advice?.because.text).toBe('hot goes into maintenance. Its VMs leave in this order: ha, low.')
    expect(advice?.moves).toBeUndefined()
    expect(advice?.notices).toMatchObject([
      { subject: { kind: 'host', id: 'hot' }, because: { code: 'maintenance-blocked', values: { vm: 'pinned' } } },
    ])
  })

  it.each(['down', 'non_responsive'])('tells which VMs of a lost host (%s) would find no other', async to => {
    const advice = await changed(to)
    expect([advice?.because.text, advice?.notices]).toEqual([
      'hot is lost. Highly available VMs on it: 1; of these 0 would find no host.',
      [],
    ])
    const big = aVm({ id: 'big', hostId: 'hot', memoryMiB: 90_000, highlyAvailable: true })
    expect((await changed(to, {}, { vms: [big] }))?.notices).toMatchObject([{ subject: { kind: 'vm', id: 'big' } }])
  })

  it.each(['up', 'maintenance', 'reboot', 'installing'])('has nothing to say of one that is %s', async to => {
    expect(await changed(to)).toBeUndefined()
  })
})

describe('onVmStatusChanged', () => {
  const stopped = { highlyAvailable: true, status: 'down' } as const
  const changed = (vm: Partial<Vm>, change: Partial<NonNullable<SchedulerAsk['change']>> = {}) => {
    const { hostId: _, ...down } = aVm({ id: 'v9', name: 'db', memoryMiB: 1024, ...vm })
    const question = { changedId: 'v9', change: { from: 'up', to: 'down', atMs: NOON_MS, ...change } }
    return ask('onVmStatusChanged', question, scene({ vms: [down] }))
  }

  it('tells where a highly available VM that went down would start', async () => {
    expect((await changed(stopped))?.notices).toMatchObject([
      {
        subject: { kind: 'vm', id: 'v9' },
        because: { code: 'ha-vm-down', text: expect.stringMatching(/would start on (cool|mild)\.$/) },
      },
    ])
  })
  it('tells that it cannot start', async () => {
    expect(await changed({ ...stopped, memoryMiB: 90_000 })).toMatchObject({ because: { code: 'ha-vm-homeless' } })
  })

  const event = { code: 33, description: 'stopped by admin' }
  it.each([
    { why: 'it is not highly available', vm: { ...stopped, highlyAvailable: false }, change: {} },
    { why: 'somebody shut it down', vm: stopped, change: { from: 'powering_down' } },
    { why: 'somebody stopped it', vm: stopped, change: { event } },
    { why: 'it is up', vm: { ...stopped, status: 'up' as const }, change: { from: 'down', to: 'up' } },
  ])('has nothing to say when $why', async ({ vm, change }) => expect(await changed(vm, change)).toBeUndefined())
})

describe('whatever the engine looks like', () => {
  const anyHost = fc.record({
    status: fc.constantFrom('up', 'down', 'maintenance', 'non_operational', undefined),
    cpuPercent: fc.integer({ min: 0, max: 100 }),
    maxSchedulingMiB: fc.integer({ min: 0, max: 60_000 }),
  })
  const anyVm = fc.record({
    on: fc.integer({ min: 0, max: 5 }),
    status: fc.constantFrom(...vmStatuses),
    placement: fc.constantFrom(...placementAffinities),
    memoryMiB: fc.integer({ min: 1, max: 20_000 }),
  })
  const anySnapshot = fc
    .tuple(fc.array(anyHost, { maxLength: 5 }), fc.array(anyVm, { maxLength: 12 }))
    .map(([someHosts, someVms]) =>
      scene({
        hosts: someHosts.map(({ status, cpuPercent, maxSchedulingMiB }, at) => ({
          ...room(`h${at}`, cpuPercent, { maxSchedulingMiB }),
          status,
        })),
        vms: someVms.map(({ on, status, placement, memoryMiB }, at) => {
          const { hostId: _, ...vm } = aVm({ id: `v${at}`, status, placement, memoryMiB })
          return on < someHosts.length && status !== 'down' ? { ...vm, hostId: `h${on}` } : vm
        }),
      }),
    )

  it('asks for no move of a VM that does not run, nor to where it is, and answers alike', async () => {
    await fc.assert(
      fc.asyncProperty(anySnapshot, fc.constantFrom(...defaultPolicies), async (snapshot, policy) => {
        for (const name of ['loadBalance', 'onTimerInvoked'] as const) {
          const advice = await ask(name, { policy }, snapshot)
          expect(await ask(name, { policy }, structuredClone(snapshot))).toEqual(advice)
          for (const { vmId, toHostIds = [] } of advice?.moves ?? []) {
            const vm = snapshot.vms.find(({ id }) => id === vmId)
            expect([vm?.hostId === undefined, toHostIds.includes(vm?.hostId ?? '')]).toEqual([false, false])
          }
        }
      }),
    )
  })
})
