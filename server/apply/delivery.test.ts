import { describe, expect, it } from 'vitest'
import type { Host } from '../../shared/model/host.ts'
import type { Delivery, PromisedHost } from '../../shared/plan/delivery.ts'
import { runStates } from '../../shared/plan/run.ts'
import { aPlan } from '../../test/fakes/automation.ts'
import {
  aHost,
  aPlanRecommendation,
  aRecommendation,
  aRun,
  aSnapshot,
  aStep,
  NOON_MS,
} from '../../test/fakes/builders.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import { deliveryOf, isOverlaid, measuredNow, promiseOf, trustOf } from './delivery.ts'

const MINUTE_MS = 60_000
const [host1, host2] = ['host1', 'host2'].map(id => ({ id, name: id })) as [
  { id: string; name: string },
  { id: string; name: string },
]
const cluster = { id: 'c1', name: 'c1' }

describe('promiseOf', () => {
  it('takes the memory of both hosts from a move', () =>
    expect(promiseOf(aRecommendation())).toEqual([
      { host: host1, memoryBeforePercent: 99.5, memoryPromisedPercent: 96.4 },
      { host: host2, memoryBeforePercent: 50, memoryPromisedPercent: 53.1 },
    ]))

  it('takes memory and CPU of each host from a plan', () => {
    const of = {
      host: host1,
      memoryBeforePercent: 90,
      memoryAfterPercent: 60,
      cpuBeforePercent: 70,
      cpuAfterPercent: 40,
    }
    const plan = aPlan({ hosts: [{ ...of, vmsBefore: 9, vmsAfter: 6 }] })
    expect(promiseOf(aPlanRecommendation({ plan }))).toEqual([
      { host: host1, memoryBeforePercent: 90, memoryPromisedPercent: 60, cpuBeforePercent: 70, cpuPromisedPercent: 40 },
    ])
  })
})

describe('deliveryOf', () => {
  it('is the word of a run that was carried out', () => {
    const recommendation = aRecommendation()
    const run = aRun({ state: 'done', endedAtMs: NOON_MS + 5 })
    expect(deliveryOf(run, recommendation)).toEqual({
      runId: 'run1',
      cluster: run.cluster,
      unitId: 'host_memory_balance',
      endedAtMs: NOON_MS + 5,
      promised: promiseOf(recommendation),
      measured: [],
    })
  })

  it.each(runStates.filter(state => state !== 'done'))('is none of a run that is %s', state =>
    expect(deliveryOf(aRun({ state, endedAtMs: NOON_MS }), aRecommendation())).toBeUndefined(),
  )
})

const promised = (over: Partial<PromisedHost> = {}): PromisedHost => ({
  host: host1,
  memoryBeforePercent: 80,
  memoryPromisedPercent: 60,
  ...over,
})
const aDelivery = (over: Partial<Delivery> = {}): Delivery => ({
  runId: 'run1',
  cluster,
  unitId: 'planner',
  endedAtMs: NOON_MS,
  promised: [promised()],
  measured: [],
  ...over,
})
const measurement = (afterMinutes: number, share?: number) => ({
  afterMinutes,
  atMs: NOON_MS,
  hosts: [],
  ...(share !== undefined && { share }),
})
const hostWith = (usedPercent: number, over: Partial<Host> = {}) =>
  aHost({ totalMiB: 1000, statistics: { memoryFreeMiB: 1000 - 10 * usedPercent }, ...over })
const measure = (delivery: Delivery, hosts: readonly Host[], minutes = 15) =>
  measuredNow(delivery, indexSnapshot(aSnapshot({ hosts })), NOON_MS + minutes * MINUTE_MS)

describe('isOverlaid', () => {
  const delivery = { runId: 'r', cluster, unitId: 'u', endedAtMs: NOON_MS, measured: [] }
  const promised = [{ host: host1, memoryBeforePercent: 90, memoryPromisedPercent: 70 }]
  const later = { state: 'done', endedAtMs: NOON_MS + 1, from: host1, to: host2 } as const
  const third = { id: 'host3', name: 'host3' }
  it.each([
    { why: 'a later move from one of its hosts', step: later, of: cluster, is: true },
    { why: 'a later move to one of its hosts', step: { ...later, from: third, to: host1 }, of: cluster, is: true },
    { why: 'a later move of other hosts', step: { ...later, from: third }, of: cluster, is: false },
    { why: 'a later move that failed', step: { ...later, state: 'failed' as const }, of: cluster, is: false },
    { why: 'its own moves', step: { ...later, endedAtMs: NOON_MS }, of: cluster, is: false },
    { why: 'a move in another cluster', step: later, of: { id: 'c2', name: 'c2' }, is: false },
  ])('by $why: $is', ({ step, of, is }) =>
    expect(isOverlaid({ ...delivery, promised }, [aRun({ cluster: of, steps: [aStep(step)] })])).toBe(is),
  )
})

describe('measuredNow', () => {
  it.each([
    { minutes: 1.9, done: [], after: undefined },
    { minutes: 2, done: [], after: 2 },
    { minutes: 4, done: [], after: 2 },
    { minutes: 4.1, done: [], after: undefined },
    { minutes: 15, done: [2], after: 15 },
    { minutes: 14.9, done: [], after: undefined },
    { minutes: 15, done: [], after: 15 },
    { minutes: 15, done: [15], after: undefined },
    { minutes: 30, done: [], after: 15 },
    { minutes: 30.1, done: [], after: undefined },
    { minutes: 59.9, done: [15], after: undefined },
    { minutes: 60, done: [15], after: 60 },
    { minutes: 60, done: [], after: 60 },
    { minutes: 60, done: [15, 60], after: undefined },
    { minutes: 61, done: [60], after: undefined },
    { minutes: 120, done: [15], after: 60 },
    { minutes: 120.1, done: [15], after: undefined },
  ])('after $minutes min, with $done measured, measures $after', ({ minutes, done, after }) => {
    const delivery = aDelivery({ measured: done.map(one => measurement(one)) })
    const measured = measure(delivery, [hostWith(60)], minutes)?.measured
    expect(measured?.map(({ afterMinutes }) => afterMinutes)).toEqual(after && [...done, after])
  })

  it('keeps what it saw and when', () => {
    const cpu = { cpuBeforePercent: 10, cpuPromisedPercent: 30 }
    const delivery = aDelivery({ promised: [promised(cpu), promised({ host: host2 })] })
    const statistics = { memoryFreeMiB: 300, cpuPercent: 25 }
    expect(measure(delivery, [hostWith(0, { statistics })])?.measured).toEqual([
      {
        afterMinutes: 15,
        atMs: NOON_MS + 15 * MINUTE_MS,
        hosts: [{ host: host1, memoryPercent: 70, cpuPercent: 25 }, { host: host2 }],
        // Of 20 points of memory 10 have come, of 20 of CPU 15.
        share: 0.625,
      },
    ])
  })

  it.each([
    { why: 'all that was promised', hosts: [hostWith(60)], share: 1 },
    { why: 'half', hosts: [hostWith(70)], share: 0.5 },
    { why: 'nothing', hosts: [hostWith(80)], share: 0 },
    { why: 'the contrary, which is no worse than nothing', hosts: [hostWith(95)], share: 0 },
    { why: 'twice as much, which is as wrong as nothing', hosts: [hostWith(40)], share: 0 },
    { why: 'a host that is gone', hosts: [], share: undefined },
    { why: 'a host that was not measured', hosts: [aHost({ statistics: {} })], share: undefined },
  ])('gives $share for $why', ({ hosts, share }) => expect(measure(aDelivery(), hosts)?.measured[0]?.share).toBe(share))

  it.each([
    { why: 'promises too small to be seen', promise: [promised({ memoryPromisedPercent: 79.1 })], share: undefined },
    { why: 'the least that can be seen', promise: [promised({ memoryPromisedPercent: 79 })], share: 0 },
    {
      why: 'each host by how much it was to change',
      promise: [promised(), promised({ host: host2, memoryPromisedPercent: 20 })],
      share: 0.75,
    },
    { why: 'no promise', promise: [], share: undefined },
  ])('gives $share for $why', ({ promise, share }) =>
    expect(
      measure(aDelivery({ promised: promise }), [hostWith(80), hostWith(20, { id: 'host2' })])?.measured[0]?.share,
    ).toBe(share),
  )
})

describe('trustOf', () => {
  const runs = (shares: readonly number[], over: Partial<Delivery> = {}) =>
    shares.map((share, at) => aDelivery({ runId: `run${at}`, measured: [measurement(15, share)], ...over }))

  it.each([
    { why: 'no run', deliveries: [], trust: [] },
    { why: 'four runs', deliveries: runs([1, 1, 1, 1]), trust: [{ runs: 4 }] },
    { why: 'five runs', deliveries: runs([1, 1, 0.5, 0, 0]), trust: [{ runs: 5, percent: 50 }] },
    { why: 'five, one of them not measured', deliveries: [...runs([1, 1, 1, 1]), aDelivery()], trust: [{ runs: 4 }] },
    {
      why: 'the newest twenty only',
      deliveries: runs([...Array(20).fill(0.9), 0, 0]),
      trust: [{ runs: 20, percent: 90 }],
    },
    {
      why: 'a first look, by which nobody is judged',
      deliveries: runs([0, 0, 0, 0, 0], { measured: [measurement(2, 0)] }),
      trust: [{ runs: 0 }],
    },
    { why: 'nothing measured', deliveries: [aDelivery()], trust: [{ runs: 0 }] },
  ])('of $why', ({ deliveries, trust }) =>
    expect(trustOf(deliveries)).toEqual(trust.map(one => ({ cluster, unitId: 'planner', ...one }))),
  )

  it('counts the latest measurement of each run', () => {
    const measured = [measurement(15, 0), measurement(60, 1)]
    expect(trustOf(runs([0, 0, 0, 0, 0], { measured }))).toMatchObject([{ percent: 100 }])
  })

  it('has a figure for each cluster and unit', () => {
    const other = { id: 'c2', name: 'c2' }
    const deliveries = [
      ...runs([1, 1, 1, 1, 1]),
      ...runs([0, 0, 0, 0, 0], { unitId: 'site' }),
      ...runs([0.2, 0.2, 0.2, 0.2, 0.2], { cluster: other }),
    ]
    expect(trustOf(deliveries).map(({ cluster: { id }, unitId, percent }) => [id, unitId, percent])).toEqual([
      ['c1', 'planner', 100],
      ['c1', 'site', 0],
      ['c2', 'planner', 20],
    ])
  })
})
