import { describe, expect, it } from 'vitest'
import { reason } from '../../shared/policy/reason.ts'
import { aHostFacts, anAffinityGroup, aSituation, aVmFacts, type VmOver } from '../../test/fakes/scheduling.ts'
import type { Situation } from '../scheduling/facts/situation.ts'
import { type InputOptions, planInputOf } from './plan-input-of.ts'

const ids = ['h0', 'h1', 'h2']
const hosts = ids.map(id => aHostFacts({ id, physicalMiB: 60_000, freeMiB: 40_000, usagePercent: 40, threads: 10 }))
const vm = (id: string, hostId: string | undefined, over: VmOver = {}) =>
  aVmFacts({ id, hostId, memoryMiB: 4096, sockets: 1, ...over })
const excluded = reason('vm-excluded', 'It has the tag leave-alone.')

const inputOf = (situation: Partial<Situation>, over: Partial<InputOptions> = {}) =>
  planInputOf({
    situation: aSituation({ hosts, ...situation }),
    filters: [],
    byName: [],
    onUnknown: 'keep',
    cause: 'automatic',
    costOf: ({ memoryMiB }) => ({ seconds: memoryMiB / 1024, transferMiB: memoryMiB, downtimeMs: 0 }),
    limits: { total: 8, perHost: 2 },
    excluded: new Map(),
    banned: new Map(),
    ...over,
  })
const rowOf = ({ input }: ReturnType<typeof inputOf>, at: number) => {
  const start = (input.kind[at] ?? 0) * input.hosts.length
  return input.mayRun.subarray(start, start + input.hosts.length).join('')
}
const codes = ({ fixed }: ReturnType<typeof inputOf>) => fixed.map(({ id, reason: { code } }) => `${id} ${code}`)

describe('planInputOf', () => {
  it('takes the figures of a host', () =>
    expect(inputOf({ vms: [] }).input.hosts[0]).toEqual({
      id: 'h0',
      name: 'h0',
      memoryMiB: 60_000,
      memoryUsedMiB: 20_000,
      schedulableMiB: 60_000,
      threads: 10,
      cpuPercent: 40,
    }))

  it('counts a host that was not measured as full, and one without a promise as open', () => {
    const dark = aHostFacts({
      id: 'h',
      physicalMiB: 100,
      freeMiB: undefined,
      usagePercent: undefined,
      maxSchedulingMiB: undefined,
      threads: undefined,
    })
    const full = { memoryUsedMiB: 100, cpuPercent: 100, threads: 8, schedulableMiB: Number.POSITIVE_INFINITY }
    expect(inputOf({ hosts: [dark], vms: [] }).input.hosts).toMatchObject([full])
  })

  it('shares what a host uses among its VMs: memory by size, CPU by vCPUs', () => {
    const { vms } = inputOf({
      vms: [vm('a', 'h0'), vm('b', 'h0', { memoryMiB: 28_672, sockets: 3 }), vm('c', 'h1')],
    }).input
    expect(
      vms.map(({ id, host, memoryMiB, residentMiB, vcpus, cpuPoints, seconds }) => [
        id,
        host,
        memoryMiB,
        residentMiB,
        vcpus,
        cpuPoints,
        seconds,
      ]),
    ).toEqual([
      // 20,000 of the 32,768 MiB that were promised are in use.
      ['a', 0, 4096, 2500, 1, 100, 4],
      ['b', 0, 28_672, 17_500, 3, 300, 28],
      ['c', 1, 4096, 4096, 1, 400, 4],
    ])
  })

  it('books memory as the engine does', () => {
    const [of] = inputOf({ vms: [vm('a', 'h0', { sockets: 2 })] }).input.vms
    expect(of?.bookedMiB).toBe(4096 + 64 + 8 + 16)
  })

  it('leaves out hosts that are not up and VMs that do not run', () => {
    const some = [aHostFacts({ id: 'h0', status: 'maintenance' }), ...hosts.slice(1)]
    const vms = [vm('a', 'h0'), vm('b', 'h2'), vm('c', undefined), vm('d', 'h1', { status: 'down' }), vm('e', 'h9')]
    const { input } = inputOf({ hosts: some, vms })
    expect([input.hosts.map(({ id }) => id), input.vms.map(({ id, host }) => `${id} ${host}`)]).toEqual([
      ['h1', 'h2'],
      ['b 1'],
    ])
  })

  it.each([
    { why: 'is excluded', over: {}, options: { excluded: new Map([['a', excluded]]) }, code: 'a vm-excluded' },
    {
      why: 'is excluded and pinned',
      over: { placement: 'pinned' },
      options: { excluded: new Map([['a', excluded]]) },
      code: 'a vm-excluded',
    },
    { why: 'is pinned', over: { placement: 'pinned' }, options: {}, code: 'a pinned' },
    { why: 'is for people to move', over: { placement: 'user_migratable' }, options: {}, code: 'a manual-only' },
    {
      why: 'is for people to move, asked by one',
      over: { placement: 'user_migratable' },
      options: { cause: 'user' },
      code: 'a manual-only',
    },
    { why: 'is migrating', over: { status: 'migrating' }, options: {}, code: 'a already-migrating' },
    { why: 'is paused for a cause that is not known', over: { status: 'paused' }, options: {}, code: 'a missing-fact' },
  ] as const)('keeps a VM that $why, and says so', ({ over, options, code }) => {
    const input = inputOf({ vms: [vm('a', 'h0', over), vm('b', 'h0')] }, options)
    expect([codes(input), rowOf(input, 0), rowOf(input, 1)]).toEqual([[code], '000', '111'])
  })

  it('keeps VMs that a rule holds together, but for those that are away', () => {
    const vmRule = { enabled: true, positive: true, enforcing: true }
    const affinityGroups = [anAffinityGroup({ name: 'web', vmIds: new Set(['a', 'b', 'c', 'd']), vmRule })]
    const input = inputOf({ vms: [vm('a', 'h0'), vm('b', 'h0'), vm('c', 'h1'), vm('d', undefined)], affinityGroups })
    expect([codes(input), input.input.vms.map(({ shouldLeave }) => shouldLeave)]).toEqual([
      ['a held-together', 'b held-together'],
      [false, false, true],
    ])
    expect(['a', 'b', 'c'].map((_, at) => rowOf(input, at))).toEqual(['000', '000', '100'])
    expect(input.fixed[0]?.reason.text).toBe(
      'The rule web keeps it with 2 other VM(s); one of them alone may not leave.',
    )
  })

  it('does not keep the only one of a rule that runs', () => {
    const vmRule = { enabled: true, positive: true, enforcing: true }
    const affinityGroups = [anAffinityGroup({ vmIds: new Set(['a', 'b']), vmRule })]
    expect(codes(inputOf({ vms: [vm('a', 'h0'), vm('b', undefined)], affinityGroups }))).toEqual([])
  })

  it('does not have a VM leave that may not move', () => {
    const hostRule = { enabled: true, positive: false, enforcing: true }
    const affinityGroups = [anAffinityGroup({ vmIds: new Set(['a', 'b']), hostIds: new Set(['h0']), hostRule })]
    const vms = [vm('a', 'h0', { placement: 'pinned' }), vm('b', 'h0')]
    const { input, leavers } = inputOf({ vms, affinityGroups })
    expect([[...leavers.keys()], input.vms.map(({ shouldLeave }) => shouldLeave)]).toEqual([
      ['a', 'b'],
      [false, true],
    ])
  })

  it('lists who must be apart, of those that are here', () => {
    const rule = (positive: boolean, enforcing: boolean) => ({ enabled: true, positive, enforcing })
    const group = (id: string, members: string, vmRule: ReturnType<typeof rule>) =>
      anAffinityGroup({ id, vmIds: new Set(members), vmRule })
    const affinityGroups = [
      group('g1', 'cax', rule(false, true)),
      group('g2', 'ax', rule(false, true)),
      group('g3', 'ab', rule(false, false)),
      group('g4', 'ab', { ...rule(false, true), enabled: false }),
    ]
    expect(inputOf({ vms: [vm('a', 'h0'), vm('b', 'h1'), vm('c', 'h2')], affinityGroups }).input.apart).toEqual([
      [2, 0],
    ])
  })

  it('takes away hosts that were found not to do', () => {
    const banned = new Map([['a', new Set(['h1'])]])
    const input = inputOf({ vms: [vm('a', 'h0'), vm('b', 'h0')] }, { banned })
    expect([rowOf(input, 0), rowOf(input, 1)]).toEqual(['101', '111'])
  })
})
