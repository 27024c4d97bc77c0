import { describe, expect, it } from 'vitest'
import type { Cluster } from '../../../shared/model/cluster.ts'
import type { Host } from '../../../shared/model/host.ts'
import type { Vm } from '../../../shared/model/vm.ts'
import { moveGates } from '../../../shared/plan/placement.ts'
import { reason } from '../../../shared/policy/reason.ts'
import { aCluster, aHost, aRecommendation, aSnapshot, aVm } from '../../../test/fakes/builders.ts'
import { indexSnapshot } from '../../model/indexed-snapshot.ts'
import { refusalFilter } from '../pipeline/learned-refusals.ts'
import { explainVm } from './explain-vm.ts'
import type { BalancerWord, MoveState } from './move-state.ts'
import { whyNotMoved } from './why-not-moved.ts'

const room: Partial<Host> = {
  cores: 8,
  threads: 16,
  scheduling: { sockets: 1, spm: 'none' },
  maxSchedulingMiB: 60_000,
  statistics: { memoryFreeMiB: 60_000, cpuPercent: 5 },
}
const full: Partial<Host> = { ...room, maxSchedulingMiB: 5 }
const down: Partial<Host> = { status: 'down' }
const named = (id: string) => ({ id, name: id })
const untilMs = Date.UTC(2026, 7, 19, 13)
const wanted: BalancerWord = {
  unitId: 'balancer',
  because: reason('short', 'a has 300 MiB free.'),
  asked: [{ vm: named('v'), from: named('a') }],
  held: [],
}
const word = (over: Partial<BalancerWord> = {}): MoveState => ({ advice: { ...wanted, ...over } })
const recommended = (state: 'open' | 'applying'): MoveState => ({
  ...word(),
  recommendation: aRecommendation({ state, to: named('b') }),
})

type Scene = Readonly<{
  vm?: Partial<Vm>
  b?: Partial<Host>
  c?: Partial<Host>
  cluster?: Partial<Cluster>
  /** Hosts that the engine has refused. Absent: nobody knows of any. */
  refused?: readonly string[]
}>

/** A VM v on host a, with room on b, none on c. */
function ask(state: MoveState, { vm: over, b, c, cluster, refused }: Scene = {}) {
  const vm = aVm({ id: 'v', name: 'v', hostId: 'a', memoryMiB: 1024, pinnedHostIds: [], ...over })
  const hosts = [
    { id: 'a', ...room },
    { id: 'b', ...room, ...b },
    { id: 'c', ...full, ...c },
  ].map(host => aHost(host))
  const index = indexSnapshot(aSnapshot({ hosts, vms: [vm], policies: [], clusters: [aCluster(cluster)] }))
  const refusals = refused?.map(id => ({ vm: named('v'), host: named(id), detail: 'It is locked.', untilMs }))
  const external = { filters: refusals ? [refusalFilter(refusals)] : [], weights: [] }
  const explained = explainVm(index, vm, { onUnknown: 'keep', external })
  if (explained === undefined) throw new Error('not explained')
  return whyNotMoved(explained, state)
}

describe('whyNotMoved', () => {
  it('says that it moves', () => {
    const answer = ask(recommended('applying'), { refused: [] })
    expect(answer.because.code).toBe('moving')
    expect(answer.gates.filter(({ isOpen }) => !isOpen)).toEqual([])
  })

  it.each([
    { why: 'all are open', state: recommended('applying'), scene: {} },
    { why: 'the first is closed', state: {}, scene: { vm: { placement: 'pinned' } } },
  ] as const)('tells of every gate in their order when $why', ({ state, scene }) => {
    expect(ask(state, scene).gates.map(({ gate }) => gate)).toEqual(moveGates)
  })

  const upgrading = reason('cluster-upgrading', 'It is being upgraded.')
  const dismissed = [{ code: 'dismissed', untilMs, because: 'This move was dismissed.' }]
  const stops: readonly Readonly<{ gate: string; state: MoveState; scene?: Scene; code: string }>[] = [
    { gate: 'rule', state: {}, scene: { vm: { placement: 'pinned' }, b: full }, code: 'pinned' },
    { gate: 'hosts', state: {}, scene: { b: full, refused: ['b'] }, code: 'no-feasible-host' },
    { gate: 'refusal', state: {}, scene: { refused: ['b'] }, code: 'all-hosts-refused' },
    { gate: 'unit', state: {}, code: 'not-asked' },
    { gate: 'threshold', state: word({ asked: [] }), code: 'short' },
    { gate: 'cooldown', state: word({ held: dismissed }), code: 'held-dismissed' },
    { gate: 'window', state: word({ asked: [], because: upgrading }), code: 'cluster-upgrading' },
    { gate: 'window', state: word(), scene: { cluster: { upgradeInProgress: true } }, code: 'cluster-upgrading' },
    { gate: 'recommendation', state: word(), code: 'not-recommended' },
    { gate: 'mode', state: recommended('open'), code: 'mode-manual' },
  ]
  it.each(stops)(
    'answers with the gate $gate when it is the first that is closed: $code',
    ({ gate, state, scene, code }) => {
      const { gates, because } = ask(state, scene)
      const first = gates.find(({ isOpen }) => !isOpen)
      expect(first).toMatchObject({ gate, reason: { code } })
      expect(because).toEqual(first?.reason)
    },
  )
})

type Row = Readonly<{ why: string; scene?: Scene; state?: MoveState; code: string; isOpen: boolean; says?: string }>

const locked = 'It is locked. This counts until 2026-08-19 13:00 UTC.'
const refusedAll = (vm: string) => word({ asked: [], because: reason('all-destinations-refused', 'Refused.', { vm }) })
const rows: Readonly<Record<'rule' | 'hosts' | 'refusal', readonly Row[]>> = {
  rule: [
    { why: 'a VM that may migrate', code: 'may-migrate', isOpen: true },
    { why: 'a pinned VM', scene: { vm: { placement: 'pinned' } }, code: 'pinned', isOpen: false },
    { why: 'one for people', scene: { vm: { placement: 'user_migratable' } }, code: 'manual-only', isOpen: false },
    { why: 'one in an unknown state', scene: { vm: { status: undefined } }, code: 'fact-missing', isOpen: false },
  ],
  hosts: [
    { why: 'room elsewhere', code: 'hosts-feasible', isOpen: true, says: '1 of 2 other hosts can take it: b.' },
    {
      why: 'room where the engine refused',
      scene: { refused: ['b'] },
      code: 'hosts-feasible',
      isOpen: true,
      says: ': b.',
    },
    { why: 'no room', scene: { b: full }, code: 'no-feasible-host', isOpen: false, says: 'b (Memory), c (Memory).' },
    { why: 'no other host that is up', scene: { b: down, c: down }, code: 'no-hosts', isOpen: false },
  ],
  refusal: [
    { why: 'nothing known', code: 'refusals-unknown', isOpen: true },
    { why: 'none refused', scene: { refused: [] }, code: 'none-refused', isOpen: true },
    {
      why: 'one of two feasible hosts refused',
      scene: { refused: ['b'], c: room },
      code: 'some-hosts-refused',
      isOpen: true,
      says: `The engine has refused 1 of 2 other hosts. The engine refused to move v to b: ${locked}`,
    },
    {
      why: 'all of two feasible hosts refused',
      scene: { refused: ['b', 'c'], c: room },
      code: 'all-hosts-refused',
      isOpen: false,
      says: `every host that could take it. The engine refused to move v to b: ${locked} The engine refused to move v to c: ${locked}`,
    },
    { why: 'a host that would not do anyway', scene: { refused: ['c'] }, code: 'some-hosts-refused', isOpen: true },
    {
      why: 'hosts that would not do anyway',
      scene: { refused: ['b'], b: full },
      code: 'some-hosts-refused',
      isOpen: true,
    },
    { why: 'the host where it runs', scene: { refused: ['a'] }, code: 'none-refused', isOpen: true },
    {
      why: 'all that the balancer named refused',
      scene: { refused: [] },
      state: refusedAll('v'),
      code: 'all-destinations-refused',
      isOpen: false,
    },
    {
      why: 'the same of another VM',
      scene: { refused: [] },
      state: refusedAll('x'),
      code: 'none-refused',
      isOpen: true,
    },
  ],
}

describe.each(['rule', 'hosts', 'refusal'] as const)('the gate %s', name => {
  it.each(rows[name])('is open: $isOpen, with $why', ({ scene, state = word(), code, isOpen, says = '' }) => {
    const found = ask(state, scene).gates.find(({ gate }) => gate === name)
    expect(found).toMatchObject({ isOpen, reason: { code } })
    expect(found?.reason.text).toContain(says)
  })
})
