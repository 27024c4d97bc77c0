import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CpuTask, placeTasks } from './place-vcpus.ts'

/** Two nodes of two cores with two threads each. */
const layout = { count: 8, threadsPerCore: 2, perNode: 4 }
const task = (wanted: number, over: Partial<CpuTask> = {}): CpuTask => ({ wanted, limit: 1, weight: 1, ...over })
const place = (...tasks: CpuTask[]) => placeTasks(layout, 0, tasks)
const cpusOf = (...tasks: CpuTask[]) => place(...tasks).map(({ cpu }) => cpu)
const gotOf = (...tasks: CpuTask[]) => place(...tasks).map(({ got }) => Math.round(got * 100) / 100)

describe('placeTasks', () => {
  it('takes a core each before the second thread of any', () => {
    expect(cpusOf(task(0.9), task(0.9), task(0.9), task(0.9))).toEqual([0, 2, 4, 6])
  })
  it('stays on the home node while there is room', () => {
    expect(cpusOf(...[1, 1, 1].map(() => task(0.1, { homeNode: 1 }))).every(cpu => cpu >= 4)).toBe(true)
    const crowded = cpusOf(...new Array<number>(6).fill(1).map(() => task(1, { homeNode: 1 })))
    expect(crowded.filter(cpu => cpu < 4).length).toBe(2)
  })
  it('stays where it ran when another CPU is hardly better', () => {
    expect(cpusOf(task(0.5, { previousCpu: 5 }))).toEqual([5])
    expect(cpusOf(task(0.9, { allowed: [5] }), task(0.5, { previousCpu: 5 }))).not.toEqual([5, 5])
  })

  const cases = [
    { why: 'gives all they want on CPUs of their own', tasks: [task(0.7), task(0.4)], got: [0.7, 0.4] },
    {
      why: 'halves a CPU that two are pinned to',
      tasks: [task(0.8, { allowed: [3] }), task(0.8, { allowed: [3] })],
      got: [0.5, 0.5],
    },
    {
      why: 'divides it by weight',
      tasks: [task(1, { allowed: [3], weight: 3 }), task(1, { allowed: [3] })],
      got: [0.75, 0.25],
    },
    {
      why: 'gives the modest all they want',
      tasks: [task(0.2, { allowed: [3] }), task(1, { allowed: [3] })],
      got: [0.2, 0.8],
    },
    { why: 'never gives more than the limit, however idle', tasks: [task(0.9, { limit: 0.3 })], got: [0.3] },
  ]
  for (const { why, tasks, got } of cases) it(why, () => expect(gotOf(...tasks)).toEqual(got))

  it('keeps to the CPUs that are allowed, overloads none, and gives nobody more than wanted', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    const tasks = fc.array(
      fc.record({
        wanted: share,
        limit: fc.double({ min: 0.01, max: 1, noNaN: true }),
        weight: fc.double({ min: 0.01, max: 10, noNaN: true }),
        allowed: fc.option(fc.uniqueArray(fc.nat({ max: 7 }), { minLength: 1 }), { nil: undefined }),
        homeNode: fc.option(fc.nat({ max: 1 }), { nil: undefined }),
        previousCpu: fc.option(fc.nat({ max: 7 }), { nil: undefined }),
      }),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(tasks, fc.double({ min: 0, max: 0.5, noNaN: true }), (given, ownShare) => {
        const load = new Float64Array(8).fill(ownShare)
        for (const [index, { cpu, got }] of placeTasks(layout, ownShare, given).entries()) {
          const { wanted = 0, limit = 0, allowed } = given[index] ?? {}
          expect(allowed ?? [cpu]).toContain(cpu)
          expect(got).toBeGreaterThanOrEqual(0)
          expect(got).toBeLessThanOrEqual(Math.min(wanted, limit) + 1e-9)
          load[cpu] = (load[cpu] ?? 0) + got
        }
        for (const each of load) expect(each).toBeLessThanOrEqual(1 + 1e-9)
      }),
    )
  })
})
