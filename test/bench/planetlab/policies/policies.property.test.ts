import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostModelAt, vmTypeAt } from '../setting.ts'
import { simulate } from '../simulate.ts'
import { policies } from './index.ts'

const STEPS = 20
const HOSTS = 12

/** Few hosts and many steps of any demand, so that rules fire that a calm day does not reach. */
const traces = fc.array(fc.uint8Array({ min: 0, max: 100, minLength: STEPS, maxLength: STEPS }), {
  minLength: 4,
  maxLength: 16,
})

describe.each(Object.keys(policies))('%s', name => {
  it('keeps every VM on one host, and memory within each host, at every step', () => {
    fc.assert(
      fc.property(traces, fc.boolean(), (trace, isIdleGone) => {
        const policy = policies[name]?.(1)
        if (policy === undefined) throw new Error(`there is no policy ${name}`)
        let seen = 0
        const metrics = simulate(trace, {
          policy,
          hosts: HOSTS,
          steps: STEPS,
          isMemoryHard: true,
          isIdleGone,
          nowMs: () => 0,
          onStep: (hostOf, migrating) => {
            seen += 1
            const usedMb = Array<number>(HOSTS).fill(0)
            const take = (host: number, vm: number) => {
              usedMb[host] = (usedMb[host] ?? 0) + vmTypeAt(vm, trace.length).memoryMb
            }
            for (const [vm, host] of hostOf.entries()) {
              expect(host).toBeGreaterThanOrEqual(isIdleGone ? -1 : 0)
              expect(host).toBeLessThan(HOSTS)
              if (host >= 0) take(host, vm)
            }
            for (const { vm, to } of migrating) take(to, vm)
            for (const [host, mb] of usedMb.entries()) expect(mb).toBeLessThanOrEqual(hostModelAt(host).memoryMb)
          },
        })
        expect(seen).toBe(STEPS)
        expect(metrics.slatahPercent).toBeLessThanOrEqual(100)
        expect(Number.isFinite(metrics.energyKwh)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })
})
