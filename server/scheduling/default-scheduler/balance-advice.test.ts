import { describe, expect, it } from 'vitest'
import type { VmStatus } from '../../../shared/model/vm.ts'
import { aHostFacts, aSituation, aVmFacts, type HostOver, NOW_MS, type VmOver } from '../../../test/fakes/scheduling.ts'
import { engineUnits, mandatoryFilters } from '../engine-units.ts'
import { effectivePolicy } from '../pipeline/effective-policy.ts'
import { builtInPolicies } from '../policies/built-in-policies.ts'
import { balanceAdvice } from './balance-advice.ts'
import type { SchedulerScene } from './scheduler-scene.ts'

const LONG_AGO_MS = NOW_MS - 3_600_000
/** Overloaded, idle, and neither: each for long, each with two VMs at least. */
const hot: HostOver = { id: 'hot', usagePercent: 95, cpuOverCommitSinceMs: LONG_AGO_MS, vmCount: 2 }
const idle: HostOver = { id: 'idle', usagePercent: 5, cpuOverCommitSinceMs: LONG_AGO_MS, vmCount: 2 }
const mild: HostOver = { id: 'mild', usagePercent: 40, vmCount: 2 }
/** light is tried before heavy. */
const vms: VmOver[] = [
  { id: 'heavy', hostId: 'hot', usageCpuPercent: 60 },
  { id: 'light', hostId: 'hot', usageCpuPercent: 30 },
]

type Told = Readonly<{ hosts?: readonly HostOver[]; vms?: readonly VmOver[]; properties?: Record<string, string> }>

function sceneOf(name: string, { hosts = [hot, idle, mild], vms: some = vms, properties = {} }: Told): SchedulerScene {
  const listed = builtInPolicies.find(policy => policy.name === name) ?? expect.fail(`no policy ${name}`)
  const policy = effectivePolicy(listed, {}, { units: engineUnits, mandatory: mandatoryFilters })
  const facts = { hosts: hosts.map(aHostFacts), vms: some.map(aVmFacts) }
  const situation = aSituation({ ...facts, properties: { ...policy.properties, ...properties } })
  return { policy, situation, onUnknown: 'keep' }
}
const advise = (policy: string, told: Told = {}) => balanceAdvice(sceneOf(policy, told))

const cases: {
  why: string
  policy: string
  told?: Told
  moves: { vmId: string; toHostIds: string[]; limitBroken: boolean }[]
  code: string
}[] = [
  {
    why: 'the lightest VM off an overloaded host, the best other host first',
    policy: 'evenly_distributed',
    moves: [{ vmId: 'light', toHostIds: ['idle', 'mild'], limitBroken: true }],
    code: 'cpu-load-high',
  },
  {
    why: 'nothing while the load is no more than brief',
    policy: 'evenly_distributed',
    told: { hosts: [{ ...hot, cpuOverCommitSinceMs: NOW_MS - 119_999 }, idle] },
    moves: [],
    code: 'no-source',
  },
  {
    why: 'a VM off a host short of memory',
    policy: 'evenly_distributed',
    told: {
      hosts: [{ id: 'hot', usagePercent: 40, maxSchedulingMiB: 1999, vmCount: 2 }, idle],
      properties: { MaxFreeMemoryForOverUtilized: '2000' },
    },
    moves: [{ vmId: 'light', toHostIds: ['idle'], limitBroken: true }],
    code: 'memory-short',
  },
  {
    why: 'nothing where memory is just enough',
    policy: 'evenly_distributed',
    told: {
      hosts: [{ id: 'hot', usagePercent: 40, maxSchedulingMiB: 2000, vmCount: 2 }, idle],
      properties: { MaxFreeMemoryForOverUtilized: '2000' },
    },
    moves: [],
    code: 'no-source',
  },
  {
    why: 'a VM off a host with too many vCPUs',
    policy: 'evenly_distributed',
    told: { hosts: [{ id: 'hot', vmCount: 2 }, idle], properties: { VCpuToPhysicalCpuRatio: '0.5' } },
    moves: [{ vmId: 'light', toHostIds: ['idle'], limitBroken: true }],
    code: 'vcpu-ratio-high',
  },
  {
    why: 'the VM of an idle host together with others, which breaks no limit',
    policy: 'power_saving',
    told: { hosts: [idle, mild], vms: [{ id: 'lone', hostId: 'idle', usageCpuPercent: 10 }] },
    moves: [{ vmId: 'lone', toHostIds: ['mild'], limitBroken: false }],
    code: 'cpu-load-low',
  },
  {
    why: 'a VM off an overloaded host before an idle one is emptied',
    policy: 'power_saving',
    told: { vms: [{ id: 'lone', hostId: 'idle', usageCpuPercent: 10 }, ...vms] },
    moves: [{ vmId: 'light', toHostIds: ['mild', 'idle'], limitBroken: true }],
    code: 'cpu-load-high',
  },
  {
    why: 'a VM off the host with most of them, which breaks no limit',
    policy: 'vm_evenly_distributed',
    told: {
      hosts: [
        { id: 'hot', vmActive: 10 },
        { id: 'idle', vmActive: 5 },
        { id: 'mild', vmActive: 6 },
      ],
    },
    moves: [{ vmId: 'light', toHostIds: ['idle'], limitBroken: false }],
    code: 'most-vms',
  },
  {
    why: 'nothing while no host has many VMs',
    policy: 'vm_evenly_distributed',
    told: {
      hosts: [
        { id: 'hot', vmActive: 9 },
        { id: 'idle', vmActive: 0 },
      ],
    },
    moves: [],
    code: 'no-source',
  },
  { why: 'nothing where the policy does not balance', policy: 'none', moves: [], code: 'balancing-off' },
]

describe('balanceAdvice', () => {
  it.each(cases)('$policy moves $why', ({ policy, told, moves, code }) => {
    const advice = advise(policy, told)
    expect(advice.moves).toEqual(moves.map(move => ({ ...move, because: advice.because })))
    expect(advice.because.code).toBe(code)
    expect(advice.skippedVms).toEqual([])
  })

  it('says that a policy has no balancer of the engine', () => {
    const { policy: full, ...scene } = sceneOf('none', {})
    const { balance: _, ...policy } = full
    expect(balanceAdvice({ ...scene, policy })).toMatchObject({ because: { code: 'no-balancer' }, moves: [] })
  })

  it('tells of a VM that is no better off elsewhere', () => {
    const short = { id: 'hot', usagePercent: 10, maxSchedulingMiB: 1999, vmCount: 2 }
    const told = { hosts: [short, idle], properties: { MaxFreeMemoryForOverUtilized: '2000' } }
    const { moves, skippedVms } = advise('evenly_distributed', { ...told, vms: vms.slice(0, 1) })
    expect(moves).toEqual([])
    expect(skippedVms).toMatchObject([{ id: 'heavy', reason: { code: 'best-host', values: { host: 'hot' } } }])
  })

  const supported = { supportedVersions: ['4.7'] }
  const choosy = (id: string, usageCpuPercent: number): VmOver => ({
    id,
    hostId: 'hot',
    usageCpuPercent,
    customVersion: '9.9',
  })
  const versioned = [
    { ...hot, ...supported, supportedVersions: ['4.7', '9.9'] },
    { ...idle, ...supported },
  ]
  it('tells of a VM that no host would take, and moves the next', () => {
    const { moves, skippedVms } = advise('evenly_distributed', { hosts: versioned, vms: [choosy('first', 1), ...vms] })
    expect(moves).toMatchObject([{ vmId: 'light' }])
    expect(skippedVms).toMatchObject([{ id: 'first', reason: { code: 'all-hosts-filtered-out' } }])
  })

  it('tells that no host would take any VM', () => {
    const stay = [choosy('first', 1), choosy('second', 2)]
    const { moves, skippedVms, because } = advise('evenly_distributed', { hosts: versioned, vms: stay })
    expect(moves).toEqual([])
    expect(skippedVms?.map(({ id }) => id)).toEqual(['first', 'second'])
    expect(because).toMatchObject({ code: 'none-leaves', values: { offered: 2 } })
  })

  it('leaves out hosts that a VM is leaving', () => {
    const leaving: VmOver = { id: 'leaving', hostId: 'hot', status: 'migrating' }
    const { moves, skippedHosts } = advise('evenly_distributed', { vms: [...vms, leaving] })
    expect(moves).toEqual([])
    expect(skippedHosts).toMatchObject([{ id: 'hot', reason: { code: 'vm-between-states' } }])
  })

  const states: { status: VmStatus; moved: string }[] = [
    { status: 'up', moved: 'light' },
    { status: 'powering_up', moved: 'light' },
    { status: 'reboot_in_progress', moved: 'light' },
    { status: 'paused', moved: 'heavy' },
    { status: 'not_responding', moved: 'heavy' },
    { status: 'powering_down', moved: 'heavy' },
    { status: 'wait_for_launch', moved: 'heavy' },
    { status: 'unknown', moved: 'heavy' },
  ]
  it.each(states)('moves $moved where light is $status: the engine tries the next', ({ status, moved }) => {
    const now = vms.map(vm => (vm.id === 'light' ? { ...vm, status } : vm))
    expect(advise('evenly_distributed', { vms: now }).moves?.map(({ vmId }) => vmId)).toEqual([moved])
  })

  it('says that no VM of an overloaded host may move in its state', () => {
    const paused = vms.map(vm => ({ ...vm, status: 'paused' as const }))
    const { moves, skippedVms, because } = advise('evenly_distributed', { vms: paused })
    expect(moves).toEqual([])
    expect(because).toMatchObject({ code: 'none-leaves', values: { offered: 2 } })
    expect(skippedVms?.map(({ reason }) => reason.code)).toEqual(['missing-fact', 'missing-fact'])
  })
})
