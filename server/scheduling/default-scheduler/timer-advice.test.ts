import { describe, expect, it } from 'vitest'
import type { VmStatus } from '../../../shared/model/vm.ts'
import {
  aHostFacts,
  anAffinityGroup,
  aSituation,
  aVmFacts,
  type HostOver,
  type VmOver,
} from '../../../test/fakes/scheduling.ts'
import { engineUnits, mandatoryFilters } from '../engine-units.ts'
import type { AffinityGroup } from '../facts/affinity-group.ts'
import { effectivePolicy } from '../pipeline/effective-policy.ts'
import { builtInPolicies } from '../policies/built-in-policies.ts'
import type { SchedulerScene } from './scheduler-scene.ts'
import { timerAdvice } from './timer-advice.ts'

type Told = Readonly<{
  hosts?: readonly HostOver[]
  vms?: readonly VmOver[]
  groups?: readonly AffinityGroup[]
  properties?: Record<string, string>
  haReservation?: boolean
}>

/** a is the busiest, so that any move off it is welcome. */
const three: readonly HostOver[] = [{ id: 'a', usagePercent: 60 }, { id: 'b' }, { id: 'c' }]

function sceneOf(name: string, told: Told): SchedulerScene {
  const { hosts = three, vms = [], groups = [], properties = {}, haReservation = false } = told
  const listed = builtInPolicies.find(policy => policy.name === name) ?? expect.fail(`no policy ${name}`)
  const policy = effectivePolicy(listed, {}, { units: engineUnits, mandatory: mandatoryFilters })
  const situation = aSituation({
    cluster: { ...aSituation().cluster, inUpgradeMode: false, haReservation },
    hosts: hosts.map(aHostFacts),
    vms: vms.map(aVmFacts),
    affinityGroups: groups,
    properties: { ...policy.properties, ...properties },
  })
  return { policy, situation, onUnknown: 'keep' }
}
const advise = (told: Told = {}, policy = 'none') => timerAdvice(sceneOf(policy, told))

const hard = { enabled: true, positive: true, enforcing: true }
const soft = { ...hard, enforcing: false }
const onHost = (vmId: string, hostId: string, hostRule = hard) =>
  anAffinityGroup({ id: `${vmId} on ${hostId}`, vmIds: new Set([vmId]), hostIds: new Set([hostId]), hostRule })
const ofVms = (vmIds: readonly string[], vmRule: AffinityGroup['vmRule']) =>
  anAffinityGroup({ id: vmIds.join(' and '), vmIds: new Set(vmIds), vmRule })
const v1: VmOver = { id: 'v1', hostId: 'a' }
const v2: VmOver = { id: 'v2', hostId: 'a' }

describe('timerAdvice: affinity rules', () => {
  const cases: { why: string; groups: AffinityGroup[]; move: [string, string[], boolean] }[] = [
    { why: 'a rule with a host', groups: [onHost('v1', 'b')], move: ['v1', ['b'], true] },
    { why: 'a wish for a host', groups: [onHost('v1', 'b', soft)], move: ['v1', ['b'], false] },
    {
      why: 'a rule that keeps VMs apart',
      groups: [ofVms(['v1', 'v2'], { ...hard, positive: false })],
      move: ['v1', ['b', 'c'], true],
    },
    {
      why: 'a wish for VMs to be apart',
      groups: [ofVms(['v1', 'v2'], { ...soft, positive: false })],
      move: ['v1', ['b'], false],
    },
    {
      why: 'a rule before a wish, and no more than one',
      groups: [onHost('v1', 'b', soft), onHost('v2', 'c')],
      move: ['v2', ['c'], true],
    },
  ]
  it.each(cases)('repairs $why', ({ groups, move: [vmId, toHostIds, limitBroken] }) => {
    const { moves = [], notices } = advise({ groups, vms: [v1, v2] })
    expect(moves).toMatchObject([{ vmId, toHostIds, limitBroken }])
    expect(moves[0]?.because.code).toMatch(/^(host|vm)-rule-broken$/)
    expect(notices).toEqual([])
  })

  it('tells people of a rule that cannot be repaired', () => {
    const { moves, notices, because } = advise({ groups: [onHost('v1', 'b')], vms: [{ ...v1, placement: 'pinned' }] })
    expect(moves).toEqual([])
    expect(notices).toMatchObject([
      { subject: { kind: 'cluster', id: 'cluster1' }, because: { code: 'repair-impossible', values: { stuck: 1 } } },
    ])
    expect(because.text).toContain('v1 runs on a host that breaks rules with hosts: v1 on b. It may not move freely.')
  })

  const states: { status: VmStatus; moved: string }[] = [
    { status: 'up', moved: 'v1' },
    { status: 'powering_up', moved: 'v1' },
    { status: 'paused', moved: 'v2' },
    { status: 'not_responding', moved: 'v2' },
    { status: 'powering_down', moved: 'v2' },
    { status: 'wait_for_launch', moved: 'v2' },
  ]
  it.each(states)('moves $moved where v1 is $status: the engine tries the next', ({ status, moved }) => {
    const { moves } = advise({ groups: [onHost('v1', 'b'), onHost('v2', 'c')], vms: [{ ...v1, status }, v2] })
    expect(moves?.map(({ vmId }) => vmId)).toEqual([moved])
  })

  it.each<{ status: VmStatus; says: string }>([
    { status: 'not_responding', says: 'v1 does not respond.' },
    { status: 'paused', says: 'Whether v1 may migrate cannot be told without vm.pausedByIoError.' },
  ])('says why a VM that is $status waits, which is nothing for people to solve', ({ status, says }) => {
    const { moves, notices, because } = advise({ groups: [onHost('v1', 'b')], vms: [{ ...v1, status }] })
    expect([moves, notices]).toEqual([[], []])
    expect(because.text).toContain(`v1 runs on a host that breaks rules with hosts: v1 on b. ${says}`)
  })

  it('waits while a VM migrates', () => {
    const { moves, because } = advise({ groups: [onHost('v1', 'b')], vms: [v1, { ...v2, status: 'migrating' }] })
    expect(moves).toEqual([])
    expect(because.text).toContain('No rule is enforced while VMs migrate: v2 does.')
  })
})

const switchable = { enabled: true, policyDisabled: false, externalStatusOk: true }
const ours = { ...switchable, controlledByPolicy: true }
const busy: HostOver = { id: 'busy', vmCount: 1, power: ours }
const empty: HostOver = { id: 'empty', power: { ...ours, controlledByPolicy: false } }
const resting: HostOver = { id: 'resting', status: 'maintenance', power: ours }
const on = { EnableAutomaticHostPowerManagement: 'true' }

describe('timerAdvice: power of hosts', () => {
  const cases: {
    why: string
    hosts: HostOver[]
    policy?: string
    properties?: Record<string, string>
    actions?: object[]
    says: string
  }[] = [
    {
      why: 'an empty host rests',
      hosts: [busy, empty],
      actions: [{ hostId: 'empty', action: 'maintenance' }],
      says: 'empty is empty and goes into maintenance.',
    },
    {
      why: 'none rests that is wanted in reserve',
      hosts: [busy, empty],
      properties: { HostsInReserve: '1' },
      says: 'That is as wanted.',
    },
    {
      why: 'one of those that rest is switched off',
      hosts: [empty, resting, { ...resting, id: 'other' }],
      actions: [{ hostId: 'resting', action: 'power-off' }],
      says: 'resting rests in maintenance and is not needed: it is powered off.',
    },
    {
      why: 'one that rests is needed again',
      hosts: [busy, resting],
      properties: { HostsInReserve: '1' },
      actions: [{ hostId: 'resting', action: 'activate' }],
      says: 'resting rests in maintenance and is activated.',
    },
    {
      why: 'one that is off is needed again',
      hosts: [busy, { ...resting, status: 'down' }],
      properties: { HostsInReserve: '1' },
      actions: [{ hostId: 'resting', action: 'start' }],
      says: 'resting was powered off by the policy and is started.',
    },
    {
      why: 'nothing is known of an empty one',
      hosts: [busy, { id: 'empty' }],
      says: 'Whether empty may be switched cannot be told without host.power.',
    },
    {
      why: 'it is not known who put one to rest',
      hosts: [busy, { ...resting, power: switchable }],
      says: 'Whether resting may be switched cannot be told without host.power.controlledByPolicy.',
    },
    {
      why: 'nobody asked for it',
      hosts: [busy, empty],
      properties: { EnableAutomaticHostPowerManagement: 'false' },
      says: 'The policy does not switch hosts on or off.',
    },
    {
      why: 'it is no power saving policy',
      hosts: [busy, empty],
      policy: 'evenly_distributed',
      says: 'The policy saves no power.',
    },
  ]
  it.each(cases)('$why', ({ hosts, policy = 'power_saving', properties = {}, actions = [], says }) => {
    const { hostActions, because } = advise({ hosts, properties: { ...on, ...properties } }, policy)
    expect(hostActions).toMatchObject(actions)
    expect(hostActions).toHaveLength(actions.length)
    expect(because.text).toContain(says)
  })
})

/** One of these needs 2048 MiB and, on eight cores, 12 % of CPU. */
const ha: VmOver = {
  hostId: 'a',
  highlyAvailable: true,
  usageMemoryPercent: 50,
  usageCpuPercent: 50,
  guaranteedMiB: 1024,
}
const vmsOf = (count: number, over: VmOver = {}) =>
  Array.from({ length: count }, (_, at): VmOver => ({ ...ha, id: `vm${at}`, ...over }))

describe('timerAdvice: reserve for highly available VMs', () => {
  const room = (maxSchedulingMiB: number): HostOver[] => [{ id: 'a' }, { id: 'b', maxSchedulingMiB }]
  const cases: { why: string; told: Told; notices: string[] }[] = [
    { why: 'just enough room', told: { hosts: room(2048), vms: vmsOf(1) }, notices: [] },
    {
      why: 'too little room, with the numbers',
      told: { hosts: room(2047), vms: vmsOf(1) },
      notices: [
        'If a failed: Of its 1 highly available VMs, 1 would find no host. vm0 needs 2048 MiB and 12 % CPU: b has 2047 MiB and 90 % left.',
      ],
    },
    {
      why: 'too little room either way, a notice for each host',
      told: {
        hosts: [
          { id: 'a', maxSchedulingMiB: 1 },
          { id: 'b', maxSchedulingMiB: 2 },
        ],
        vms: [...vmsOf(1), { ...ha, id: 'other', hostId: 'b' }],
      },
      notices: [
        'If a failed: Of its 1 highly available VMs, 1 would find no host. vm0 needs 2048 MiB and 12 % CPU: b has 2 MiB and 90 % left.',
        'If b failed: Of its 1 highly available VMs, 1 would find no host. other needs 2048 MiB and 12 % CPU: a has 1 MiB and 90 % left.',
      ],
    },
    {
      why: 'a host alone',
      told: { hosts: [{ id: 'a' }], vms: vmsOf(1) },
      notices: ['If a failed: a is the only host that is up: none could take its VMs.'],
    },
    {
      why: 'too little that is known',
      told: { hosts: room(2048), vms: vmsOf(1, { guaranteedMiB: undefined }) },
      notices: [],
    },
    {
      why: 'a use that is not known and matters',
      told: { hosts: room(2048), vms: vmsOf(1, { usageMemoryPercent: undefined }) },
      notices: [],
    },
  ]
  it.each(cases)('$why', ({ told, notices: expected }) => {
    const { notices = [] } = advise({ ...told, haReservation: true })
    expect(notices.map(({ because }) => because.text)).toEqual(expected)
  })

  it('names the host, its VMs by number, and only the first few by name', () => {
    const [notice] = advise({ hosts: room(0), vms: vmsOf(4), haReservation: true }).notices ?? []
    expect(notice).toMatchObject({
      subject: { kind: 'host', id: 'a' },
      because: { code: 'ha-vms-unplaced', values: { host: 'a', vms: 4, unplaced: 4 } },
    })
    expect(notice?.because.text.match(/vm\d needs/g)).toEqual(['vm0 needs', 'vm1 needs', 'vm2 needs'])
  })

  it('is not looked at where the cluster keeps none', () => {
    expect(advise({ hosts: room(0), vms: vmsOf(1) }).notices).toEqual([])
  })
})

describe('timerAdvice', () => {
  it('says what was looked at where there is nothing to do', () => {
    const text = 'No VM breaks an affinity rule. The policy saves no power.'
    const because = { code: 'rules-looked-at', text, values: {} }
    expect(advise({ vms: [v1, v2] })).toEqual({ because, moves: [], hostActions: [], notices: [] })
  })

  it('looks after all of it in one run', () => {
    const { moves, hostActions, notices } = advise(
      {
        hosts: [
          { id: 'a', vmCount: 2 },
          { id: 'b', vmCount: 1, maxSchedulingMiB: 8192 },
          { ...empty, maxSchedulingMiB: 0 },
        ],
        vms: [v1, ...vmsOf(1, { memoryMiB: 90_000 })],
        groups: [onHost('v1', 'b', soft)],
        properties: on,
        haReservation: true,
      },
      'power_saving',
    )
    expect([moves?.length, hostActions?.length, notices?.length]).toEqual([1, 1, 1])
  })
})
