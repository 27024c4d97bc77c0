import { describe, expect, it } from 'vitest'
import { reason } from '../../shared/policy/reason.ts'
import { aCluster, aVm, NOON_MS } from '../../test/fakes/builders.ts'
import {
  aPlannedSnapshot,
  aPlanQuestion,
  aUsedHost,
  placesAfter,
  progressInLooks,
} from '../../test/fakes/cluster-plans.ts'
import { answerQuestion } from './answer-question.ts'

const hosts = ['h0', 'h1', 'h2'].map(id => aUsedHost(id, id === 'h0' ? 50_000 : 2000))
const vms = ['a', 'b', 'c', 'd'].map(id => aVm({ id, memoryMiB: 8000, hostId: 'h0' }))
const snapshot = aPlannedSnapshot(hosts, vms)
const evacuate = { kind: 'evacuate' as const, hostIds: ['h0'] }

/** All its time passes in so many looks at the clock; a second at most is searched in a cluster of four VMs. */
const seconds = (looks: number) => {
  const progress = progressInLooks(looks)
  return () => progress()
}

describe('answerQuestion', () => {
  it('answers with a plan, and with what it found on the way', () => {
    const told: number[] = []
    const plan = answerQuestion(aPlanQuestion({ snapshot }), seconds(40), better => told.push(better.pointsAfter))
    expect(plan.steps.length).toBeGreaterThan(1)
    expect(told.at(-1)).toBe(plan.pointsAfter)
  })

  it('finds as much where the machine hardly lets it work, while there is time', () => {
    const question = aPlanQuestion({ snapshot, seconds: 10 })
    const [calm, late] = [seconds(40), () => 5]
    expect(answerQuestion(question, late).steps).toEqual([])
    expect(answerQuestion(question, late, undefined, calm).steps.length).toBeGreaterThan(1)
    expect(answerQuestion(question, () => 10, undefined, calm).steps).toEqual([])
  })

  it('reckons how long moves take by the speed that is known', () => {
    const plan = (mibPerSecond: number) =>
      answerQuestion(
        aPlanQuestion({ snapshot, objective: evacuate, mibPerSecond, limits: { total: 1, perHost: 1 } }),
        seconds(2000),
      )
    // The slower, the more is written meanwhile and sent again.
    expect([plan(1000).makespanS, plan(100).makespanS, plan(99_999).makespanS]).toEqual([32, 428, 4])
  })

  it('does not propose what the engine has refused', () => {
    const named = (id: string) => ({ id, name: id })
    const refusals = [{ vm: named('a'), host: named('h1'), detail: 'Host is locked.', untilMs: NOON_MS }]
    const plan = answerQuestion(aPlanQuestion({ snapshot, objective: evacuate, refusals }), seconds(2000))
    const places = placesAfter(snapshot, plan)
    expect([places.a, plan.checkedBy.includes('EngineRefusals'), plan.steps.length]).toEqual(['h2', true, 4])
  })

  it('leaves alone what it is told to', () => {
    const excluded = new Map([['a', reason('vm-excluded', 'Tagged.')]])
    const plan = answerQuestion(aPlanQuestion({ snapshot, objective: evacuate, excluded }), seconds(2000))
    expect(plan.blocked.map(({ id }) => id)).toEqual(['a'])
  })

  it('throws for a cluster that is none', () =>
    expect(() => answerQuestion(aPlanQuestion({ snapshot, clusterId: 'c9' }), () => 0)).toThrow('no cluster c9'))

  it('is asked of one cluster', () => {
    const other = aVm({ id: 'x', clusterId: 'c2', hostId: 'far' })
    const plan = answerQuestion(
      aPlanQuestion({
        snapshot: { ...snapshot, clusters: [aCluster(), aCluster({ id: 'c2' })], vms: [...vms, other] },
        objective: evacuate,
      }),
      seconds(2000),
    )
    expect(plan.steps.map(({ vm }) => vm.id)).not.toContain('x')
  })
})
