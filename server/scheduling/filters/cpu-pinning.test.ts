import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, type HostOver, type VmOver } from '../../../test/fakes/scheduling.ts'
import type { CpuThread } from '../facts/host-facts.ts'
import { cpuPinningFilter } from './cpu-pinning.ts'

/** Cores of one thread; those CPUs are another VM's own. */
const cpus = (count: number, taken: readonly number[] = []): CpuThread[] =>
  Array.from({ length: count }, (_, id) => ({
    id,
    socket: 0,
    core: id,
    usagePercent: 0,
    pinnings: taken.includes(id) ? [{ vmId: 'other', policy: 'isolate_threads' }] : [],
  }))
const host = (count: number, taken: readonly number[] = []): HostOver => ({
  topology: cpus(count, taken),
  onlineCpuIds: Array.from({ length: count }, (_, id) => id),
})

const manual = (...ids: number[]): VmOver => ({ pinning: 'manual', cpuPins: new Map([[0, ids]]) })
const own = (vcpus: number): VmOver => ({ pinning: 'dedicated', sockets: 1, coresPerSocket: vcpus })
const resize: VmOver = { pinning: 'resize_and_pin_numa' }

const cases: { why: string; group: VmOver[]; coming?: VmOver[]; here?: VmOver[]; host: HostOver; expected: object }[] =
  [
    { why: 'asks nothing for VMs that are not pinned', group: [{}, {}], host: {}, expected: { kind: 'kept' } },
    {
      why: 'keeps one with just those CPUs',
      group: [manual(2, 3)],
      host: host(4),
      expected: { kind: 'kept', reason: { code: 'pinned-cpus-available', values: { wanted: 2 } } },
    },
    {
      why: 'drops one without one of them, and names it',
      group: [manual(10, 3, 4)],
      host: host(4),
      expected: { kind: 'dropped', reason: { code: 'pinned-cpus-missing', values: { missing: '4, 10' } } },
    },
    {
      why: 'drops one where it is offline',
      group: [manual(3)],
      host: { topology: cpus(4), onlineCpuIds: [0, 1, 2] },
      expected: { kind: 'dropped', reason: { values: { missing: '3' } } },
    },
    {
      why: "drops one where it is another VM's own",
      group: [manual(2, 3)],
      host: host(4, [3]),
      expected: { kind: 'dropped', reason: { values: { missing: '3' } } },
    },
    {
      why: 'drops one where it will be',
      group: [manual(0)],
      coming: [own(1)],
      host: host(4),
      expected: { kind: 'dropped', reason: { values: { missing: '0' } } },
    },
    {
      why: 'looks at each of the group',
      group: [manual(0), manual(9)],
      host: host(4),
      expected: { kind: 'dropped', reason: { values: { missing: '9' } } },
    },
    {
      why: 'lets VMs pinned by hand share CPUs',
      group: [manual(0), manual(0)],
      host: host(4),
      expected: { kind: 'kept' },
    },
    {
      why: 'does not trust a pin to no CPU',
      group: [manual()],
      host: host(4),
      expected: { kind: 'dropped', reason: { code: 'pinned-to-no-cpu' } },
    },
    {
      why: 'does not guess which CPUs',
      group: [{ pinning: 'manual' }],
      host: host(4),
      expected: { kind: 'unknown', field: 'vm.cpuPins' },
    },
    {
      why: 'does not guess which are online',
      group: [manual(0)],
      host: { topology: cpus(4) },
      expected: { kind: 'unknown', field: 'host.onlineCpuIds' },
    },
    {
      why: 'needs no topology where nobody has CPUs to himself',
      group: [manual(0)],
      host: { onlineCpuIds: [0] },
      expected: { kind: 'kept' },
    },
    {
      why: 'does need it where somebody has',
      group: [manual(0)],
      here: [own(1)],
      host: { onlineCpuIds: [0] },
      expected: { kind: 'unknown', field: 'host.topology' },
    },
    {
      why: 'keeps one with just enough free CPUs',
      group: [own(4)],
      host: host(4),
      expected: { kind: 'kept', reason: { code: 'exclusive-cpus-fit' } },
    },
    {
      why: 'drops one with a CPU less',
      group: [own(4)],
      host: host(4, [0]),
      expected: { kind: 'dropped', reason: { code: 'exclusive-cpus-do-not-fit', values: { free: 3, vcpus: 4 } } },
    },
    {
      why: 'drops one where it is promised',
      group: [own(2)],
      coming: [own(3)],
      host: host(4),
      expected: { kind: 'dropped', reason: { code: 'exclusive-cpus-do-not-fit' } },
    },
    {
      why: 'keeps one beside what is promised',
      group: [own(1)],
      coming: [own(3)],
      host: host(4),
      expected: { kind: 'kept' },
    },
    { why: 'lays the group out together', group: [own(2), own(3)], host: host(4), expected: { kind: 'dropped' } },
    {
      why: 'keeps CPUs pinned by hand out of it',
      group: [own(3), manual(0)],
      host: host(4),
      expected: { kind: 'kept' },
    },
    {
      why: 'has then one less',
      group: [own(4), manual(0)],
      host: host(4),
      expected: { kind: 'dropped', reason: { code: 'exclusive-cpus-do-not-fit' } },
    },
    {
      why: 'drops a group with one that is pinned elsewhere',
      group: [own(1), manual(9)],
      host: host(4),
      expected: { kind: 'dropped' },
    },
    {
      why: 'drops a group with one that is not pinned, as the engine does',
      group: [own(1), {}],
      host: host(4),
      expected: { kind: 'dropped', reason: { code: 'exclusive-cpus-do-not-fit' } },
    },
    {
      why: 'drops one that does not report its CPUs',
      group: [own(1)],
      host: { topology: [] },
      expected: { kind: 'dropped', reason: { code: 'cpus-not-reported' } },
    },
    { why: 'does not guess CPUs', group: [own(1)], host: {}, expected: { kind: 'unknown', field: 'host.topology' } },
    { why: 'resizes to a host that nobody has a part of', group: [resize], host: host(4), expected: { kind: 'kept' } },
    {
      why: 'does not resize beside one that has CPUs',
      group: [resize],
      host: host(4, [3]),
      expected: { kind: 'dropped', reason: { code: 'resize-beside-exclusive', values: { taken: 1 } } },
    },
    {
      why: 'does not resize beside one that will',
      group: [resize],
      coming: [own(1)],
      host: host(4),
      expected: { kind: 'dropped', reason: { code: 'resize-beside-exclusive' } },
    },
    {
      why: 'does not resize beside one of the group',
      group: [{ ...manual(0), ...resize }, own(1)],
      host: host(4),
      expected: { kind: 'dropped', reason: { code: 'resize-beside-exclusive' } },
    },
  ]

describe('CpuPinning', () => {
  it.each(cases)('$why', ({ group, coming = [], here = [], host: over, expected }) => {
    const vms = group.map((vm, at) => aVmFacts({ id: `vm${at}`, ...vm }))
    const pending = coming.map((vm, at) => aVmFacts({ id: `coming${at}`, ...vm }))
    const running = here.map((vm, at) => aVmFacts({ id: `here${at}`, hostId: 'host1', ...vm }))
    const facts = aHostFacts(over)
    const situation = aSituation({
      hosts: [facts],
      vms: [...vms, ...pending, ...running],
      pending: pending.map(({ id }) => ({ vmId: id, hostId: 'host1' })),
    })
    expect(cpuPinningFilter.filter(vms, [facts], situation).get('host1')).toMatchObject(expected)
  })
})
