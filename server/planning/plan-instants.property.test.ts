import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Plan } from '../../shared/plan/plan.ts'
import { hostsAt, planInstants, stepsAt } from '../../shared/plan/plan-instants.ts'
import { aVm } from '../../test/fakes/builders.ts'
import { aPlannedSnapshot, aUsedHost, planOf } from '../../test/fakes/cluster-plans.ts'

const drawn = fc.record({
  cpus: fc.array(fc.nat(100), { minLength: 2, maxLength: 5 }),
  vms: fc.array(
    fc.record({ on: fc.nat(4), gib: fc.integer({ min: 1, max: 12 }), vcpus: fc.integer({ min: 1, max: 8 }) }),
    { minLength: 2, maxLength: 10 },
  ),
  kind: fc.constantFrom('balance', 'density', 'evacuate'),
})
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never

function planFor({ cpus, vms, kind }: Drawn): Plan {
  const placed = vms.map(({ on, gib, vcpus }, at) =>
    aVm({ id: `v${at}`, hostId: `h${on % cpus.length}`, memoryMiB: 1024 * gib, vcpus }),
  )
  const hosts = cpus.map((cpuPercent, at) => {
    const usedMiB = placed.reduce((sum, vm) => sum + (vm.hostId === `h${at}` ? vm.memoryMiB : 0), 2000)
    const totalMiB = usedMiB + 40_000
    const statistics = { memoryUsedMiB: usedMiB, memoryFreeMiB: totalMiB - usedMiB, cpuPercent }
    return aUsedHost(`h${at}`, usedMiB, { totalMiB, maxSchedulingMiB: 40_000, statistics })
  })
  const objective = kind === 'evacuate' ? { kind, hostIds: ['h0'] } : { kind }
  return planOf(aPlannedSnapshot(hosts, placed), { objective, level: 5 }, { looks: kind === 'balance' ? 6 : 2000 })
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

describe('the moments of any plan', () => {
  it('begin and end with the figures of the plan, and lose no memory and no CPU on the way', () => {
    let moved = 0
    fc.assert(
      fc.property(drawn, of => {
        const plan = planFor(of)
        moved += plan.steps.length
        const instants = planInstants(plan.steps)
        for (const [index, instant] of instants.entries()) {
          const at = hostsAt(plan, instant) ?? expect.fail('a new plan carries all figures')
          const { underWay } = stepsAt(plan.steps, instant)
          const twice = (what: 'memoryMiB' | 'cpuPoints') => sum(underWay.map(({ load }) => load?.[what] ?? Number.NaN))
          const all = [...at.values()]
          const now = plan.hosts.flatMap(host => host.now ?? [])
          expect(sum(all.map(({ memoryMiB }) => memoryMiB))).toBeCloseTo(
            sum(now.map(({ memoryUsedMiB }) => memoryUsedMiB)) + twice('memoryMiB'),
            3,
          )
          expect(sum(all.map(({ cpuPoints }) => cpuPoints))).toBeCloseTo(
            sum(now.map(({ cpuPoints }) => cpuPoints)) + twice('cpuPoints'),
            3,
          )
          if (index > 0 && index < instants.length - 1) continue
          const isEnd = index > 0
          for (const host of plan.hosts) {
            const use = at.get(host.host.id)
            // A figure on the edge of two tenths may be rounded either way.
            const near = (is: number | undefined, should: number) =>
              expect(Math.abs((is ?? Number.NaN) - should)).toBeLessThan(0.11)
            near(use?.memoryPercent, isEnd ? host.memoryAfterPercent : host.memoryBeforePercent)
            near(use?.cpuPercent, isEnd ? host.cpuAfterPercent : host.cpuBeforePercent)
            expect(use?.vcpusPerCpu).toBe(isEnd ? host.vcpusPerCpuAfter : host.vcpusPerCpuBefore)
            expect(use?.vms).toBe(isEnd ? host.vmsAfter : host.vmsBefore)
          }
        }
      }),
      { numRuns: 100 },
    )
    expect(moved).toBeGreaterThan(50)
  }, 60_000)
})
