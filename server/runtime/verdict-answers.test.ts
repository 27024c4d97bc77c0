import { describe, expect, it } from 'vitest'
import { reason } from '../../shared/policy/reason.ts'
import { accept, type PolicyUnit, reject } from '../../shared/policy/unit.ts'
import { aCluster, aHost, aSnapshot, aVm } from '../../test/fakes/builders.ts'
import { createRuntime } from './create-runtime.ts'
import { aboutHosts, aboutVm } from './question.ts'
import { builtIn } from './unit-runner.ts'
import { createVerdictLog } from './verdict-log.ts'

const hosts = Array.from({ length: 8 }, (_, n) => aHost({ id: `h${n}`, name: `host${n}` }))
const vm = aVm({ id: 'v', name: 'web', hostId: 'h0' })
const snapshot = aSnapshot({ clusters: [aCluster()], hosts, vms: [vm] })
const because = reason('because', 'Because.')
const nothing = { because, skippedHosts: [], skippedVms: [] }

function logging(over: Partial<PolicyUnit>) {
  const verdicts = createVerdictLog({ now: () => 7 })
  let ticks = 0
  const units = [builtIn({ id: 'u', description: 'D', parameters: {}, ...over })]
  const runtime = createRuntime({ units, elapsedMs: () => ticks++ * 2, verdicts }).askedBy('gate')
  return { runtime, last: () => verdicts.list('u', 1)[0], all: () => verdicts.list('u', 100) }
}

const question = aboutVm(snapshot, vm, hosts)

describe('the log of a unit', () => {
  it('tells who asked, about what, and how long it took', async () => {
    const { runtime, last } = logging({ filter: () => accept })
    await runtime.filter('u', question, {})
    expect(last()).toEqual({
      id: 1,
      atMs: 7,
      function: 'filter',
      askedBy: 'gate',
      cluster: { id: aCluster().id, name: 'Default' },
      vm: { id: 'v', name: 'web' },
      answer: { kind: 'kept', kept: 8, of: 8, rejected: [] },
      durationMs: 2,
    })
  })

  it('counts rejected hosts, and names few of them, with words that are not endless', async () => {
    const { runtime, last } = logging({
      filter: (_vm, { id }) => (id === 'h0' ? accept : reject(reason('no', 'x'.repeat(2_000)))),
    })
    await runtime.filter('u', question, {})
    const answer = last()?.answer
    expect(answer).toMatchObject({ kind: 'kept', kept: 1, of: 8 })
    const rejected = answer?.kind === 'kept' ? answer.rejected : []
    expect(rejected.map(({ host }) => host.name)).toEqual(['host1', 'host2', 'host3', 'host4', 'host5'])
    expect(rejected[0]?.because.text).toHaveLength(301)
  })

  it('names the best and the worst score', async () => {
    const { runtime, last } = logging({ score: (_vm, { id }) => 10 * Number(id.slice(1)) })
    await runtime.score('u', question, {})
    expect(last()?.answer).toEqual({
      kind: 'scored',
      scored: 8,
      of: 8,
      counts: 'score',
      best: { host: { id: 'h7', name: 'host7' }, value: 70 },
      worst: { host: { id: 'h0', name: 'host0' }, value: 0 },
    })
  })

  it('has the move of a balancer, or why it wants none', async () => {
    const move = { vmId: 'v', fromHostId: 'h0', toHostIds: hosts.slice(1).map(({ id }) => id), because }
    const moving = logging({ balance: () => ({ ...nothing, move }) })
    await moving.runtime.balance('u', aboutHosts(snapshot, hosts), {})
    expect(moving.last()).toMatchObject({
      function: 'balance',
      cluster: { name: 'Default' },
      answer: { kind: 'moves', vm: { name: 'web' }, from: { name: 'host0' }, toCount: 7, because },
    })
    expect(moving.last()).not.toHaveProperty('vm')
    const idle = logging({ balance: () => nothing })
    await idle.runtime.balance('u', aboutHosts(snapshot, hosts), {})
    expect(idle.last()?.answer).toEqual({ kind: 'stays', because })
  })

  it('tells failures from silence, and keeps the id of a VM that was not read', async () => {
    const { runtime, all } = logging({
      filter: () => {
        throw new Error('no luck')
      },
    })
    await runtime.filter('u', question, {})
    await runtime.filter('u', { vmId: 'new', hostIds: ['h0'], facts: { ok: false, why: 'not read yet' } }, {})
    expect(all().map(({ answer, vm }) => [answer, vm])).toEqual([
      [{ kind: 'silent', code: 'no-facts', text: 'not read yet' }, { id: 'new' }],
      [
        { kind: 'failed', code: 'failed', text: 'no luck' },
        { id: 'v', name: 'web' },
      ],
    ])
  })

  it('has nothing of a call that never reached the unit', async () => {
    const { runtime, all } = logging({ filter: () => accept })
    await runtime.score('u', question, {})
    expect(all()).toEqual([])
  })
})
