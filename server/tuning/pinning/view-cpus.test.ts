import { describe, expect, it } from 'vitest'
import type { GuestReading, HostReading, PhysicalCpu, VcpuReading } from '../../../shared/model/host-reading.ts'
import { reason } from '../../../shared/policy/reason.ts'
import { aGuestReading, aHostReading } from '../../../test/fakes/host-readings.ts'
import type { CpuContext } from './cpu-context.ts'
import type { CpuView } from './cpu-view.ts'
import { viewCpus } from './view-cpus.ts'

const PERCENT_NS = 1e8 // of the ten seconds between both readings

const plain: CpuContext = {
  reservedCpuIds: new Set(),
  originalOf: () => undefined,
  leaveAlone: () => undefined,
  homeOf: () => undefined,
}

/** Four CPUs in two cores of two threads each, 0 and 2, 1 and 3, idle. */
const smt = [0, 1, 2, 3].map((id): PhysicalCpu => ({ id, socketId: 0, coreId: id % 2 }))
const flat = [0, 1, 2, 3].map((id): PhysicalCpu => ({ id }))

/** One vCPU: what it used since the reading before, and where it is. */
type Used = Partial<VcpuReading> & { ran?: number; delayed?: number }
type Vm = Partial<GuestReading> & { used: readonly Used[] }

function readings(vms: readonly Vm[]): Readonly<{ guests: GuestReading[]; before: GuestReading[] }> {
  const at = (isLater: boolean) =>
    vms.map(({ used, ...over }, n) => {
      const vcpus = used.map(({ ran = 0, delayed = 0, ...vcpu }, index): VcpuReading => {
        const grown = (percent: number) => 5e9 + (isLater ? percent * PERCENT_NS : 0)
        return { index, state: 'running', timeNs: grown(ran), delayNs: grown(delayed), onCpuId: 0, ...vcpu }
      })
      return aGuestReading({ id: `vm${n}`, name: `vm${n}`, ...over, vcpus })
    })
  return { guests: at(true), before: at(false) }
}

function view(
  vms: readonly Vm[],
  { host = {}, context = {} }: { host?: Partial<HostReading>; context?: Partial<CpuContext> } = {},
): CpuView {
  const found = viewCpus({
    host: aHostReading({ cpus: flat, numaNodes: [], ...host }),
    ...readings(vms),
    elapsedMs: 10_000,
    context: { ...plain, ...context },
  })
  if (found === undefined) throw new Error('There is a view.')
  return found
}

const busy = (cpus: readonly PhysicalCpu[], percents: readonly number[]): PhysicalCpu[] =>
  cpus.map((cpu, n) => ({ ...cpu, use: { userPercent: percents[n] ?? 0, systemPercent: 0, idlePercent: 0 } }))

describe('when there is a view', () => {
  const both = { host: aHostReading(), ...readings([]), elapsedMs: 10_000, context: plain }
  const cases = [
    { why: 'two readings', input: both, is: true },
    { why: 'only one reading', input: { ...both, before: undefined }, is: false },
    { why: 'no time between them', input: { ...both, elapsedMs: 0 }, is: false },
    { why: 'a gap between them', input: { ...both, elapsedMs: 120_001 }, is: false },
    { why: 'no CPUs told', input: { ...both, host: aHostReading({ cpus: [] }) }, is: false },
    { why: 'all CPUs reserved', input: { ...both, context: { ...plain, reservedCpuIds: new Set([0, 1]) } }, is: false },
  ]
  for (const { why, input, is } of cases)
    it(`${is ? 'one' : 'none'} with ${why}`, () => expect(viewCpus(input) !== undefined).toBe(is))
})

describe('cores', () => {
  const cases: { why: string; cpus: PhysicalCpu[]; context?: Partial<CpuContext>; expected: [number[], number][] }[] = [
    {
      why: 'each CPU where cores are not told',
      cpus: flat,
      expected: [
        [[0], 1],
        [[1], 1],
        [[2], 1],
        [[3], 1],
      ],
    },
    {
      why: 'threads together',
      cpus: smt,
      expected: [
        [[0, 2], 1.25],
        [[1, 3], 1.25],
      ],
    },
    {
      why: 'a capacity as set',
      cpus: smt,
      context: { threadCapacity: 0.5 },
      expected: [
        [[0, 2], 1.5],
        [[1, 3], 1.5],
      ],
    },
    {
      why: 'the same number in two sockets is two cores',
      cpus: smt.map(cpu => ({ ...cpu, socketId: cpu.id >> 1 })),
      expected: [
        [[0], 1],
        [[1], 1],
        [[2], 1],
        [[3], 1],
      ],
    },
    {
      why: 'without reserved threads',
      cpus: smt,
      context: { reservedCpuIds: new Set([1, 2, 3]) },
      expected: [[[0], 1]],
    },
  ]
  for (const { why, cpus, context = {}, expected } of cases)
    it(why, () => {
      const { cores } = view([], { host: { cpus }, context })
      expect(cores.map(({ cpuIds, capacity }) => [cpuIds, capacity])).toEqual(expected)
    })

  it('take their node from the CPU, or from the list of nodes', () => {
    const numaNodes = [{ id: 4, cpuIds: [0, 1] }]
    const cpus = flat.map(cpu => (cpu.id === 1 ? { ...cpu, nodeId: 5 } : cpu))
    const { cores } = view([], { host: { cpus, numaNodes } })
    expect(cores.map(({ nodeId }) => nodeId)).toEqual([4, 5, undefined, undefined])
  })
})

describe('demand', () => {
  const cases: { why: string; used: Used; expected: number }[] = [
    { why: 'run time and waiting', used: { ran: 40, delayed: 15 }, expected: 55 },
    { why: 'run time where no waiting is told', used: { ran: 40, delayNs: undefined as never }, expected: 40 },
    { why: 'never above a CPU', used: { ran: 80, delayed: 60 }, expected: 100 },
    { why: 'nothing', used: {}, expected: 0 },
  ]
  for (const { why, used, expected } of cases)
    it(why, () => expect(view([{ used: [used] }]).vcpus[0]?.demandPercent).toBeCloseTo(expected))

  it('of an offline vCPU is not there, and its VM moves', () => {
    const { vcpus, leftAlone } = view([{ used: [{ ran: 10 }, { state: 'offline', onCpuId: undefined as never }] }])
    expect([vcpus.map(({ vcpu }) => vcpu), leftAlone]).toEqual([[0], []])
  })
})

describe('VMs left alone', () => {
  const used = [{ ran: 40, onCpuId: 1 }]
  const dedicated = reason('dedicated', 'It has CPUs of its own.')
  const cases: { why: string; vm: Vm; context?: Partial<CpuContext>; code: string; fixed?: number }[] = [
    { why: 'as the caller says', vm: { used }, context: { leaveAlone: () => dedicated }, code: 'dedicated' },
    { why: 'while they migrate', vm: { used, state: 'migrating' }, code: 'pin-vm-state' },
    { why: 'that do not answer', vm: { used, responsive: false }, code: 'pin-vm-unresponsive' },
    { why: 'without counters', vm: { used: [{ timeNs: undefined as never }] }, code: 'pin-vcpus-not-told', fixed: 0 },
    { why: 'without vCPUs', vm: { used: [] }, code: 'pin-vcpus-not-told', fixed: 0 },
    {
      why: 'whose place is unknown',
      vm: { used: [{ ran: 40, onCpuId: undefined as never }] },
      code: 'pin-vcpu-place',
      fixed: 0,
    },
    {
      why: 'on a CPU kept for others',
      vm: { used: [{ ran: 40, onCpuId: 1 }] },
      context: { reservedCpuIds: new Set([1]) },
      code: 'pin-vcpu-elsewhere',
      fixed: 0,
    },
    { why: 'configured for one CPU', vm: { used: [{ ran: 40, onCpuId: 1, pinnedTo: [1] }] }, code: 'pin-vm-confined' },
  ]
  for (const { why, vm, context = {}, code, fixed = 40 } of cases) {
    it(`${why} count where they run`, () => {
      const { vcpus, leftAlone, cores } = view([vm], { context })
      expect(vcpus).toEqual([])
      expect(leftAlone.map(({ id, reason: { code } }) => [id, code])).toEqual([['vm0', code]])
      expect(cores.reduce((sum, { fixedPercent }) => sum + fixedPercent, 0)).toBeCloseTo(fixed)
      if (fixed > 0) expect(cores[1]?.fixedPercent).toBeCloseTo(fixed)
    })
  }

  it('when they were not there before, or count anew', () => {
    const { guests, before } = readings([{ used: [{ ran: 5 }] }, { used: [{ ran: 5 }] }, { used: [{ ran: 5 }] }])
    const [first, second, third] = before
    const restarted = { ...second, vcpus: second?.vcpus.map(vcpu => ({ ...vcpu, timeNs: 9e9 })) } as GuestReading
    const plugged = { ...third, vcpus: [] } as unknown as GuestReading
    const host = aHostReading({ cpus: flat })
    const found = viewCpus({ host, guests, before: [restarted, plugged], elapsedMs: 10_000, context: plain })
    expect(first?.id).toBe('vm0')
    expect(found?.leftAlone.map(({ id, reason: { code } }) => [id, code])).toEqual([
      ['vm0', 'pin-vm-new'],
      ['vm1', 'pin-vcpu-new'],
      ['vm2', 'pin-vcpu-new'],
    ])
  })
})

describe('where vCPUs are and may be', () => {
  const cases: { why: string; used: Used; original?: number[]; cpus?: PhysicalCpu[]; expected: object | undefined }[] =
    [
      { why: 'unrestricted', used: { onCpuId: 2 }, expected: { core: 2, allowedCores: [0, 1, 2, 3], isPinned: false } },
      {
        why: 'all CPUs is no restriction',
        used: { pinnedTo: [0, 1, 2, 3, 64] },
        expected: { allowedCores: [0, 1, 2, 3] },
      },
      { why: 'as configured', used: { pinnedTo: [3, 1] }, expected: { core: 0, allowedCores: [1, 3] } },
      {
        why: 'pinned by us',
        used: { onCpuId: 0, pinnedTo: [3] },
        original: [0, 1, 2, 3],
        expected: { core: 3, allowedCores: [0, 1, 2, 3], isPinned: true },
      },
      {
        why: 'pinned by us within its affinity',
        used: { pinnedTo: [3] },
        original: [2, 3],
        expected: { core: 3, allowedCores: [2, 3], isPinned: true },
      },
      {
        why: 'on threads of one core',
        used: { onCpuId: 0, pinnedTo: [1, 3] },
        original: [0, 1, 2, 3],
        cpus: smt,
        expected: { core: 1, allowedCores: [0, 1] },
      },
      {
        why: 'on some threads of cores',
        used: { pinnedTo: [0, 1, 3] },
        cpus: smt,
        expected: { core: 0, allowedCores: [0, 1], allowedCpuIds: new Set([0, 1, 3]) },
      },
      { why: 'confined to threads of one core', used: { pinnedTo: [1, 3] }, cpus: smt, expected: undefined },
      { why: 'confined to CPUs that are offline', used: { pinnedTo: [64] }, expected: undefined },
    ]
  for (const { why, used, original, cpus = flat, expected } of cases) {
    it(why, () => {
      const context = { originalOf: () => original }
      const { vcpus } = view([{ used: [used, {}] }], { host: { cpus }, context: original ? context : {} })
      const found = vcpus.find(({ vcpu }) => vcpu === 0)
      if (expected === undefined) expect(found).toBeUndefined()
      else expect(found).toMatchObject(expected)
    })
  }

  it('are the same list for the same affinity', () => {
    const { vcpus } = view([{ used: [{ pinnedTo: [0, 1] }, { pinnedTo: [0, 1] }, {}, { pinnedTo: [0, 1, 2, 3] }] }])
    expect(vcpus[0]?.allowedCores).toBe(vcpus[1]?.allowedCores)
    expect(vcpus[2]?.allowedCores).toBe(vcpus[3]?.allowedCores)
  })
})

describe('what the host itself uses', () => {
  it('is what is busy without vCPUs, scaled to the right total', () => {
    const cpus = busy(flat, [90, 50, 30, 0])
    const { cores } = view(
      [
        {
          used: [
            { ran: 80, onCpuId: 0 },
            { ran: 20, onCpuId: 3 },
          ],
        },
      ],
      { host: { cpus } },
    )
    // 10 + 50 + 30 - 20: the vCPU on CPU 3 ran elsewhere before.
    expect(cores.map(({ fixedPercent }) => Math.round(fixedPercent * 9))).toEqual([70, 350, 210, 0])
  })

  it('is nothing where vCPUs ran more', () => {
    const { cores } = view([{ used: [{ ran: 80 }] }], { host: { cpus: busy(flat, [10, 10]) } })
    expect(cores.map(({ fixedPercent }) => fixedPercent)).toEqual([0, 0, 0, 0])
  })
})

describe('home nodes', () => {
  const cpus = flat.map(cpu => ({ ...cpu, nodeId: cpu.id >> 1 }))
  const cases: {
    why: string
    used: Used[]
    cpus?: PhysicalCpu[]
    context?: Partial<CpuContext>
    home: number | undefined
    isTogether: boolean
  }[] = [
    {
      why: 'most of the demand',
      used: [
        { ran: 10, onCpuId: 0 },
        { ran: 50, onCpuId: 2 },
      ],
      cpus,
      home: 1,
      isTogether: true,
    },
    { why: 'most vCPUs of an idle VM', used: [{ onCpuId: 3 }, { onCpuId: 2 }], cpus, home: 1, isTogether: true },
    { why: 'the first of equals', used: [{ onCpuId: 3 }, { onCpuId: 0 }], cpus, home: 0, isTogether: true },
    { why: 'as remembered', used: [{ onCpuId: 3 }], cpus, context: { homeOf: () => 0 }, home: 0, isTogether: false },
    { why: 'too many vCPUs to be together', used: [{}, {}, {}], cpus, home: 0, isTogether: false },
    {
      why: 'fewer CPUs there than it seems',
      used: [{}, {}],
      cpus,
      context: { reservedCpuIds: new Set([1]) },
      home: 0,
      isTogether: false,
    },
    {
      why: 'none with one node',
      used: [{}, {}],
      cpus: flat.map(cpu => ({ ...cpu, nodeId: 0 })),
      home: undefined,
      isTogether: false,
    },
  ]
  for (const { why, used, cpus = flat, context = {}, home, isTogether } of cases) {
    it(why, () => {
      const [vcpu] = view([{ used }], { host: { cpus }, context }).vcpus
      expect([vcpu?.homeNode, vcpu?.isTogether]).toEqual([home, isTogether])
    })
  }
})
