import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { migrationCost } from './migration-cost.ts'

describe('migrationCost', () => {
  it.each([
    {
      why: 'an idle guest is sent once',
      vm: { memoryMiB: 10_000, vcpus: 4, cpuPoints: 0 },
      cost: { seconds: 100, transferMiB: 10_000, downtimeMs: 30 },
    },
    {
      // 10,000 + 2,000 + 400 + 80 + 16: what is left after 80 s × 0.2 is 16 MiB, sent while it stands still.
      why: 'a guest that writes a fifth of what is sent',
      vm: { memoryMiB: 10_000, vcpus: 4, cpuPoints: 100 },
      cost: { seconds: 125, transferMiB: 12_496, downtimeMs: 190 },
    },
    {
      why: 'one that writes faster than the network is slowed down',
      vm: { memoryMiB: 1000, vcpus: 16, cpuPoints: 1600 },
      cost: migrationCost({ memoryMiB: 1000, vcpus: 16, cpuPoints: 400 }, 100),
    },
    {
      why: 'a small one takes a second',
      vm: { memoryMiB: 10, vcpus: 1, cpuPoints: 0 },
      cost: { seconds: 1, transferMiB: 10, downtimeMs: 30 },
    },
    {
      why: 'no guest uses more than its CPUs, whatever its share of the host says',
      vm: { memoryMiB: 10_000, vcpus: 1, cpuPoints: 900 },
      cost: { seconds: 125, transferMiB: 12_496, downtimeMs: 190 },
    },
  ])('$why', ({ vm, cost }) => expect(migrationCost(vm, 100)).toEqual(cost))

  const vms = fc.record({
    memoryMiB: fc.integer({ min: 1, max: 4_000_000 }),
    vcpus: fc.integer({ min: 1, max: 256 }),
    cpuPoints: fc.integer({ min: 0, max: 25_600 }),
  })
  it('sends all memory at least once, stands still for half a second at most, and a busier guest costs no less', () => {
    fc.assert(
      fc.property(vms, fc.integer({ min: 1, max: 10_000 }), (vm, speed) => {
        const [cost, idle] = [migrationCost(vm, speed), migrationCost({ ...vm, cpuPoints: 0 }, speed)]
        expect(cost.transferMiB).toBeGreaterThanOrEqual(vm.memoryMiB)
        expect(cost.downtimeMs).toBeLessThanOrEqual(530)
        expect(cost.seconds).toBeGreaterThanOrEqual(idle.seconds)
        expect(Number.isFinite(cost.seconds)).toBe(true)
      }),
    )
  })
})
