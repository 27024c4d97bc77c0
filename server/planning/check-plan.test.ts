import { describe, expect, it } from 'vitest'
import { aPlanHost, aPlanVm } from '../../test/fakes/plan-inputs.ts'
import { aHostFacts, anAffinityGroup, aSituation, aVmFacts } from '../../test/fakes/scheduling.ts'
import type { PlannedMove } from '../planner/plan/placement-plan.ts'
import type { Situation } from '../scheduling/facts/situation.ts'
import { memoryFilter } from '../scheduling/filters/memory.ts'
import { vmAffinityFilter } from '../scheduling/filters/vm-affinity.ts'
import { eachVm, type FilterUnit } from '../scheduling/unit.ts'
import { checkPlan } from './check-plan.ts'

const ids = ['h0', 'h1', 'h2']
/** "vm from>to start-end", VMs and hosts by number. */
const move = (text: string): PlannedMove => {
  const [vm = 0, from = 0, to = 0, startsAtS = 0, endsAtS = 0] = (text.match(/\d+/g) ?? []).map(Number)
  return { vm, from, to, isParking: false, after: [], startsAtS, endsAtS }
}
/** 4 GiB each; what the engine books for one is 4096 + 64 + 8 + 16 MiB. */
const vms = (...hostIds: string[]) => hostIds.map((hostId, at) => aVmFacts({ id: `v${at}`, hostId, memoryMiB: 4096 }))
const hostsWith = (roomMiB: number) => ids.map(id => aHostFacts({ id, maxSchedulingMiB: roomMiB }))

function check(
  moves: string[],
  over: Partial<Situation>,
  filters: readonly FilterUnit[],
  onUnknown: 'keep' | 'drop' = 'keep',
) {
  const situation = aSituation({ hosts: hostsWith(10_000), ...over })
  const input = {
    hosts: situation.hosts.map(({ id }) => aPlanHost({ id })),
    vms: situation.vms.map(({ id }) => aPlanVm({ id })),
  }
  return checkPlan(moves.map(move), input, { situation, filters, onUnknown })
}
const rejected = (...of: Parameters<typeof check>) =>
  check(...of).flatMap(one => (one.rejected ? [`${one.move} ${one.rejected.unit} ${one.rejected.reason.code}`] : []))

const full = { hosts: hostsWith(5000) }
const apart = (...of: number[]) => [
  anAffinityGroup({
    vmIds: new Set(of.map(at => `v${at}`)),
    vmRule: { enabled: true, positive: false, enforcing: true },
  }),
]

describe('checkPlan', () => {
  it.each([
    { why: 'room for one', moves: ['0: 0>1 0-9'], of: { ...full, vms: vms('h0') }, expected: [] },
    {
      why: 'no room',
      moves: ['0: 0>1 0-9'],
      of: { hosts: hostsWith(4183), vms: vms('h0') },
      expected: ['0 Memory memory-too-little'],
    },
    {
      why: 'room for one of two that start together',
      moves: ['0: 0>1 0-9', '1: 0>1 0-9'],
      of: { ...full, vms: vms('h0', 'h0') },
      expected: ['1 Memory memory-too-little'],
    },
    {
      why: 'one that is on its way takes room',
      moves: ['0: 0>1 0-9', '1: 0>1 5-9'],
      of: { ...full, vms: vms('h0', 'h0') },
      expected: ['1 Memory memory-too-little'],
    },
    {
      why: 'one that has arrived takes room',
      moves: ['0: 0>1 0-9', '1: 0>1 9-19'],
      of: { ...full, vms: vms('h0', 'h0') },
      expected: ['1 Memory memory-too-little'],
    },
    {
      why: 'one that has left makes room',
      moves: ['1: 1>2 0-9', '0: 0>1 9-19'],
      of: { hosts: hostsWith(4184), vms: vms('h0', 'h1') },
      expected: [],
    },
    {
      why: 'one that is leaving does not yet',
      moves: ['1: 1>2 0-9', '0: 0>1 8-19'],
      of: { hosts: hostsWith(4183 + 0), vms: vms('h0', 'h1') },
      expected: ['0 Memory memory-too-little', '1 Memory memory-too-little'],
    },
    {
      why: 'one that was parked is gone from there',
      moves: ['0: 0>1 0-5', '0: 1>2 5-9', '1: 0>1 9-12'],
      of: { ...full, vms: vms('h0', 'h0') },
      expected: [],
    },
    {
      why: 'hosts are asked in the order of time, told in that of the plan',
      moves: ['0: 0>1 9-19', '1: 0>1 0-9'],
      of: { ...full, vms: vms('h0', 'h0') },
      expected: ['0 Memory memory-too-little'],
    },
  ])('memory: $why', ({ moves, of, expected }) => expect(rejected(moves, of, [memoryFilter])).toEqual(expected))

  it.each([
    {
      why: 'they meet',
      moves: ['0: 0>1 0-9'],
      of: vms('h0', 'h1'),
      expected: ['0 VmAffinityGroups anti-affinity-here'],
    },
    {
      why: 'they meet on their way',
      moves: ['0: 0>2 0-9', '1: 1>2 5-9'],
      of: vms('h0', 'h1'),
      expected: ['1 VmAffinityGroups anti-affinity-here'],
    },
    { why: 'one has gone before', moves: ['1: 1>2 0-9', '0: 0>1 9-19'], of: vms('h0', 'h1'), expected: [] },
    // The engine counts a VM where it goes; that none meet on the way is for the order of the moves.
    { why: 'one is on its way out', moves: ['1: 1>2 0-9', '0: 0>1 8-19'], of: vms('h0', 'h1'), expected: [] },
  ])('apart: $why', ({ moves, of, expected }) =>
    expect(rejected(moves, { vms: of, affinityGroups: apart(0, 1) }, [vmAffinityFilter])).toEqual(expected),
  )

  const asking = (over: Partial<FilterUnit>): FilterUnit => ({
    kind: 'filter',
    id: 'site',
    name: 'Site',
    properties: [],
    filter: eachVm(() => ({ kind: 'unknown', field: 'host.x' })),
    ...over,
  })
  it('names filters that lack a fact, and rejects by them only where that is asked for', () => {
    const of = { vms: vms('h0') }
    expect(check(['0: 0>1 0-9'], of, [asking({}), memoryFilter])).toEqual([{ move: 0, unknown: ['Site'] }])
    expect(check(['0: 0>1 0-9'], of, [asking({})], 'drop')).toMatchObject([
      { rejected: { unit: 'Site', reason: { code: 'missing-fact', text: 'Site cannot tell without host.x.' } } },
    ])
  })

  it('asks about the destination alone, one move at a time', () => {
    const asked: string[] = []
    const filter = eachVm((vm, host) => {
      asked.push(`${vm.id} ${vm.hostId}>${host.id}`)
      return { kind: 'kept' }
    })
    check(['0: 0>1 0-5', '0: 1>2 5-9', '1: 0>2 5-9'], { vms: vms('h0', 'h0') }, [asking({ filter })])
    expect(asked).toEqual(['v0 h0>h1', 'v0 h1>h2', 'v1 h0>h2'])
  })

  it('is empty for no moves, and throws for a stranger', () => {
    expect(check([], { vms: [] }, [memoryFilter])).toEqual([])
    expect(() => check(['7: 0>1 0-9'], { vms: vms('h0') }, [])).toThrow('unknown here')
  })
})
