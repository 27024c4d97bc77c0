import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, type HostOver, type VmOver } from '../../../test/fakes/scheduling.ts'
import { balanceCandidates } from './balance-candidates.ts'

const because = { code: 'cpu-load-high', text: 'CPU load 90 % is high.', values: { loadPercent: 90 } }
const limits = { highPercent: 80, aboveMiB: 512 }

/** One VM on A, and B to go to: 10 cores with a load of 70 %. */
const cases: { why: string; vm?: VmOver; to?: HostOver; fits: boolean; refusal?: string }[] = [
  { why: 'fits exactly at the CPU limit', vm: { usageCpuPercent: 50 }, fits: true },
  { why: 'is one percent too much', vm: { usageCpuPercent: 50.5 }, fits: false, refusal: 'destination-cpu' },
  { why: 'fits with one MiB left above the limit', to: { maxSchedulingMiB: 4096 + 513 }, fits: true },
  { why: 'leaves just the limit', to: { maxSchedulingMiB: 4096 + 512 }, fits: false, refusal: 'destination-memory' },
  {
    why: 'counts as idle if it was not measured',
    vm: { usageCpuPercent: undefined },
    to: { usagePercent: 80 },
    fits: true,
  },
  {
    why: 'counts as idle where the host does not tell its threads',
    vm: { usageCpuPercent: 100 },
    to: { usagePercent: 80, threads: undefined },
    fits: true,
  },
  { why: 'takes its own CPUs off the others', vm: { pinning: 'dedicated' }, to: { usagePercent: 65 }, fits: false },
  {
    why: 'with own CPUs adds no load',
    vm: { pinning: 'dedicated', usageCpuPercent: 100 },
    to: { usagePercent: 64 },
    fits: true,
  },
  {
    why: 'would leave no CPU to others',
    vm: { pinning: 'dedicated', sockets: 10 },
    fits: false,
    refusal: 'destination-cpus-taken',
  },
  { why: 'wants more CPUs than there are: passes here', vm: { pinning: 'dedicated', sockets: 11 }, fits: true },
  { why: 'is not placed where load is unknown', to: { usagePercent: undefined }, fits: false, refusal: 'missing-fact' },
  {
    why: 'is not placed where memory is unknown',
    to: { maxSchedulingMiB: undefined },
    fits: false,
    refusal: 'missing-fact',
  },
  { why: 'may move by hand only', vm: { placement: 'user_migratable' }, fits: false, refusal: 'no-movable-vm' },
  { why: 'is pinned', vm: { placement: 'pinned' }, fits: false, refusal: 'no-movable-vm' },
  { why: 'is excluded by a tag', vm: { excludedBy: 'leave-alone' }, fits: false, refusal: 'no-movable-vm' },
  { why: 'is the engine itself', vm: { isHostedEngine: true }, fits: false, refusal: 'no-movable-vm' },
]

describe('candidates of a balancer', () => {
  it.each(cases)('a VM that $why: $fits', ({ vm, to, fits, refusal }) => {
    const [a, b] = [aHostFacts({ id: 'A' }), aHostFacts({ id: 'B', cores: 10, threads: 20, usagePercent: 70, ...to })]
    const vms = [aVmFacts({ id: 'vm1', hostId: 'A', usageCpuPercent: 10, ...vm })]
    const found = balanceCandidates([{ host: a, because }], [a, b], aSituation({ hosts: [a, b], vms }), limits)
    expect(found.candidates.map(({ hostIds }) => hostIds)).toEqual(fits ? [['B', 'A']] : [])
    if (refusal !== undefined) expect(found.refusals.map(({ code }) => code)).toContain(refusal)
  })

  it('tries the smallest load first and unmeasured VMs last', () => {
    const [a, b] = [aHostFacts({ id: 'A' }), aHostFacts({ id: 'B' })]
    const vms = [
      aVmFacts({ id: 'unmeasured', hostId: 'A' }),
      aVmFacts({ id: 'wide', hostId: 'A', usageCpuPercent: 10, sockets: 8 }),
      aVmFacts({ id: 'small', hostId: 'A', usageCpuPercent: 20, sockets: 1 }),
    ]
    const { candidates } = balanceCandidates([{ host: a, because }], [b], aSituation({ hosts: [a, b], vms }), limits)
    expect(candidates.map(({ vmId }) => vmId)).toEqual(['small', 'wide', 'unmeasured'])
    expect(candidates[0]?.because).toMatchObject({
      text: 'small may leave A. CPU load 90 % is high.',
      values: { vm: 'small', host: 'A', loadPercent: 90 },
    })
  })

  it('a source without VMs does no harm', () => {
    const [a, b] = [aHostFacts({ id: 'A' }), aHostFacts({ id: 'B' })]
    const found = balanceCandidates([{ host: a, because }], [b], aSituation({ hosts: [a, b] }), limits)
    expect(found).toMatchObject({ candidates: [], refused: 1, refusals: [{ code: 'no-movable-vm' }] })
  })

  it('keeps few refusals and counts all', () => {
    const a = aHostFacts({ id: 'A' })
    const others = Array.from({ length: 9 }, (_, n) => aHostFacts({ id: `B${n}`, maxSchedulingMiB: 0 }))
    const vms = [aVmFacts({ hostId: 'A' })]
    const found = balanceCandidates([{ host: a, because }], others, aSituation({ hosts: [a, ...others], vms }), limits)
    expect(found.refusals).toHaveLength(3)
    expect(found.refused).toBe(9)
  })
})
