import { describe, expect, it } from 'vitest'
import type { Step } from '../../shared/plan/run.ts'
import { aRun, aStep, NOON_MS } from '../../test/fakes/builders.ts'
import { migrationSpeed } from './migration-speed.ts'

const { id } = aRun().cluster
/** Ten seconds at this many MiB each. */
const at = (speed: number, over: Partial<Step> = {}) =>
  aStep({ state: 'done', transferMiB: 10 * speed, startedAtMs: NOON_MS, endedAtMs: NOON_MS + 10_000, ...over })
const without = (key: keyof Step): Step => {
  const { [key]: _, ...rest } = at(3)
  return rest as Step
}

describe('migrationSpeed', () => {
  it.each([
    { why: 'none', steps: [], speed: undefined },
    { why: 'two', steps: [at(100), at(100)], speed: undefined },
    { why: 'three, one far off', steps: [at(100), at(9000), at(120)], speed: 120 },
    { why: 'four', steps: [at(10), at(20), at(30), at(40)], speed: 30 },
    { why: 'the newest thirty', steps: [...Array(30).fill(at(50)), ...Array(70).fill(at(1))], speed: 50 },
    { why: 'three, one of which failed', steps: [at(1), at(2), at(3, { state: 'failed' })], speed: undefined },
    { why: 'three, one of which took no time', steps: [at(1), at(2), at(3, { endedAtMs: NOON_MS })], speed: undefined },
    { why: 'three, one without its memory', steps: [at(1), at(2), without('transferMiB')], speed: undefined },
    { why: 'three, one without its start', steps: [at(1), at(2), without('startedAtMs')], speed: undefined },
    { why: 'three, one without its end', steps: [at(1), at(2), without('endedAtMs')], speed: undefined },
  ])('of $why is $speed', ({ steps, speed }) => expect(migrationSpeed([aRun({ steps })], id)).toBe(speed))

  it('is of the whole cluster, and of it alone', () => {
    const other = aRun({ cluster: { id: 'c2', name: '' }, steps: [at(1), at(1), at(1), at(1)] })
    const runs = [other, ...[50, 60, 70].map(speed => aRun({ steps: [at(speed)] }))]
    expect([migrationSpeed(runs, id), migrationSpeed(runs, 'c2'), migrationSpeed(runs, 'c3')]).toEqual([
      60,
      1,
      undefined,
    ])
  })
})
