import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts } from '../../../test/fakes/scheduling.ts'
import { pendingOn } from './situation.ts'
import { withPending } from './with-pending.ts'

const vm = aVmFacts({ memoryMiB: 1024 })
const host = aHostFacts({ maxSchedulingMiB: 10_000, freeHugePages: new Map([[2048, 600]]) })
const before = aSituation({ hosts: [host, aHostFacts({ id: 'host2' })], vms: [vm] })

describe('withPending', () => {
  it('takes memory and overhead off the host, and only there', () => {
    const after = withPending(before, [vm], 'host1')
    // 1024 MiB, 64 + 2 of static overhead, 8 for each of two vCPUs.
    expect(after.hosts[0]?.maxSchedulingMiB).toBe(10_000 - 1024 - 66 - 16)
    expect(after.hosts[1]).toBe(before.hosts[1])
    expect(pendingOn(after, 'host1').map(({ id }) => id)).toEqual(['vm1'])
    expect(before.pending).toEqual([])
  })

  it('books huge pages as memory, and leaves the pages to who counts them', () => {
    const huge = aVmFacts({ memoryMiB: 1024, hugePageKiB: 2048 })
    const [booked] = withPending(before, [huge], 'host1').hosts
    expect(booked?.freeHugePages?.get(2048)).toBe(600)
    expect(booked?.maxSchedulingMiB).toBe(10_000 - 1024 - 66 - 16)
  })

  it('changes nothing for a VM that is there', () => {
    expect(withPending(before, [aVmFacts({ hostId: 'host1' })], 'host1')).toBe(before)
  })

  it('ends at zero, and keeps unknown what is', () => {
    expect(withPending(before, [aVmFacts({ memoryMiB: 99_999 })], 'host1').hosts[0]?.maxSchedulingMiB).toBe(0)
    const dark = aSituation({ hosts: [aHostFacts({ maxSchedulingMiB: undefined })] })
    expect(withPending(dark, [vm], 'host1').hosts[0]).not.toHaveProperty('maxSchedulingMiB')
  })
})
