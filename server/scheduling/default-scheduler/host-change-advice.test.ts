import { describe, expect, it } from 'vitest'
import type { ClusterScheduling } from '../../../shared/model/cluster.ts'
import { type HostStatus, hostStatuses } from '../../../shared/model/host.ts'
import { aHost, NOON_MS } from '../../../test/fakes/builders.ts'
import { aHostFacts, aSituation, aVmFacts, type HostOver, type VmOver } from '../../../test/fakes/scheduling.ts'
import { engineUnits, mandatoryFilters } from '../engine-units.ts'
import type { ClusterFacts } from '../facts/situation.ts'
import { effectivePolicy } from '../pipeline/effective-policy.ts'
import { builtInPolicies } from '../policies/built-in-policies.ts'
import { hostChangeAdvice } from './host-change-advice.ts'

type Told = Readonly<{
  vms?: readonly VmOver[]
  hosts?: readonly HostOver[]
  architecture?: ClusterFacts['architecture']
  onError?: ClusterScheduling['onError']
  /** The state of host a as it was last read; by default the one it came to. */
  read?: HostStatus
}>

const [builtIn = expect.fail('no policies')] = builtInPolicies
const policy = effectivePolicy(builtIn, {}, { units: engineUnits, mandatory: mandatoryFilters })

/** Of host a, where the VMs run; b is up. */
function advise(
  to: HostStatus,
  { vms = [], hosts = [{ id: 'b' }], architecture = 'x86_64', onError, read = to }: Told = {},
) {
  const situation = aSituation({
    cluster: { ...aSituation().cluster, architecture },
    hosts: [{ id: 'a', status: read }, ...hosts].map(host => aHostFacts(host)),
    vms: vms.map(vm => aVmFacts({ hostId: 'a', ...vm })),
    properties: policy.properties,
  })
  const change = { subject: aHost({ id: 'a', status: to }), from: 'up', to, atMs: NOON_MS } as const
  return hostChangeAdvice(change, onError, { policy, situation, onUnknown: 'keep' })
}

const codesOf = (skipped: readonly { id: string; reason: { code: string } }[] = []) =>
  Object.fromEntries(skipped.map(({ id, reason }) => [id, reason.code]))

describe('a host that became non-operational', () => {
  const vms: VmOver[] = [
    { id: 'low', priority: 1 },
    { id: 'ha', priority: 50, highlyAvailable: true },
    { id: 'high', priority: 100 },
    { id: 'by-hand', priority: 100, placement: 'user_migratable', highlyAvailable: true },
    { id: 'pinned', placement: 'pinned' },
    { id: 'engine', isHostedEngine: true },
    { id: 'leaving', status: 'migrating' },
    { id: 'halted', status: 'paused' },
    { id: 'elsewhere', hostId: 'b' },
  ]
  const stuck = {
    'by-hand': 'manual-only',
    pinned: 'pinned',
    engine: 'manual-only',
    leaving: 'already-migrating',
    halted: 'missing-fact',
  }
  const notHa = 'not-highly-available'
  const onlyHa = { low: notHa, high: notHa, pinned: notHa, engine: notHa, leaving: notHa, halted: notHa }
  const all = Object.fromEntries(vms.flatMap(({ id = '', hostId }) => (hostId === 'b' ? [] : [[id, 'policy-no']])))
  const cases: { why: string; told: Told; moving: string[]; staying: Record<string, string> }[] = [
    {
      why: 'all that may, the urgent first',
      told: { onError: 'migrate' },
      moving: ['high', 'ha', 'low'],
      staying: stuck,
    },
    {
      why: 'highly available ones alone',
      told: { onError: 'migrate_highly_available' },
      moving: ['ha'],
      staying: { ...onlyHa, 'by-hand': 'manual-only' },
    },
    { why: 'none', told: { onError: 'do_not_migrate' }, moving: [], staying: all },
    { why: 'all where the cluster says nothing', told: {}, moving: ['high', 'ha', 'low'], staying: stuck },
    {
      why: 'none where the cluster says nothing and its CPUs cannot migrate',
      told: { architecture: 's390x' },
      moving: [],
      staying: all,
    },
  ]
  it.each(cases)('is left by $why', ({ told, moving, staying }) => {
    const advice = advise('non_operational', { ...told, vms })
    expect(advice?.moves?.map(({ vmId }) => vmId)).toEqual(moving)
    expect(codesOf(advice?.skippedVms)).toEqual(staying)
    const values = { host: 'a', moving: moving.length, staying: Object.keys(staying).length }
    expect(advice?.because).toMatchObject({ code: 'host-failing', values })
  })

  it('breaks a limit, and leaves the hosts to the selector', () => {
    const advice = advise('non_operational', { vms: [{ id: 'v1' }] })
    const text = 'a is non-operational and the cluster moves VMs such as v1 off such hosts.'
    const because = { code: 'host-failing', text, values: { vm: 'v1', host: 'a' } }
    expect(advice?.moves).toEqual([{ vmId: 'v1', because, limitBroken: true }])
    expect(advice?.because.text).toBe('a is non-operational. Of the VMs on it (1) these should leave: 1.')
  })

  it('has nobody to move where it is empty', () => {
    expect(advise('non_operational')).toMatchObject({ moves: [], because: { values: { moving: 0, staying: 0 } } })
  })
})

describe('a host that goes into maintenance', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at): VmOver => ({ id: `v${at}` }))
  const cases: { why: string; vms: VmOver[]; text: string; blocking?: Record<string, string> }[] = [
    {
      why: 'most CPUs first: the engine’s quirk',
      vms: [
        { id: 'urgent', priority: 100 },
        { id: 'wide', priority: 1, sockets: 4 },
      ],
      text: 'Its VMs leave in this order: wide, urgent.',
    },
    {
      why: 'of equal ones the urgent first',
      vms: [
        { id: 'low', priority: 1 },
        { id: 'high', priority: 2 },
      ],
      text: 'Its VMs leave in this order: high, low.',
    },
    {
      why: 'those too that only a person may move',
      vms: [{ id: 'by-hand', placement: 'user_migratable' }],
      text: 'Its VMs leave in this order: by-hand.',
    },
    {
      why: 'without those that are leaving already',
      vms: [{ id: 'leaving', status: 'migrating' }],
      text: 'No VM has to leave it.',
    },
    { why: 'ten by name', vms: many(10), text: 'Its VMs leave in this order: v0, v1, v2, v3, v4, v5, v6, v7, v8, v9.' },
    {
      why: 'more than ten by number',
      vms: many(11),
      text: 'Its VMs leave in this order: v0, v1, v2, v3, v4, v5, v6, v7, v8, v9 and 1 more.',
    },
    {
      why: 'without those that block it',
      vms: [{ id: 'v1' }, { id: 'pinned', placement: 'pinned' }, { id: 'mute', status: 'not_responding' }],
      text: 'Its VMs leave in this order: v1.',
      blocking: { pinned: 'pinned', mute: 'not-responding' },
    },
  ]
  it.each(cases)('is left $why', ({ vms, text, blocking = {} }) => {
    const advice = advise('preparing_for_maintenance', { vms })
    expect(advice?.because.text).toBe(`a goes into maintenance. ${text}`)
    expect(advice?.moves).toBeUndefined()
    expect(codesOf(advice?.skippedVms)).toEqual(blocking)
    expect(advice?.notices?.map(({ because }) => because.values.vm)).toEqual(Object.keys(blocking))
  })

  it('tells people which VM keeps it from resting', () => {
    const { notices } = advise('preparing_for_maintenance', { vms: [{ id: 'v1', placement: 'pinned' }] }) ?? {}
    expect(notices).toEqual([
      {
        subject: { kind: 'host', id: 'a' },
        because: {
          code: 'maintenance-blocked',
          text: 'a cannot go into maintenance: v1 is pinned to its host.',
          values: { host: 'a', vm: 'v1' },
        },
      },
    ])
  })
})

describe.each(['non_responsive', 'down'] as const)('a host that is %s', to => {
  const big = { memoryMiB: 90_000, highlyAvailable: true } as const
  const cases: { why: string; told: Told; homeless: string[]; vms: number }[] = [
    { why: 'room elsewhere', told: { vms: [{ id: 'v1', highlyAvailable: true }] }, homeless: [], vms: 1 },
    { why: 'no room elsewhere', told: { vms: [{ id: 'v1', ...big }] }, homeless: ['v1'], vms: 1 },
    {
      why: 'no other host that is up',
      told: { vms: [{ id: 'v1', highlyAvailable: true }], hosts: [{ id: 'b', status: 'maintenance' }] },
      homeless: ['v1'],
      vms: 1,
    },
    {
      why: 'no room but on itself, which was up when it was last read',
      told: { vms: [{ id: 'v1', highlyAvailable: true }], hosts: [], read: 'up' },
      homeless: ['v1'],
      vms: 1,
    },
    {
      why: 'the urgent first',
      told: {
        vms: [
          { id: 'low', ...big },
          { id: 'high', ...big, priority: 9 },
        ],
      },
      homeless: ['high', 'low'],
      vms: 2,
    },
    {
      why: 'room for one of two: what the first takes is gone',
      told: {
        vms: [
          { id: 'low', highlyAvailable: true, memoryMiB: 20_000 },
          { id: 'high', highlyAvailable: true, memoryMiB: 20_000, priority: 9 },
        ],
        hosts: [{ id: 'b', maxSchedulingMiB: 30_000 }],
      },
      homeless: ['low'],
      vms: 2,
    },
    {
      why: 'VMs that are not highly available',
      told: { vms: [{ ...big, highlyAvailable: false }] },
      homeless: [],
      vms: 0,
    },
  ]
  it.each(cases)('$why', ({ told, homeless, vms }) => {
    const advice = advise(to, told)
    const subjects = homeless.map(id => ({ subject: { kind: 'vm', id }, because: { code: 'ha-vm-homeless' } }))
    expect(advice?.notices).toMatchObject(subjects)
    expect(advice?.notices).toHaveLength(homeless.length)
    expect(advice?.because).toMatchObject({ code: 'host-lost', values: { host: 'a', vms, homeless: homeless.length } })
    expect(advice?.moves).toBeUndefined()
  })

  it.each([
    { why: 'no VM', vms: [] },
    { why: 'only VMs of other hosts', vms: [{ ...big, hostId: 'b' }] },
  ])('says nothing with $why on it', ({ vms }) => {
    expect(advise(to, { vms })).toBeUndefined()
  })

  it('says why a VM would find none', () => {
    const [notice] = advise(to, { vms: [{ id: 'v1', ...big }] })?.notices ?? []
    expect(notice?.because.text).toBe(
      'v1 is highly available and ran on a. None of 1 hosts can take v1. Rejected by: Memory 1.',
    )
  })
})

const spoken: ReadonlySet<HostStatus> = new Set([
  'non_operational',
  'preparing_for_maintenance',
  'non_responsive',
  'down',
])
it.each(hostStatuses.filter(status => !spoken.has(status)))('a host that is %s: nothing to say', to => {
  expect(advise(to, { vms: [{ highlyAvailable: true, memoryMiB: 90_000 }] })).toBeUndefined()
})
