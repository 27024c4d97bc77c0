import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, type HostOver, type VmOver } from '../../../test/fakes/scheduling.ts'
import type { CpuThread } from '../facts/host-facts.ts'
import { cpuFilter } from './cpu.ts'

/** Cores of two threads in one socket; those CPUs are another VM's own. */
const cpus = (cores: number, taken: readonly number[] = []): CpuThread[] =>
  Array.from({ length: cores * 2 }, (_, id) => ({
    id,
    socket: 0,
    core: Math.floor(id / 2),
    usagePercent: 0,
    pinnings: taken.includes(id) ? [{ vmId: 'other', policy: 'dedicated' }] : [],
  }))

const cores = (coresPerSocket: number, over: VmOver = {}): VmOver => ({ sockets: 1, coresPerSocket, ...over })
const own = (vcpus: number, over: VmOver = {}): VmOver => cores(vcpus, { pinning: 'dedicated', ...over })

const cases: {
  why: string
  group: VmOver[]
  coming?: VmOver[]
  here?: VmOver[]
  host?: HostOver
  threadsAsCores?: boolean
  expected: object
}[] = [
  {
    why: 'keeps one with just as many cores',
    group: [cores(8)],
    expected: { kind: 'kept', reason: { code: 'cpus-enough', values: { cpus: 8, exclusive: 0, largest: 8 } } },
  },
  {
    why: 'drops one with a core less',
    group: [cores(9)],
    expected: { kind: 'dropped', reason: { code: 'cpus-too-few', values: { cpus: 8, largest: 9 } } },
  },
  {
    why: 'multiplies sockets',
    group: [cores(4, { sockets: 2 })],
    expected: { kind: 'kept', reason: { values: { largest: 8 } } },
  },
  {
    why: 'does not count threads of VMs, as the engine does not',
    group: [cores(8, { threadsPerCore: 2 })],
    expected: { kind: 'kept' },
  },
  {
    why: 'counts threads of the host where the cluster does',
    group: [cores(16)],
    threadsAsCores: true,
    expected: { kind: 'kept', reason: { values: { cpus: 16 } } },
  },
  { why: 'counts no more than those', group: [cores(17)], threadsAsCores: true, expected: { kind: 'dropped' } },
  { why: 'looks only at the largest of the group', group: [cores(8), cores(8), cores(8)], expected: { kind: 'kept' } },
  {
    why: 'shares CPUs with any number that run',
    group: [cores(1)],
    here: [cores(8), cores(8)],
    expected: { kind: 'kept' },
  },
  {
    why: 'looks at the largest that runs',
    group: [cores(1)],
    here: [cores(9)],
    expected: { kind: 'dropped', reason: { values: { largest: 9 } } },
  },
  {
    why: 'does not look at one that waits',
    group: [cores(1)],
    here: [cores(9, { status: 'wait_for_launch' })],
    expected: { kind: 'kept' },
  },
  {
    why: 'looks at the largest on its way',
    group: [cores(1)],
    coming: [cores(9)],
    expected: { kind: 'dropped', reason: { values: { largest: 9 } } },
  },
  {
    why: 'leaves a core that is wholly taken',
    group: [cores(8)],
    host: { topology: cpus(8, [0, 1]) },
    expected: { kind: 'dropped', reason: { values: { exclusive: 1 } } },
  },
  {
    why: 'counts a half taken core as free',
    group: [cores(8)],
    host: { topology: cpus(8, [0]) },
    expected: { kind: 'kept', reason: { values: { exclusive: 0 } } },
  },
  {
    why: 'counts taken threads where threads count',
    group: [cores(15)],
    threadsAsCores: true,
    host: { topology: cpus(8, [0]) },
    expected: { kind: 'kept', reason: { values: { exclusive: 1 } } },
  },
  {
    why: 'drops one thread more',
    group: [cores(16)],
    threadsAsCores: true,
    host: { topology: cpus(8, [0]) },
    expected: { kind: 'dropped' },
  },
  {
    why: 'sets CPUs aside for the group',
    group: [own(14)],
    host: { topology: cpus(8) },
    expected: { kind: 'kept', reason: { values: { exclusive: 7, largest: 1 } } },
  },
  {
    why: 'keeps one core for the rest',
    group: [own(16)],
    host: { topology: cpus(8) },
    expected: { kind: 'dropped', reason: { code: 'cpus-too-few', values: { exclusive: 8, largest: 1 } } },
  },
  {
    why: 'isolates whole cores',
    group: [own(7, { pinning: 'isolate_threads' })],
    host: { topology: cpus(8) },
    expected: { kind: 'kept', reason: { values: { exclusive: 7 } } },
  },
  {
    why: 'does not count those as sharing',
    group: [own(4), cores(6)],
    host: { topology: cpus(8) },
    expected: { kind: 'kept', reason: { values: { exclusive: 2, largest: 6 } } },
  },
  {
    why: 'rejects a group that cannot be laid out',
    group: [own(17)],
    host: { topology: cpus(8) },
    expected: { kind: 'dropped', reason: { code: 'exclusive-cpus-do-not-fit', values: { free: 16, vcpus: 17 } } },
  },
  {
    why: 'rejects a group beside what is on its way',
    group: [own(10)],
    coming: [own(8)],
    host: { topology: cpus(8) },
    expected: { kind: 'dropped', reason: { code: 'exclusive-cpus-do-not-fit', values: { vcpus: 18 } } },
  },
  {
    why: 'sets CPUs aside for what is on its way',
    group: [cores(4)],
    coming: [own(8)],
    host: { topology: cpus(8) },
    expected: { kind: 'kept', reason: { values: { exclusive: 4 } } },
  },
  {
    why: 'and has one core less then',
    group: [cores(5)],
    coming: [own(8)],
    host: { topology: cpus(8) },
    expected: { kind: 'dropped', reason: { code: 'cpus-too-few' } },
  },
  {
    why: 'sets none aside where they are not reported',
    group: [own(1)],
    host: { topology: [] },
    expected: { kind: 'dropped', reason: { code: 'cpus-not-reported' } },
  },
  { why: 'shares where they are not reported', group: [cores(8)], host: { topology: [] }, expected: { kind: 'kept' } },
  { why: 'does not guess CPUs', group: [own(1)], expected: { kind: 'unknown', field: 'host.topology' } },
  {
    why: 'does not guess those that another has',
    group: [cores(1)],
    here: [own(1)],
    expected: { kind: 'unknown', field: 'host.topology' },
  },
  {
    why: 'does not guess cores',
    group: [cores(1)],
    host: { cores: undefined },
    expected: { kind: 'unknown', field: 'host.cores' },
  },
  {
    why: 'does not guess threads',
    group: [cores(1)],
    host: { threads: undefined },
    threadsAsCores: true,
    expected: { kind: 'unknown', field: 'host.threads' },
  },
  {
    why: 'asks for no threads where cores count',
    group: [cores(1)],
    host: { threads: undefined },
    expected: { kind: 'kept' },
  },
]

describe('CPU', () => {
  it.each(cases)('$why', ({ group, coming = [], here = [], host: over = {}, threadsAsCores = false, expected }) => {
    const vms = group.map((vm, at) => aVmFacts({ id: `vm${at}`, ...vm }))
    const pending = coming.map((vm, at) => aVmFacts({ id: `coming${at}`, ...vm }))
    const running = here.map((vm, at) => aVmFacts({ id: `here${at}`, hostId: 'host1', ...vm }))
    const host = aHostFacts(over)
    const situation = aSituation({
      hosts: [host],
      vms: [...vms, ...pending, ...running],
      pending: pending.map(({ id }) => ({ vmId: id, hostId: 'host1' })),
      cluster: { id: 'cluster1', name: 'Default', threadsAsCores },
    })
    expect(cpuFilter.filter(vms, [host], situation).get('host1')).toMatchObject(expected)
  })
})
