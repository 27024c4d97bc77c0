import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, type HostOver, type VmOver } from '../../../test/fakes/scheduling.ts'
import type { Situation } from '../facts/situation.ts'
import { haReservation } from './ha-reservation.ts'

/** Ten cores; a VM of two vCPUs at 50 % needs 10 % of it. */
const aHost = (over: HostOver) => aHostFacts({ cores: 10, threads: 20, ...over })
const aVm = (over: VmOver) =>
  aVmFacts({
    hostId: 'A',
    highlyAvailable: true,
    usageMemoryPercent: 50,
    usageCpuPercent: 50,
    guaranteedMiB: 1024,
    ...over,
  })

/** Would B take the VMs of A? A VM needs 2048 MiB and 10 %. */
const cases: {
  why: string
  a?: HostOver
  b?: HostOver
  vms?: VmOver[]
  pending?: Situation['pending']
  threadsAsCores?: boolean
  expected: object
}[] = [
  {
    why: 'exactly enough memory',
    b: { maxSchedulingMiB: 2048.9 },
    expected: { kind: 'covered', because: { code: 'ha-vms-covered' } },
  },
  {
    why: 'memory one MiB short',
    b: { maxSchedulingMiB: 2047.9 },
    expected: {
      kind: 'failed',
      unplaced: [{ vmId: 'vm1', because: { code: 'ha-vm-unplaced', text: expect.stringContaining('B has 2047 MiB') } }],
    },
  },
  {
    why: 'what is guaranteed counts if it is more',
    b: { maxSchedulingMiB: 3000 },
    vms: [{ guaranteedMiB: 3001 }],
    expected: { kind: 'failed' },
  },
  { why: 'exactly enough CPU', b: { usagePercent: 90 }, expected: { kind: 'covered' } },
  { why: 'CPU one percent short', b: { usagePercent: 91 }, expected: { kind: 'failed' } },
  {
    why: 'CPU is a whole number, rounded down',
    b: { usagePercent: 90 },
    vms: [{ usageCpuPercent: 54 }],
    expected: { kind: 'covered' },
  },
  {
    why: 'CPU is measured in CPUs of the failing host',
    a: { cores: 1, threads: 20 },
    b: { usagePercent: 1 },
    expected: { kind: 'failed' },
  },
  {
    why: 'threads count if the cluster says so',
    a: { cores: 1, threads: 20 },
    b: { usagePercent: 95 },
    threadsAsCores: true,
    expected: { kind: 'covered' },
  },
  {
    why: 'what was placed takes room from the next',
    b: { maxSchedulingMiB: 4095 },
    vms: [{ id: 'vm1' }, { id: 'vm2' }],
    expected: { kind: 'failed', unplaced: [{ vmId: 'vm2' }] },
  },
  {
    why: 'what was placed takes CPU from the next',
    b: { usagePercent: 81 },
    vms: [{ id: 'vm1' }, { id: 'vm2' }],
    expected: { kind: 'failed', unplaced: [{ vmId: 'vm2' }] },
  },
  {
    why: 'pending VMs count though they are off already',
    b: { maxSchedulingMiB: 6000 },
    vms: [{ id: 'vm1' }, { id: 'vm2', hostId: undefined }],
    pending: [{ vmId: 'vm2', hostId: 'B' }],
    expected: { kind: 'failed' },
  },
  {
    why: 'VMs that are not highly available',
    vms: [{ highlyAvailable: false }],
    expected: { kind: 'covered', because: { code: 'no-ha-vms' } },
  },
  {
    why: 'use of memory not known, and it matters',
    b: { maxSchedulingMiB: 4095 },
    vms: [{ usageMemoryPercent: undefined }],
    expected: { kind: 'unknown', field: 'vm.usageMemoryPercent' },
  },
  {
    why: 'use of memory not known, and all of it has room',
    b: { maxSchedulingMiB: 4096 },
    vms: [{ usageMemoryPercent: undefined }],
    expected: { kind: 'covered', because: { text: expect.stringContaining('Even if they used all') } },
  },
  {
    why: 'use of memory not known, and not even what is guaranteed has room',
    b: { maxSchedulingMiB: 1023 },
    vms: [{ usageMemoryPercent: undefined }],
    expected: { kind: 'failed', because: { text: expect.stringContaining('no more than is guaranteed') } },
  },
  {
    why: 'use of CPU not known, and it matters',
    b: { usagePercent: 81 },
    vms: [{ usageCpuPercent: undefined }],
    expected: { kind: 'unknown', field: 'vm.usageCpuPercent' },
  },
  {
    why: 'use of CPU not known, and all of it has room',
    b: { usagePercent: 80 },
    vms: [{ usageCpuPercent: undefined }],
    expected: { kind: 'covered' },
  },
  {
    why: 'guaranteed memory not known',
    vms: [{ guaranteedMiB: undefined }],
    expected: { kind: 'unknown', field: 'vm.guaranteedMiB' },
  },
  {
    why: 'cores of the failing host not known',
    a: { cores: undefined },
    expected: { kind: 'unknown', field: 'host.cores' },
  },
  {
    why: 'memory of the other not known',
    b: { maxSchedulingMiB: undefined },
    expected: { kind: 'unknown', field: 'host.maxSchedulingMiB' },
  },
  {
    why: 'load of the other not known',
    b: { usagePercent: undefined },
    expected: { kind: 'unknown', field: 'host.usagePercent' },
  },
  {
    why: 'one VM surely without a host, of another it is not known',
    vms: [
      { id: 'vm1', usageMemoryPercent: undefined },
      { id: 'vm2', guaranteedMiB: 99_999 },
    ],
    expected: { kind: 'failed', unplaced: [{ vmId: 'vm2' }] },
  },
]

const on = { id: 'cluster1', name: 'Default', threadsAsCores: false, haReservation: true }

describe('reserve for highly available VMs', () => {
  it.each(cases)('$why', ({ a, b, vms = [{}], pending = [], threadsAsCores = false, expected }) => {
    const situation = aSituation({
      cluster: { ...on, threadsAsCores },
      hosts: [aHost({ id: 'A', ...a }), aHost({ id: 'B', ...b })],
      vms: vms.map(aVm),
      pending,
    })
    expect(haReservation(situation).get('A')).toMatchObject(expected)
  })

  it('the first host with room takes the VM, and each host fails alone', () => {
    const hosts = ['A', 'B', 'C'].map(id => aHost({ id, maxSchedulingMiB: 2048 }))
    const vms = ['A', 'A', 'B', 'B'].map((hostId, index) => aVm({ id: `vm${index}`, hostId }))
    const found = haReservation(aSituation({ cluster: on, hosts, vms }))
    expect([...found].map(([id, { kind }]) => [id, kind])).toEqual([
      ['A', 'covered'],
      ['B', 'covered'],
      ['C', 'covered'],
    ])
  })

  it('a host of which too little is known does not matter where another takes the VM', () => {
    const hosts = [aHost({ id: 'A' }), aHost({ id: 'B', maxSchedulingMiB: undefined }), aHost({ id: 'C' })]
    expect(haReservation(aSituation({ cluster: on, hosts, vms: [aVm({})] })).get('A')?.kind).toBe('covered')
  })

  it.each([
    { why: 'one host that is up', haReservation: true, others: 'maintenance' as const, expected: [['A', 'failed']] },
    { why: 'a cluster without reserve', haReservation: false, others: 'up' as const, expected: [] },
    {
      why: 'a cluster of which it is not known',
      haReservation: undefined,
      others: 'maintenance' as const,
      expected: [['A', 'unknown']],
    },
  ])('$why', ({ haReservation: isOn, others, expected }) => {
    const { haReservation: _, ...cluster } = on
    const situation = aSituation({
      cluster: { ...cluster, ...(isOn !== undefined && { haReservation: isOn }) },
      hosts: [aHost({ id: 'A' }), aHost({ id: 'B', status: others })],
    })
    expect([...haReservation(situation)].map(([id, { kind }]) => [id, kind])).toEqual(expected)
  })

  it('no host that is up: nothing to tell', () => {
    expect(haReservation(aSituation({ cluster: on, hosts: [aHost({ status: 'down' })] })).size).toBe(0)
  })
})
