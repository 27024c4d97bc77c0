import { describe, expect, it } from 'vitest'
import type { SupportRecord } from '../../../shared/api/support.ts'
import type { Snapshot } from '../../../shared/model/snapshot.ts'
import { aCluster, aHost, aRecommendation, aSnapshot, aVm, NOON_MS } from '../../../test/fakes/builders.ts'
import { aPlannedSnapshot, aPlanQuestion, aUsedHost, shortSteps } from '../../../test/fakes/cluster-plans.ts'
import { answerQuestion } from '../../planning/answer-question.ts'
import type { PlanQuestion } from '../../planning/plan-question.ts'
import { anonymise } from '../support/anonymise.ts'
import { bundledCase } from './bundled-case.ts'
import { createKeptQuestions } from './kept-questions.ts'
import { replayAdvice } from './replay-advice.ts'
import { adviceText } from './show-replay.ts'

/** As it comes out of a file. */
const inFile = (records: readonly SupportRecord[]): SupportRecord[] => JSON.parse(JSON.stringify(records))
const inCluster = { clusterId: aCluster().id } as const

describe('a plan that is made again', () => {
  const hosts = [aUsedHost('h-b', 50_000), aUsedHost('h-a', 5_000), aUsedHost('h-c', 5_000)]
  const vms = Array.from({ length: 8 }, (_, at) =>
    aVm({ ...inCluster, id: `v${at}`, name: `vm-${9 - at}`, hostId: 'h-b', memoryMiB: 5_000 }),
  )
  const snapshot = aPlannedSnapshot(hosts, vms)
  const question = aPlanQuestion({
    snapshot,
    watched: new Map([['h-a', { cpuOverCommitSinceMs: null }]]),
    excluded: new Map([['v0', { code: 'vm-excluded', text: 'It is left alone.', values: {} }]]),
    refusals: [{ vm: { id: 'v1', name: 'vm-8' }, host: { id: 'h-a', name: 'h-a' }, detail: 'No.', untilMs: NOON_MS }],
  })
  /** The clock counts how often it is looked at, so that every search is as long. */
  const planOf = (asked: PlanQuestion) => {
    let looks = 0
    return answerQuestion(asked, () => looks++ / 100)
  }
  const kept = createKeptQuestions()
  kept.note(question, planOf(question), 1)
  const records: SupportRecord[] = [
    { kind: 'snapshot', value: snapshot },
    ...kept.list().map(value => ({ kind: 'question', value }) as const),
  ]

  it('comes out the same from a bundle', () => {
    const [read] = bundledCase({ records: inFile(records) }).questions
    expect(read?.question).toEqual(question)
    expect(shortSteps(planOf(question)).length).toBeGreaterThan(2)
    expect(read && planOf(read.question)).toEqual(read?.plan)
  })

  it('comes out the same from one without names, under the stand-ins', () => {
    const { records: safe, standIns } = anonymise(inFile(records))
    const [read] = bundledCase({ records: inFile(safe) }).questions
    const again = read && planOf(read.question)
    expect(again && shortSteps(again)).toEqual(read && shortSteps(read.plan))
    const named = shortSteps(planOf(question)).map(step => step.replace(/[vh][-\w]+/g, id => standIns.get(id) ?? id))
    expect(again && shortSteps(again)).toEqual(named)
  })

  it('is kept as the last of its kind in its cluster, of few', () => {
    const some = createKeptQuestions()
    for (const at of [1, 2, 3, 4, 5, 6])
      some.note({ ...question, clusterId: at === 1 ? 'c6' : `c${at}` }, planOf(question), at)
    expect(some.list().map(({ atMs }) => atMs)).toEqual([6, 5, 4, 3])
  })
})

describe('bundledCase', () => {
  const bad: { why: string; records: SupportRecord[]; says: RegExp }[] = [
    { why: 'no snapshot', records: [], says: /holds no snapshot$/ },
    {
      why: 'a reason for none',
      records: [{ kind: 'problem', value: { part: 'snapshot', message: 'the engine is down' } }],
      says: /no snapshot: the engine is down/,
    },
    {
      why: 'half a snapshot',
      records: [{ kind: 'snapshot', value: {} }],
      says: /snapshot of the bundle cannot be read: takenAtMs/,
    },
    {
      why: 'a question that is none',
      records: [
        { kind: 'snapshot', value: aSnapshot() },
        { kind: 'question', value: { atMs: 1 } },
      ],
      says: /a question of the bundle cannot be read: question/,
    },
  ]
  for (const { why, records, says } of bad)
    it(`refuses a bundle with ${why}`, () => expect(() => bundledCase({ records })).toThrow(says))

  it('takes the settings that decide, and no others', () => {
    const config = (name: string, value: unknown) => ({ kind: 'config', value: { name, value } }) as const
    const snapshot = { kind: 'snapshot', value: aSnapshot() } as const
    const { config: taken } = bundledCase({
      records: [config('planner.mostMoves', 7), config('rest.port', 99), snapshot],
    })
    expect([taken['planner.mostMoves'], taken['rest.port']]).toEqual([7, 18_780])
  })
})

describe('advice that is given again', () => {
  /** host1 is 200 MiB short, host2 has plenty. */
  const snapshot: Snapshot = aSnapshot({
    hosts: [aHost({ statistics: { memoryFreeMiB: 300 } }), aHost({ id: 'host2' })],
    vms: [aVm()],
  })
  const open = (over: object = {}) =>
    aRecommendation({ snapshotTakenAtMs: snapshot.takenAtMs, unitId: 'host_memory_balance', ...over })
  const replayed = async (recommendation: ReturnType<typeof aRecommendation>) => {
    const bundled = bundledCase({
      records: inFile([
        { kind: 'snapshot', value: snapshot },
        { kind: 'recommendation', value: { recommendation } },
        { kind: 'config', value: { name: 'units.directory', value: '/nowhere' } },
      ]),
    })
    const [answer = expect.fail('no cluster')] = await replayAdvice(bundled, bundled.config)
    return adviceText(answer)
  }

  it('is told as the same', async () =>
    expect(await replayed(open())).toMatch(/^✓ advice for Default: 1 of 1 .*again\. .*$/))

  it('is told where it differs', async () => {
    const other = await replayed(open({ vm: { id: 'vm9', name: 'gone' } }))
    expect(other).toMatch(/^✗ advice for Default: 0 of 1/)
    expect(other).toContain(
      '    only then  gone: host1 → host2 (host_memory_balance)\n    only now   vm1: host1 → host2',
    )
  })

  it('takes no account of what was recommended for another snapshot', async () =>
    expect(await replayed(open({ snapshotTakenAtMs: 1 }))).toMatch(/^✓ advice for Default: nothing was recommended/))
})
