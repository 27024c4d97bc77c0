import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, type VmOver } from '../../../test/fakes/scheduling.ts'
import { hugePagesFilter } from './huge-pages.ts'

/** 1024 MiB in pages of 2 MiB: 512 of them. */
const small: VmOver = { memoryMiB: 1024, hugePageKiB: 2048 }
/** 1 GiB in one page. */
const large: VmOver = { memoryMiB: 1024, hugePageKiB: 1_048_576 }

const cases: { why: string; group: VmOver[]; coming?: VmOver[]; free?: [number, number][]; expected: object }[] = [
  { why: 'asks nothing for a VM without', group: [{}], expected: { kind: 'kept' } },
  {
    why: 'keeps just enough',
    group: [small],
    free: [[2048, 512]],
    expected: { kind: 'kept', reason: { code: 'huge-pages-enough' } },
  },
  {
    why: 'drops one page short',
    group: [small],
    free: [[2048, 511]],
    expected: {
      kind: 'dropped',
      reason: { code: 'huge-pages-too-few', values: { sizeKiB: 2048, pages: 512, free: 511 } },
    },
  },
  { why: 'adds up the group', group: [small, small], free: [[2048, 1024]], expected: { kind: 'kept' } },
  {
    why: 'drops the group one page short',
    group: [small, small],
    free: [[2048, 1023]],
    expected: { kind: 'dropped', reason: { values: { pages: 1024 } } },
  },
  {
    why: 'drops one without pages of that size',
    group: [large],
    free: [[2048, 9999]],
    expected: { kind: 'dropped', reason: { values: { free: 0 } } },
  },
  {
    why: 'asks for each size',
    group: [small, large],
    free: [
      [2048, 512],
      [1_048_576, 0],
    ],
    expected: { kind: 'dropped', reason: { values: { sizeKiB: 1_048_576 } } },
  },
  {
    why: 'keeps enough of each size',
    group: [small, large],
    free: [
      [2048, 512],
      [1_048_576, 1],
    ],
    expected: { kind: 'kept', reason: { values: { sizes: 2 } } },
  },
  {
    why: 'takes off what is on its way',
    group: [small],
    coming: [small],
    free: [[2048, 1023]],
    expected: { kind: 'dropped', reason: { values: { free: 511 } } },
  },
  {
    why: 'keeps just enough beside that',
    group: [small],
    coming: [small],
    free: [[2048, 1024]],
    expected: { kind: 'kept' },
  },
  { why: 'does not mix sizes', group: [small], coming: [large], free: [[2048, 512]], expected: { kind: 'kept' } },
  { why: 'passes over a VM that is here', group: [{ ...small, hostId: 'host1' }], expected: { kind: 'kept' } },
  { why: 'does not guess', group: [small], expected: { kind: 'unknown', field: 'host.freeHugePages' } },
]

describe('HugePages', () => {
  it.each(cases)('$why', ({ group, coming = [], free, expected }) => {
    const vms = group.map((over, at) => aVmFacts({ id: `vm${at}`, ...over }))
    const pending = coming.map((over, at) => aVmFacts({ id: `coming${at}`, ...over }))
    const host = aHostFacts({ freeHugePages: free && new Map(free) })
    const situation = aSituation({
      hosts: [host],
      vms: [...vms, ...pending],
      pending: pending.map(({ id }) => ({ vmId: id, hostId: 'host1' })),
    })
    expect(hugePagesFilter.filter(vms, [host], situation).get('host1')).toMatchObject(expected)
  })
})
