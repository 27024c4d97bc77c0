import { describe, expect, it } from 'vitest'
import { reason } from '../../shared/policy/reason.ts'
import { aHostFacts, anAffinityGroup, aSituation, aVmFacts, type VmOver } from '../../test/fakes/scheduling.ts'
import type { HostFacts } from '../scheduling/facts/host-facts.ts'
import type { Situation } from '../scheduling/facts/situation.ts'
import { inClusterUpgradeFilter } from '../scheduling/filters/in-cluster-upgrade.ts'
import { memoryFilter } from '../scheduling/filters/memory.ts'
import { vmToHostAffinityFilter } from '../scheduling/filters/vm-to-host-affinity.ts'
import { dropped, eachVm, type FilterUnit, kept } from '../scheduling/unit.ts'
import { type KindsOptions, kindsOf } from './kinds-of.ts'

const hostIds = ['h0', 'h1', 'h2']
const hosts = hostIds.map(id => aHostFacts({ id }))
const vm = (id: string, over: VmOver = {}) => aVmFacts({ id, hostId: 'h0', ...over })
const no = dropped(reason('no', 'No.'))

function counting(
  judge: (vmId: string, host: HostFacts, priority: number) => boolean,
): FilterUnit & { asked: string[] } {
  const asked: string[] = []
  const filter = eachVm(({ id, priority }, host) => {
    asked.push(`${id} ${host.id}`)
    return judge(id, host, priority) ? kept : no
  })
  return { kind: 'filter', id: 'site', name: 'Site', properties: [], filter, asked }
}

/** VM → the row of its kind, as "101". */
function rowsOf(vms: ReturnType<typeof vm>[], over: Partial<KindsOptions> = {}, situation: Partial<Situation> = {}) {
  const { kind, mayRun } = kindsOf(vms, {
    situation: aSituation({ hosts, vms, ...situation }),
    filters: [],
    byName: [],
    onUnknown: 'keep',
    hostIds,
    fixed: new Set(),
    only: new Map(),
    ...over,
  })
  const rows = [...kind].map(of => mayRun.subarray(of * hostIds.length, (of + 1) * hostIds.length).join(''))
  return { rows, kinds: mayRun.length / hostIds.length }
}

describe('kindsOf', () => {
  it('makes one kind of VMs that all may go anywhere', () =>
    expect(rowsOf([vm('a'), vm('b'), vm('c', { memoryMiB: 1 })])).toEqual({ rows: ['111', '111', '111'], kinds: 1 }))

  it('asks lasting filters once for VMs that they cannot tell apart', () => {
    const site = counting((_, host, priority) => host.id !== 'h1' || priority === 9)
    const vms = [vm('a'), vm('b', { memoryMiB: 9000, hostId: 'h2' }), vm('c', { priority: 9 })]
    expect(rowsOf(vms, { filters: [site] })).toEqual({ rows: ['101', '101', '111'], kinds: 2 })
    expect(site.asked).toEqual(['a h0', 'a h1', 'a h2', 'c h0', 'c h1', 'c h2'])
  })

  it('does not ask those whose answers change as VMs move', () =>
    expect(rowsOf([vm('a', { memoryMiB: 99_999 })], { filters: [memoryFilter] }).rows).toEqual(['111']))

  it('asks filters that know VMs by name about each', () => {
    const site = counting((id, host) => !(id === 'a' && host.id === 'h1'))
    expect(rowsOf([vm('a'), vm('b')], { byName: [site] })).toEqual({ rows: ['101', '111'], kinds: 2 })
  })

  it.each([
    { why: 'CPUs of its own', over: { pinning: 'dedicated' } },
    { why: 'pinned CPUs', over: { cpuPins: new Map([[0, [1]]]) } },
    { why: 'huge pages', over: { hugePageKiB: 2048 } },
    { why: 'NUMA nodes', over: { numaNodes: [{ index: 0, memoryMiB: 1, hostNodes: [] }] } },
  ] as unknown as readonly { why: string; over: VmOver }[])('asks about each VM with $why', ({ over }) => {
    const site = counting(id => id === 'b')
    expect(rowsOf([vm('a', over), vm('b', over)], { filters: [site] }).rows).toEqual(['000', '111'])
  })

  it('tells VMs apart by the system of their hosts, which a filter compares', () => {
    const os = (version: string) => ({ family: 'RHEL', version })
    const mixed = [
      aHostFacts({ id: 'h0', os: os('9 - 1.el9') }),
      aHostFacts({ id: 'h1', os: os('8 - 1.el8') }),
      aHostFacts({ id: 'h2', os: os('8 - 1.el8') }),
    ]
    const vms = [vm('old', { hostId: 'h1' }), vm('new', { hostId: 'h0' })]
    expect(rowsOf(vms, { filters: [inClusterUpgradeFilter] }, { hosts: mixed }).rows).toEqual(['111', '100'])
  })

  it('tells VMs apart by their rules for hosts', () => {
    const hostRule = { enabled: true, positive: true, enforcing: true }
    const affinityGroups = [anAffinityGroup({ vmIds: new Set(['b']), hostIds: new Set(['h2']), hostRule })]
    expect(rowsOf([vm('a'), vm('b')], { filters: [vmToHostAffinityFilter] }, { affinityGroups }).rows).toEqual([
      '111',
      '001',
    ])
  })

  it('leaves no host to VMs that are fixed, and only some to others', () => {
    const only = new Map([
      ['b', new Set(['h1', 'h9'])],
      ['c', new Set<string>()],
    ])
    const site = counting((_, host) => host.id !== 'h0')
    expect(rowsOf([vm('a'), vm('b'), vm('c'), vm('d')], { fixed: new Set(['a']), only, filters: [site] })).toEqual({
      rows: ['000', '010', '000', '011'],
      kinds: 3,
    })
  })

  it('keeps to the order of the planner’s hosts, and leaves out the others', () => {
    const site = counting((_, host) => host.id === 'h2')
    const reversed = { hostIds: ['h2', 'h0'], filters: [site] }
    const { mayRun } = kindsOf([vm('a')], {
      situation: aSituation({ hosts, vms: [vm('a')] }),
      byName: [],
      onUnknown: 'keep',
      fixed: new Set(),
      only: new Map(),
      ...reversed,
    })
    expect([[...mayRun], site.asked]).toEqual([
      [1, 0],
      ['a h0', 'a h2'],
    ])
  })

  it.each([
    { onUnknown: 'keep', row: '111' },
    { onUnknown: 'drop', row: '000' },
  ] as const)('does with a missing fact as it is told: $onUnknown', ({ onUnknown, row }) => {
    const unknown: FilterUnit = {
      ...counting(() => true),
      filter: eachVm(() => ({ kind: 'unknown', field: 'host.x' })),
    }
    expect(rowsOf([vm('a')], { filters: [unknown], onUnknown }).rows).toEqual([row])
  })
})
