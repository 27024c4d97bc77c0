import { describe, expect, it } from 'vitest'
import type { Host } from '../../../shared/model/host.ts'
import type { Vm } from '../../../shared/model/vm.ts'
import { reason } from '../../../shared/policy/reason.ts'
import { aHost, aSnapshot, aVm } from '../../../test/fakes/builders.ts'
import { indexSnapshot } from '../../model/indexed-snapshot.ts'
import { explainVm } from './explain-vm.ts'
import { type MoveState, whyNotMoved } from './why-not-moved.ts'

const room: Partial<Host> = {
  cores: 8,
  threads: 16,
  scheduling: { sockets: 1, spm: 'none' },
  maxSchedulingMiB: 60_000,
  statistics: { memoryFreeMiB: 60_000, cpuPercent: 5 },
}
const advice = { unitId: 'balancer', because: reason('nothing', 'Nothing is to do.') }
const recommendation = { state: 'open', because: reason('relief', 'It helps.'), toName: 'b' }

function ask(state: MoveState, over: Partial<Vm> = {}, other: Partial<Host> = {}) {
  const vm = aVm({ id: 'v', name: 'v', hostId: 'a', memoryMiB: 1024, pinnedHostIds: [], ...over })
  const hosts = [aHost({ id: 'a', name: 'a', ...room }), aHost({ id: 'b', name: 'b', ...room, ...other })]
  const index = indexSnapshot(aSnapshot({ hosts, vms: [vm], policies: [] }))
  const explained = explainVm(index, vm, { onUnknown: 'keep' })
  if (explained === undefined) throw new Error('not explained')
  return whyNotMoved(explained, state)
}

describe('whyNotMoved', () => {
  const cases: {
    why: string
    state: MoveState
    vm?: Partial<Vm>
    other?: Partial<Host>
    code: string
    gate: string
  }[] = [
    { why: 'a pinned VM', state: { advice }, vm: { placement: 'pinned' }, code: 'pinned', gate: 'rule' },
    {
      why: 'a VM for people to move',
      state: { advice },
      vm: { placement: 'user_migratable' },
      code: 'manual-only',
      gate: 'rule',
    },
    {
      why: 'a VM in an unknown state',
      state: { advice },
      vm: { status: undefined },
      code: 'fact-missing',
      gate: 'rule',
    },
    {
      why: 'no room elsewhere',
      state: { advice },
      other: { maxSchedulingMiB: 5 },
      code: 'no-feasible-host',
      gate: 'hosts',
    },
    { why: 'no other host', state: { advice }, other: { status: 'down' }, code: 'no-hosts', gate: 'hosts' },
    { why: 'a balancer that was not asked', state: {}, code: 'not-asked', gate: 'unit' },
    {
      why: 'a balancer that left the VM out',
      state: { advice: { ...advice, aboutVm: reason('smaller', 'Another is smaller.') } },
      code: 'smaller',
      gate: 'unit',
    },
    { why: 'no recommendation', state: { advice }, code: 'not-recommended', gate: 'recommendation' },
    {
      why: 'a dismissed recommendation',
      state: { advice, recommendation: { ...recommendation, state: 'dismissed' } },
      code: 'recommendation-dismissed',
      gate: 'recommendation',
    },
    { why: 'nobody who applies it', state: { advice, recommendation }, code: 'mode-manual', gate: 'mode' },
  ]
  it.each(cases)('names $why', ({ state, vm, other, code, gate }) => {
    const answer = ask(state, vm, other)
    expect(answer.because.code).toBe(code)
    expect(answer.gates.find(({ isOpen }) => !isOpen)?.gate).toBe(gate)
  })

  it('says that it moves', () => {
    const answer = ask({ advice, recommendation: { ...recommendation, state: 'applying' } })
    expect(answer.because.code).toBe('moving')
    expect(answer.gates.every(({ isOpen }) => isOpen)).toBe(true)
  })

  it('names the filter that rejected each host', () => {
    expect(ask({ advice }, {}, { maxSchedulingMiB: 5 }).because.text).toContain('b (Memory)')
  })

  it('tells of every gate, also behind the closed one', () => {
    expect(ask({}, { placement: 'pinned' }).gates.map(({ gate }) => gate)).toEqual([
      'rule',
      'hosts',
      'unit',
      'recommendation',
      'mode',
    ])
  })
})
