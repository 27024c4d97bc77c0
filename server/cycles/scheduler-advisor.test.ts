import { beforeEach, describe, expect, it } from 'vitest'
import type { HostStatus } from '../../shared/model/host.ts'
import { reason, skip } from '../../shared/policy/reason.ts'
import { aCluster, aHost, aSnapshot, aVm, NOON_MS, roomy } from '../../test/fakes/builders.ts'
import { aScheduler } from '../../test/fakes/schedulers.ts'
import type { WantedAway } from '../apply/guest-requests.ts'
import { indexSnapshot } from '../model/indexed-snapshot.ts'
import type { CheckedAdvice } from '../runtime/schedulers/check-scheduler-answer.ts'
import type { Answered, StatusChange } from '../runtime/schedulers/schedulers.ts'
import { explainVm } from '../scheduling/explain/explain-vm.ts'
import { createSchedulerAdvisor } from './scheduler-advisor.ts'
import { standingChanges } from './standing-changes.ts'

const why = (text: string) => reason('x', text)
const cluster = aCluster({ scheduling: { version: '4.7', haReservation: false } })
const snapshotWith = (status: HostStatus = 'up', at = 'h1') =>
  aSnapshot({
    clusters: [cluster],
    policies: [],
    hosts: [aHost({ id: 'h1', ...roomy, status }), aHost({ id: 'h2', ...roomy }), aHost({ id: 'h3', ...roomy })],
    vms: [aVm({ id: 'v1', hostId: at, memoryMiB: 512 }), aVm({ id: 'v2', hostId: at, memoryMiB: 512 })],
  })
const first = snapshotWith()
const host = (id: string) => first.hosts.find(known => known.id === id) ?? aHost()
const move = (id: string, to = 'h2', text = 'it should') => ({
  vm: first.vms.find(vm => vm.id === id) ?? aVm(),
  fromHostId: 'h1',
  toHostIds: [to],
  because: why(text),
  limitBroken: false,
})
const advice = (over: Partial<CheckedAdvice> = {}): CheckedAdvice => ({
  because: why('all is well'),
  moves: [],
  hostActions: [],
  notices: [],
  skippedHosts: [],
  skippedVms: [],
  ...over,
})

let nowMs: number
let asked: string[]
let away: readonly WantedAway[]
let says: {
  loadBalance: CheckedAdvice | undefined | 'fails'
  onTimerInvoked: CheckedAdvice | undefined | 'fails'
  onStatusChanged: CheckedAdvice | undefined | 'fails'
}
beforeEach(() => {
  nowMs = NOON_MS
  asked = []
  away = []
  says = { loadBalance: undefined, onTimerInvoked: undefined, onStatusChanged: undefined }
})

function start() {
  const changes = standingChanges()
  const answer = (name: keyof typeof says): Answered<CheckedAdvice | undefined> => {
    asked.push(name)
    const said = says[name]
    if (said === 'fails')
      return { ok: false, code: 'failed', message: `own failed in ${name}`, failsClosed: false, by: 'own' }
    return { ok: true, value: said, by: 'own' }
  }
  const { run: _, ...scheduler } = aScheduler('own')
  const advisor = createSchedulerAdvisor({
    schedulers: {
      of: () => ({ scheduler, policy: 'First', values: { most: 1 }, given: [], problems: ['an input is bad'] }),
      selectHost: async () => ({ ok: true, by: 'own', value: { hostId: 'h3', because: why('chosen') } }),
      loadBalance: async () => answer('loadBalance'),
      onTimerInvoked: async () => answer('onTimerInvoked'),
      onStatusChanged: async () => answer('onStatusChanged'),
    },
    changes,
    wantedAway: () => away,
    explain: async ({ index }, vm) => explainVm(index, vm, { onUnknown: 'keep' }),
    balanceIntervalMs: 60_000,
    timerIntervalMs: 300_000,
    now: () => nowMs,
  })
  const advise = (snapshot = snapshotWith()) => advisor.advise(cluster, indexSnapshot(snapshot))
  const change = (to: string): StatusChange => ({ kind: 'host', id: 'h1', from: 'up', to, atMs: nowMs })
  return { advisor, advise, add: (to: string) => changes.add([{ clusterId: cluster.id, change: change(to) }]) }
}

describe('advise', () => {
  it('asks each at its interval and lets the last answer stand between', async () => {
    says.loadBalance = advice({ moves: [move('v1')] })
    const { advise } = start()
    for (let read = 0; read <= 20; read++) {
      expect((await advise()).moves).toHaveLength(1)
      nowMs += 15_000
    }
    expect(asked.filter(name => name === 'loadBalance')).toHaveLength(6)
    expect(asked.filter(name => name === 'onTimerInvoked')).toHaveLength(2)
  })

  it('asks again when the clock was put back', async () => {
    const { advise } = start()
    await advise()
    nowMs -= 1
    await advise()
    expect(asked.filter(name => name === 'loadBalance')).toHaveLength(2)
  })

  it('drops a move that somebody made between two askings', async () => {
    says.loadBalance = advice({ moves: [move('v1')] })
    const { advise } = start()
    expect((await advise()).moves).toHaveLength(1)
    expect((await advise(snapshotWith('up', 'h2'))).moves).toEqual([])
  })

  it('says whether the load balancer has a say', async () => {
    const { advise } = start()
    expect((await advise()).balance).toBeUndefined()
    says.loadBalance = advice()
    nowMs += 60_000
    expect((await advise()).balance?.text).toBe('all is well')
  })

  it('puts what has just happened first, then rules, then the load; each VM once', async () => {
    says.loadBalance = advice({ moves: [move('v1', 'h3', 'load'), move('v2', 'h3', 'load')] })
    says.onTimerInvoked = advice({ moves: [move('v2', 'h2', 'rule')] })
    says.onStatusChanged = advice({ moves: [move('v1', 'h2', 'host')] })
    const { advise, add } = start()
    add('non_operational')
    const { moves } = await advise(snapshotWith('non_operational'))
    expect(moves.map(({ vmId, asked: by, because: { text } }) => [vmId, by, text])).toEqual([
      ['v1', 'onHostStatusChanged', 'host'],
      ['v2', 'onTimerInvoked', 'rule'],
    ])
  })

  it('asks about a change again while there is something to say and it lasts', async () => {
    says.onStatusChanged = advice({
      notices: [{ subject: { kind: 'host', id: 'h1', name: 'h1' }, because: why('look') }],
    })
    const { advise, add } = start()
    add('non_operational')
    expect((await advise(snapshotWith('non_operational'))).notices).toHaveLength(1)
    expect((await advise(snapshotWith('non_operational'))).notices).toHaveLength(1)
    expect((await advise(snapshotWith('up'))).notices).toEqual([])
    expect(asked.filter(name => name === 'onStatusChanged')).toHaveLength(2)
  })

  it('asks about it once where there is nothing to say, and again where the answer failed', async () => {
    const { advise, add } = start()
    add('non_operational')
    says.onStatusChanged = 'fails'
    await advise(snapshotWith('non_operational'))
    says.onStatusChanged = advice()
    await advise(snapshotWith('non_operational'))
    await advise(snapshotWith('non_operational'))
    expect(asked.filter(name => name === 'onStatusChanged')).toHaveLength(2)
  })

  it('says which function failed, and keeps nothing of it', async () => {
    says.loadBalance = 'fails'
    const { advise } = start()
    const { balance, problems, moves } = await advise()
    expect(balance).toMatchObject({ code: 'scheduler-failed', values: { scheduler: 'own' } })
    expect([problems, moves]).toEqual([['an input is bad', 'own failed in loadBalance'], []])
  })

  it('names what is left out once', async () => {
    const skipped = (text: string) => skip({ id: 'v1', name: 'v1' }, why(text))
    says.loadBalance = advice({ skippedVms: [skipped('load')] })
    says.onTimerInvoked = advice({ skippedVms: [skipped('rule')] })
    expect((await start().advise()).skippedVms.map(({ reason: { text } }) => text)).toEqual(['rule'])
  })

  it.each([
    { action: 'maintenance', status: 'up', activeVms: 0, stands: true },
    { action: 'maintenance', status: 'up', stands: false },
    { action: 'maintenance', status: 'maintenance', stands: false },
    { action: 'power-off', status: 'maintenance', stands: true },
    { action: 'power-off', status: 'down', stands: false },
    { action: 'activate', status: 'maintenance', stands: true },
    { action: 'activate', status: 'up', stands: false },
    { action: 'start', status: 'down', stands: true },
    { action: 'start', status: 'up', stands: false },
  ] as const)('keeps "$action" of a host that is $status: $stands', async ({ action, status, stands, ...host1 }) => {
    says.onTimerInvoked = advice({ hostActions: [{ host: host('h1'), action, because: why('power') }] })
    const snapshot = snapshotWith(status)
    const occupied = { ...snapshot, hosts: snapshot.hosts.map(known => ({ ...known, activeVms: 1, ...host1 })) }
    const { hostActions } = await start().advise(occupied)
    expect(hostActions.map(({ asked: by }) => by)).toEqual(stands ? ['onTimerInvoked'] : [])
  })
})

describe('stillWants', () => {
  const wants = async (by: 'loadBalance' | 'onTimerInvoked' | 'onHostStatusChanged', toHostId: string) => {
    const { advisor, add } = start()
    add('non_operational')
    const index = indexSnapshot(snapshotWith('non_operational'))
    return advisor.stillWants({ vmId: 'v1', fromHostId: 'h1', toHostId }, by, cluster, index)
  }
  it.each(['loadBalance', 'onTimerInvoked', 'onHostStatusChanged'] as const)('asks %s anew', async by => {
    says[by === 'onHostStatusChanged' ? 'onStatusChanged' : by] = advice({ moves: [move('v1', 'h2')] })
    expect([await wants(by, 'h2'), await wants(by, 'h3')]).toEqual([true, false])
  })
  it('no, when it fails or has nothing to say', async () => {
    says.loadBalance = 'fails'
    expect([await wants('loadBalance', 'h2'), await wants('onTimerInvoked', 'h2')]).toEqual([false, false])
  })
})

describe('what the policies of hosts ask for', () => {
  const wish = (id: string, hostId = 'h1') => ({
    vm: { id, name: id },
    host: { id: hostId, name: hostId },
    because: 'Memory runs short.',
  })

  it('is a move with every destination that the rules allow, and says who asked and why', async () => {
    away = [wish('v1')]
    const { moves } = await start().advise()
    expect(moves).toMatchObject([
      { vmId: 'v1', fromHostId: 'h1', toHostIds: ['h3', 'h2'], limitBroken: true, asked: 'hostPolicy' },
    ])
    expect(moves[0]?.because.text).toMatch(/^The host policy of h1 asks for \S+ to leave it: Memory runs short\.$/)
  })

  it.each([
    { why: 'a VM that is elsewhere', wished: [wish('v1', 'h2')] },
    { why: 'a VM that is gone', wished: [wish('v9')] },
  ])('is nothing of $why', async ({ wished }) => {
    away = wished
    expect((await start().advise()).moves).toEqual([])
  })

  it('moves a VM once, where the load balancer wants it too', async () => {
    away = [wish('v1')]
    says.loadBalance = advice({ moves: [move('v1', 'h2')] })
    expect((await start().advise()).moves.map(({ asked: by }) => by)).toEqual(['hostPolicy'])
  })

  it.each([
    { why: 'while it stands', wished: [wish('v1')], toHostId: 'h2', expected: true },
    { why: 'not when it is over', wished: [], toHostId: 'h2', expected: false },
    { why: 'not for another VM', wished: [wish('v2')], toHostId: 'h2', expected: false },
    { why: 'not to where it is', wished: [wish('v1')], toHostId: 'h1', expected: false },
  ])('is still wanted $why', async ({ wished, toHostId, expected }) => {
    away = wished
    const { advisor } = start()
    const vm = { vmId: 'v1', fromHostId: 'h1', toHostId }
    expect(await advisor.stillWants(vm, 'hostPolicy', cluster, indexSnapshot(snapshotWith()))).toBe(expected)
  })
})
