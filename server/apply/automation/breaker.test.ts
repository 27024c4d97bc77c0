import { describe, expect, it } from 'vitest'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import type { Run, Step } from '../../../shared/plan/run.ts'
import { aCluster, aHost, aRun, aSnapshot, aStep, aVm, NOON_MS } from '../../../test/fakes/builders.ts'
import { service } from '../services.ts'
import { type BreakerFacts, breakerReason } from './breaker.ts'

const clusterId = aCluster().id
const MINUTE_MS = 60_000

const reasonOf = (over: Partial<BreakerFacts>) =>
  breakerReason({
    clusterId,
    snapshots: [aSnapshot()],
    runs: [],
    sinceMs: 0,
    nowMs: NOON_MS,
    staleMs: MINUTE_MS,
    ...over,
  })
const codeOf = (over: Partial<BreakerFacts>) => reasonOf(over)?.code

describe('figures', () => {
  it.each([
    { why: 'nothing was read', snapshots: [], code: undefined },
    { why: 'all is well', snapshots: [aSnapshot()], code: undefined },
    {
      why: 'they are as old as they may be',
      snapshots: [aSnapshot({ takenAtMs: NOON_MS - MINUTE_MS })],
      code: undefined,
    },
    { why: 'they are older', snapshots: [aSnapshot({ takenAtMs: NOON_MS - MINUTE_MS - 1 })], code: 'figures-stale' },
    { why: 'only an older look is old', snapshots: [aSnapshot(), aSnapshot({ takenAtMs: 0 })], code: undefined },
  ])('are $code when $why', ({ snapshots, code }) => expect(codeOf({ snapshots })).toBe(code))

  const totalMiB = 1000
  it.each([
    { why: 'a CPU beyond a hundred', statistics: { cpuPercent: 100.1 }, what: 'CPU' },
    { why: 'a CPU below zero', statistics: { cpuPercent: -1 }, what: 'CPU' },
    { why: 'a CPU that is no number', statistics: { cpuPercent: Number.NaN }, what: 'CPU' },
    { why: 'more memory in use than there is', statistics: { memoryUsedMiB: 1051 }, what: 'memory in use' },
    { why: 'memory in use below zero', statistics: { memoryUsedMiB: -1 }, what: 'memory in use' },
    { why: 'more memory free than there is', statistics: { memoryFreeMiB: 1051 }, what: 'free memory' },
    { why: 'free memory below zero', statistics: { memoryFreeMiB: -1 }, what: 'free memory' },
    { why: 'a CPU that is all busy', statistics: { cpuPercent: 100 } },
    { why: 'an idle CPU', statistics: { cpuPercent: 0 } },
    { why: 'rounding up', statistics: { memoryUsedMiB: 1050, memoryFreeMiB: 1050 } },
    { why: 'nothing measured', statistics: {} },
  ])('are impossible or not: $why', ({ statistics, what }) => {
    const because = reasonOf({
      snapshots: [aSnapshot({ hosts: [aHost(), aHost({ id: 'odd', totalMiB, statistics })] })],
    })
    if (what === undefined) expect(because).toBeUndefined()
    else
      expect(because).toMatchObject({ code: 'figures-impossible', text: expect.stringContaining(`The ${what} of odd`) })
  })

  const impossible = { cpuPercent: 200 }
  it.each([
    { why: 'that is down', host: aHost({ status: 'down', statistics: impossible }) },
    { why: 'of another cluster', host: aHost({ clusterId: 'c2', statistics: impossible }) },
  ])('of a host $why do not count', ({ host }) =>
    expect(codeOf({ snapshots: [aSnapshot({ hosts: [host] })] })).toBe(undefined),
  )

  it.each([
    { why: 'a unit up', before: 64, now: 65_536, code: 'figures-jump' },
    { why: 'a unit down', before: 65_536, now: 64, code: 'figures-jump' },
    { why: 'memory added', before: 65_536, now: 8 * 65_536, code: undefined },
    { why: 'memory that was not told before', before: 0, now: 65_536, code: undefined },
  ])('jump or not: $why', ({ before, now, code }) => {
    const look = (totalMiB: number) => aSnapshot({ hosts: [aHost({ totalMiB, statistics: {} })] })
    expect(codeOf({ snapshots: [look(now), look(before)] })).toBe(code)
  })

  it('do not jump where a host is new', () => {
    const now = aSnapshot({ hosts: [aHost(), aHost({ id: 'new', totalMiB: 64, statistics: {} })] })
    expect(codeOf({ snapshots: [now, aSnapshot({ hosts: [aHost()] })] })).toBeUndefined()
  })

  describe('that do not change', () => {
    const look = (cpuPercent: number, activeVms = 3) =>
      aSnapshot({ hosts: [aHost({ activeVms, statistics: { cpuPercent } }), aHost({ id: 'host2', activeVms: 0 })] })
    const times = (count: number, snapshot: Snapshot) => Array.from({ length: count }, () => snapshot)
    it.each([
      { why: 'forty times', snapshots: times(40, look(7)), code: 'figures-frozen' },
      { why: 'forty times, whatever was before', snapshots: [...times(40, look(7)), look(9)], code: 'figures-frozen' },
      { why: 'not so often', snapshots: times(39, look(7)), code: undefined },
      { why: 'but once', snapshots: [...times(39, look(7)), look(8)], code: undefined },
      { why: 'where nothing runs', snapshots: times(40, look(0, 0)), code: undefined },
      { why: 'where no host is up', snapshots: times(40, aSnapshot({ hosts: [] })), code: undefined },
    ])('$why: $code', ({ snapshots, code }) => expect(codeOf({ snapshots })).toBe(code))
  })
})

describe('moves that fail', () => {
  const ended = (states: string, endedAtMs = NOON_MS - MINUTE_MS, over: Partial<Run> = {}): Run =>
    aRun({
      steps: [...states].map((letter, index) =>
        aStep({
          index,
          state: letter === 'f' ? 'failed' : 'done',
          endedAtMs: endedAtMs - index,
          to: { id: 'host1', name: '' },
        }),
      ),
      ...over,
    })
  it.each([
    { why: 'three of ten', runs: [ended('fdddfdddfd')], code: 'moves-fail' },
    { why: 'all of three', runs: [ended('ff'), ended('f')], code: 'moves-fail' },
    { why: 'two of ten', runs: [ended('fdddfddddd')], code: undefined },
    { why: 'three, the first of which was the eleventh before', runs: [ended('ffddddddddf')], code: undefined },
    { why: 'three more than an hour ago', runs: [ended('fff', NOON_MS - 60 * MINUTE_MS)], code: undefined },
    { why: 'three within the hour', runs: [ended('fff', NOON_MS - 60 * MINUTE_MS + 3)], code: 'moves-fail' },
    {
      why: 'three of another cluster',
      runs: [ended('fff', undefined, { cluster: { id: 'c2', name: '' } })],
      code: undefined,
    },
    {
      why: 'three that were skipped',
      runs: [aRun({ steps: [0, 1, 2].map(index => aStep({ index, state: 'skipped' })) })],
      code: undefined,
    },
  ])('$why: $code', ({ runs, code }) => expect(codeOf({ runs })).toBe(code))

  it('are counted', () =>
    expect(reasonOf({ runs: [ended('ffdff')] })).toMatchObject({
      text: 'Of the last 5 moves 4 failed.',
      values: { moves: 5, failed: 4 },
    }))
})

describe('another controller', () => {
  const ids = ['a', 'b', 'c']
  const moved = (over: Partial<Step> = {}, vms = ids) =>
    aRun({
      steps: vms.map((id, index) =>
        aStep({ index, vm: { id, name: id }, state: 'done', endedAtMs: NOON_MS - 5 * MINUTE_MS, ...over }),
      ),
    })
  const on = (hostId: string | undefined, vms = ids, takenAtMs = NOON_MS) => [
    aSnapshot({ takenAtMs, vms: vms.map(id => (hostId === undefined ? withoutHost(id) : aVm({ id, hostId }))) }),
  ]
  const withoutHost = (id: string) => {
    const { hostId: _, ...vm } = aVm({ id })
    return vm
  }
  const parking = aStep({
    vm: { id: 'a', name: 'a' },
    to: { id: 'host3', name: 'host3' },
    isParking: true,
    state: 'done',
    endedAtMs: NOON_MS - 6 * MINUTE_MS,
  })
  const toThird = moved({ to: { id: 'host3', name: 'host3' } })
  it.each([
    { why: 'three are elsewhere', runs: [moved()], snapshots: on('host1'), code: 'other-controller' },
    { why: 'all are where they were brought', runs: [moved()], snapshots: on('host2'), code: undefined },
    { why: 'only two are elsewhere', runs: [moved({}, ['a', 'b'])], snapshots: on('host1'), code: undefined },
    {
      why: 'it was half an hour ago',
      runs: [moved({ endedAtMs: NOON_MS - 30 * MINUTE_MS })],
      snapshots: on('host1'),
      code: undefined,
    },
    { why: 'they were switched off', runs: [moved()], snapshots: on(undefined), code: undefined },
    { why: 'the engine knows them no more', runs: [moved()], snapshots: on('host1', []), code: undefined },
    {
      why: 'we moved them on since',
      runs: [toThird, moved({ endedAtMs: NOON_MS - 9 * MINUTE_MS })],
      snapshots: on('host3'),
      code: undefined,
    },
    {
      why: 'we have begun to move them on',
      runs: [moved({ state: 'running', endedAtMs: 0 }), moved()],
      snapshots: on('host1'),
      code: undefined,
    },
    {
      why: 'one was parked on its way',
      runs: [aRun({ steps: [parking, ...moved().steps] })],
      snapshots: on('host2'),
      code: undefined,
    },
    {
      why: 'the moves were of another cluster',
      runs: [{ ...moved(), cluster: { id: 'c2', name: '' } }],
      snapshots: on('host1'),
      code: undefined,
    },
    {
      why: 'they had not arrived when it was looked',
      runs: [moved({ endedAtMs: NOON_MS - 1000 })],
      snapshots: on('host1', ids, NOON_MS - 2000),
      code: undefined,
    },
  ])('$why: $code', ({ runs, snapshots, code }) => expect(codeOf({ runs, snapshots })).toBe(code))

  it('is told with the VMs', () =>
    expect(reasonOf({ runs: [moved()], snapshots: on('host1') })?.text).toContain(
      'that this service has moved: a, b, c.',
    ))
})

describe('moves that are taken back', () => {
  const ms = (minutes: number) => NOON_MS - minutes * MINUTE_MS
  const move = (id: string, from: string, to: string, minutesAgo: number, over: Partial<Step> = {}) =>
    aStep({ vm: at(id), from: at(from), to: at(to), state: 'done', endedAtMs: ms(minutesAgo), ...over })
  const at = (id: string) => ({ id, name: id })
  const byService = (...steps: Step[]) => aRun({ id: 'ours', requestedBy: service, steps })
  const byEva = (...steps: Step[]) => aRun({ id: 'back', requestedBy: { id: 'u1', name: 'eva' }, steps })
  const three = byService(move('a', '1', '2', 50), move('b', '1', '3', 50), move('c', '1', '3', 50))
  const back = [move('a', '2', '1', 40), move('b', '3', '1', 40)]
  it.each([
    { why: 'most of them', runs: [byEva(...back), three], code: 'taken-back' },
    {
      why: 'the only one',
      runs: [byEva(move('a', '2', '1', 40)), byService(move('a', '1', '2', 50))],
      code: 'taken-back',
    },
    { why: 'fewer than most', runs: [byEva(move('a', '2', '1', 40)), three], code: undefined },
    {
      why: 'moved on instead',
      runs: [byEva(move('a', '2', '4', 40), move('b', '3', '4', 40)), three],
      code: undefined,
    },
    { why: 'taken back by ourselves', runs: [byService(...back), three], code: undefined },
    {
      why: 'not there yet',
      runs: [byEva(...back.map(step => ({ ...step, state: 'running' as const }))), three],
      code: undefined,
    },
    {
      why: 'brought there before',
      runs: [three, byEva(move('a', '2', '1', 60), move('b', '3', '1', 60))],
      code: undefined,
    },
    {
      why: 'those of a person',
      runs: [byEva(...back), { ...three, requestedBy: { id: 'u2', name: 'ben' } }],
      code: undefined,
    },
    {
      why: 'those of another cluster',
      runs: [byEva(...back), { ...three, cluster: { id: 'c2', name: '' } }],
      code: undefined,
    },
    {
      why: 'one that was parked on its way',
      runs: [
        byEva(move('a', '2', '1', 40)),
        byService(move('a', '1', '4', 55, { isParking: true }), move('a', '4', '2', 50)),
      ],
      code: 'taken-back',
    },
  ])('$why: $code', ({ runs, code }) => expect(codeOf({ runs })).toBe(code))

  it('are told with who did it', () =>
    expect(reasonOf({ runs: [byEva(...back), three] })?.text).toBe(
      'eva has taken back what this service had moved: a, b.',
    ))
})

describe('what was before a person allowed it again', () => {
  const failed = aRun({ steps: [0, 1, 2].map(index => aStep({ index, state: 'failed', endedAtMs: NOON_MS - 2000 })) })
  const sized = (takenAtMs: number, totalMiB: number) =>
    aSnapshot({ takenAtMs, hosts: [aHost({ totalMiB, statistics: {} })] })
  const grown = [sized(NOON_MS, 65_536), sized(NOON_MS - 2000, 64)]
  const still = Array.from({ length: 40 }, (_, index) =>
    aSnapshot({ takenAtMs: NOON_MS - index * 100, hosts: [aHost({ activeVms: 1, statistics: { cpuPercent: 7 } })] }),
  )
  it.each([
    { why: 'failures', facts: { runs: [failed] }, code: 'moves-fail' },
    { why: 'a jump of figures', facts: { snapshots: grown }, code: 'figures-jump' },
    { why: 'figures that stood still', facts: { snapshots: still }, code: 'figures-frozen' },
  ])('does not count again: $why', ({ facts, code }) => {
    expect(codeOf({ ...facts, sinceMs: NOON_MS - 10_000 })).toBe(code)
    expect(codeOf({ ...facts, sinceMs: NOON_MS - 1000 })).toBeUndefined()
  })

  it('counts where it still is so', () => {
    const odd = aSnapshot({ hosts: [aHost({ statistics: { cpuPercent: 200 } })] })
    expect(codeOf({ snapshots: [odd], sinceMs: NOON_MS + 1 })).toBe('figures-impossible')
    expect(codeOf({ nowMs: NOON_MS + 2 * MINUTE_MS, sinceMs: NOON_MS + MINUTE_MS })).toBe('figures-stale')
  })
})

it('tells the gravest', () => {
  const failed = aRun({ steps: [0, 1, 2].map(index => aStep({ index, state: 'failed', endedAtMs: NOON_MS - 1 })) })
  const odd = aSnapshot({ hosts: [aHost({ statistics: { cpuPercent: 200 } })] })
  expect(codeOf({ snapshots: [odd], runs: [failed], nowMs: NOON_MS + 2 * MINUTE_MS })).toBe('figures-stale')
  expect(codeOf({ snapshots: [odd], runs: [failed] })).toBe('figures-impossible')
})
