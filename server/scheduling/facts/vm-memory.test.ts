import { describe, expect, it } from 'vitest'
import { aSituation, aVmFacts, type VmOver } from '../../../test/fakes/scheduling.ts'
import {
  hugePagesNeeded,
  overheadMiB,
  staticOverheadMiB,
  totalRequiredMiB,
  totalRequiredNoHugeMiB,
  usesHugePages,
} from './vm-memory.ts'

const { cluster } = aSituation()
const ppc = { ...cluster, architecture: 'ppc64' as const }

describe('memory of a VM', () => {
  it.each<{ why: string; vm: VmOver; on: typeof cluster; expected: number }>([
    { why: 'x86: 64 and 1/512', vm: { memoryMiB: 4096 }, on: cluster, expected: 72 },
    { why: 'x86: just below the next whole', vm: { memoryMiB: 1023 }, on: cluster, expected: 65 },
    { why: 'x86: at the next whole', vm: { memoryMiB: 1024 }, on: cluster, expected: 66 },
    {
      why: 'x86: what it may be given does not count',
      vm: { memoryMiB: 1024, maxMemoryMiB: 8192 },
      on: cluster,
      expected: 66,
    },
    { why: 'ppc: 100 and 1/64', vm: { memoryMiB: 4096 }, on: ppc, expected: 164 },
    { why: 'ppc: one more takes the next power of two', vm: { memoryMiB: 4097 }, on: ppc, expected: 228 },
    { why: 'ppc: what it may be given counts', vm: { memoryMiB: 4096, maxMemoryMiB: 16_384 }, on: ppc, expected: 356 },
  ])('static overhead, $why', ({ vm, on, expected }) => {
    expect(staticOverheadMiB(aVmFacts(vm), on)).toBe(expected)
  })

  it.each<{ why: string; vm: VmOver; overhead: number; total: number; noHuge: number; pages: number }>([
    { why: '8 MiB for each vCPU', vm: {}, overhead: 88, total: 4184, noHuge: 4184, pages: 0 },
    {
      why: 'threads are vCPUs too',
      vm: { sockets: 2, coresPerSocket: 2, threadsPerCore: 2 },
      overhead: 136,
      total: 4232,
      noHuge: 4232,
      pages: 0,
    },
    {
      why: 'video RAM and 8 MiB for each I/O thread',
      vm: { videoMiB: 16, ioThreads: 2 },
      overhead: 120,
      total: 4216,
      noHuge: 4216,
      pages: 0,
    },
    {
      why: 'huge pages are booked elsewhere',
      vm: { hugePageKiB: 2048 },
      overhead: 88,
      total: 4184,
      noHuge: 88,
      pages: 2048,
    },
    { why: 'size 0 is none', vm: { hugePageKiB: 0 }, overhead: 88, total: 4184, noHuge: 4184, pages: 0 },
    {
      why: 'a part of a page is a page',
      vm: { memoryMiB: 1025, hugePageKiB: 1_048_576 },
      overhead: 82,
      total: 1107,
      noHuge: 82,
      pages: 2,
    },
    {
      why: 'a whole page is one',
      vm: { memoryMiB: 1024, hugePageKiB: 1_048_576 },
      overhead: 82,
      total: 1106,
      noHuge: 82,
      pages: 1,
    },
  ])('$why', ({ vm, overhead, total, noHuge, pages }) => {
    const facts = aVmFacts(vm)
    expect(overheadMiB(facts, cluster)).toBe(overhead)
    expect(totalRequiredMiB(facts, cluster)).toBe(total)
    expect(totalRequiredNoHugeMiB(facts, cluster)).toBe(noHuge)
    expect(hugePagesNeeded(facts)).toBe(pages)
    expect(usesHugePages(facts)).toBe(pages > 0)
  })
})
