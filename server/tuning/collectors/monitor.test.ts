import { describe, expect, it } from 'vitest'
import type { Sample } from '../../language/entity.ts'
import { createMonitor } from './monitor.ts'

type Told = Sample | undefined | Error
/** Tells what the reading has for it. */
const collector = (name: string, mandatory: readonly string[], optional: readonly string[] = []) => ({
  name,
  mandatory,
  optional,
  collect({ now }: { now: Readonly<Record<string, Told>> }): Sample | undefined {
    const told = now[name]
    if (told instanceof Error) throw told
    return told
  },
})
const take = (
  collectors: readonly ReturnType<typeof collector>[],
  ...rows: readonly Readonly<Record<string, Told>>[]
) => {
  const monitor = createMonitor(collectors, 3)
  const problems = rows.map(now => monitor.take({ now }, undefined))
  return { monitor, problems }
}

const a = collector('a', ['x', 'y'])
const b = collector('b', [], ['y', 'z'])

describe('one sample', () => {
  const cases: readonly { why: string; told: Readonly<Record<string, Told>>; sample?: Sample; missing?: string[] }[] = [
    { why: 'is whole', told: { a: { x: 1n, y: 2n }, b: { z: 3n } }, sample: { x: 1n, y: 2n, z: 3n } },
    { why: 'has nil for what is optional', told: { a: { x: 1n, y: 2n } }, sample: { x: 1n, y: 2n, z: null } },
    { why: 'counts nil as there', told: { a: { x: null, y: null } }, sample: { x: null, y: null, z: null } },
    { why: 'lacks what is mandatory', told: { a: { x: 1n }, b: { z: 3n } }, missing: ['y'] },
    { why: 'needs what another collector may leave out', told: { a: { x: 1n }, b: {} }, missing: ['y'] },
    { why: 'takes it from another', told: { a: { x: 1n }, b: { y: 5n } }, sample: { x: 1n, y: 5n, z: null } },
    { why: 'believes the first', told: { a: { x: 1n, y: 2n }, b: { y: 5n } }, sample: { x: 1n, y: 2n, z: null } },
    { why: 'replaces nil', told: { a: { x: 1n, y: null }, b: { y: 5n } }, sample: { x: 1n, y: 5n, z: null } },
    {
      why: 'does not replace zero or nothing',
      told: { a: { x: '', y: 0n }, b: { y: 5n } },
      sample: { x: '', y: 0n, z: null },
    },
    {
      why: 'has no field that nobody declared',
      told: { a: { x: 1n, y: 2n, w: 9n } },
      sample: { x: 1n, y: 2n, z: null },
    },
    { why: 'lacks all without collectors that tell', told: {}, missing: ['x', 'y'] },
  ]
  for (const { why, told, sample, missing = [] } of cases) {
    it(why, () => {
      const { monitor } = take([a, b], told)
      expect(monitor.isReady()).toBe(sample !== undefined)
      expect(monitor.missing()).toEqual(missing)
      expect(monitor.samples()).toEqual(sample === undefined ? [] : [sample])
    })
  }

  it('is missing before the first', () => {
    const { monitor } = take([a, b])
    expect([monitor.isReady(), monitor.missing(), monitor.samples()]).toEqual([false, ['x', 'y'], []])
  })

  it('is ready without any collector', () => {
    expect(take([], {}).monitor.isReady()).toBe(true)
  })

  it('goes without a collector that throws, and says which', () => {
    const { monitor, problems } = take([b, a], { b: new Error('broken'), a: { x: 1n, y: 2n } })
    expect(problems).toEqual([[{ collector: 'b', message: 'broken' }]])
    expect(monitor.samples()).toEqual([{ x: 1n, y: 2n, z: null }])
    expect(take([a], { a: new Error('broken') }).monitor.missing()).toEqual(['x', 'y'])
  })
})

describe('samples over time', () => {
  const xy = (x: bigint) => ({ a: { x, y: 0n } })
  const xs = ({ monitor }: ReturnType<typeof take>) => monitor.samples().map(({ x }) => x)

  it('are oldest first, and bounded', () => {
    expect(xs(take([a], xy(1n), xy(2n), xy(3n), xy(4n), xy(5n)))).toEqual([3n, 4n, 5n])
  })

  it('survive one that is not whole', () => {
    const gap = take([a], xy(1n), { a: { x: 2n } })
    expect(gap.monitor.isReady()).toBe(false)
    expect(xs(gap)).toEqual([1n])
    const after = take([a], xy(1n), { a: { x: 2n } }, xy(3n))
    expect(after.monitor.isReady()).toBe(true)
    expect(xs(after)).toEqual([1n, 3n])
  })

  it('never change once they were handed out', () => {
    const { monitor } = take([a], xy(1n))
    const before = monitor.samples()
    monitor.take({ now: xy(2n) }, undefined)
    expect(before).toEqual([{ x: 1n, y: 0n }])
  })
})
