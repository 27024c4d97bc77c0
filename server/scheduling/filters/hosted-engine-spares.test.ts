import { describe, expect, it } from 'vitest'
import { aHostFacts, aSituation, aVmFacts, type HostOver } from '../../../test/fakes/scheduling.ts'
import type { HostedEngineState } from '../facts/host-facts.ts'
import { hostedEngineSparesFilter } from './hosted-engine-spares.ts'

const state = (over: Partial<HostedEngineState> = {}): HostedEngineState => ({
  configured: true,
  active: true,
  score: 3400,
  localMaintenance: false,
  globalMaintenance: false,
  ...over,
})

// The engine needs 16384 + 65, the VM 4096 + 65 more.
const engine = aVmFacts({ id: 'engine', isHostedEngine: true, memoryMiB: 16_384, hostId: 'engine-host' })
const ENGINE_MIB = 16_449
const BOTH_MIB = 20_610
const spare = (id: string, maxSchedulingMiB?: number, over: HostOver = {}) =>
  aHostFacts({ id, maxSchedulingMiB, hostedEngine: state(), ...over })
const roomy = spare('roomy', BOTH_MIB + 1)
const tight = spare('tight', BOTH_MIB)
const vm = aVmFacts()
const [k, d, u] = ['kept', 'dropped', 'unknown']

const cases: {
  why: string
  hosts: ReturnType<typeof spare>[]
  wanted?: string
  group?: ReturnType<typeof aVmFacts>[]
  vms?: ReturnType<typeof aVmFacts>[]
  expected: (string | undefined)[]
}[] = [
  { why: 'is off for no spares', hosts: [tight], wanted: '0', expected: [k] },
  { why: 'is off where the engine is no VM of this cluster', hosts: [tight], vms: [vm], expected: [k] },
  { why: 'is off for the engine itself', hosts: [tight], group: [engine], expected: [k] },
  { why: 'is off for a group with the engine', hosts: [tight], group: [vm, engine], expected: [k] },
  { why: 'drops a spare that cannot hold both', hosts: [tight], expected: [d] },
  { why: 'keeps one that can, as the engine does despite what it says', hosts: [roomy], expected: [k] },
  {
    why: 'takes a spare when there is one more than wanted',
    hosts: [roomy, tight, spare('tight2', BOTH_MIB)],
    wanted: '2',
    expected: [k, k, k],
  },
  {
    why: 'drops when there are just as many',
    hosts: [roomy, tight, spare('tight2', BOTH_MIB)],
    wanted: '3',
    expected: [k, d, d],
  },
  { why: 'leaves a host alone that is too small for the engine', hosts: [spare('s', ENGINE_MIB)], expected: [k] },
  { why: 'counts one just big enough', hosts: [spare('s', ENGINE_MIB + 1)], expected: [d] },
  {
    why: 'leaves a host alone that is not active for the engine',
    hosts: [spare('s', BOTH_MIB, { hostedEngine: state({ active: false }) })],
    expected: [k],
  },
  {
    why: 'leaves one alone without a score',
    hosts: [spare('s', BOTH_MIB, { hostedEngine: state({ score: 0 }) })],
    expected: [k],
  },
  {
    why: 'leaves one alone in local maintenance',
    hosts: [spare('s', BOTH_MIB, { hostedEngine: state({ localMaintenance: true }) })],
    expected: [k],
  },
  { why: 'leaves the host of the engine alone', hosts: [spare('engine-host', BOTH_MIB)], expected: [k] },
  {
    why: 'charges nothing for a VM that is there already',
    hosts: [tight],
    group: [aVmFacts({ hostId: 'tight' })],
    expected: [k],
  },
  {
    why: 'charges each VM of the group',
    hosts: [roomy],
    group: [vm, aVmFacts({ id: 'vm2', memoryMiB: 1 })],
    expected: [d],
  },
  {
    why: 'does not guess whether a host is a spare',
    hosts: [spare('s', 1, { hostedEngine: undefined })],
    expected: [u],
  },
  { why: 'does not guess its memory', hosts: [spare('s', undefined)], expected: [u] },
  {
    why: 'does not guess for others while that may make enough',
    hosts: [tight, spare('s', undefined)],
    expected: [u, u],
  },
  {
    why: 'does not need it where there are enough anyway',
    hosts: [tight, roomy, spare('s', undefined)],
    expected: [k, k, k],
  },
  {
    why: 'nor where there are too few anyway',
    hosts: [tight, spare('s', undefined)],
    wanted: '2',
    expected: [d, u],
  },
]

describe('HostedEngineSpares', () => {
  it.each(cases)('$why', ({ hosts, wanted = '1', group = [vm], vms = [vm, engine], expected }) => {
    const situation = aSituation({ hosts, vms, properties: { HeSparesCount: wanted } })
    const verdicts = hostedEngineSparesFilter.filter(group, hosts, situation)
    expect(hosts.map(({ id }) => verdicts.get(id)?.kind)).toEqual(expected)
  })

  it('wants no spares unless told', () => {
    const situation = aSituation({ hosts: [tight], vms: [vm, engine] })
    expect(hostedEngineSparesFilter.filter([vm], [tight], situation).get('tight')).toEqual({ kind: 'kept' })
  })

  it('says how many spares there are and what was compared', () => {
    const situation = aSituation({ hosts: [tight], vms: [vm, engine], properties: { HeSparesCount: '1' } })
    expect(hostedEngineSparesFilter.filter([vm], [tight], situation).get('tight')).toMatchObject({
      reason: {
        code: 'engine-spare-reserved',
        values: { spares: 1, wanted: 1, memoryMiB: BOTH_MIB, neededMiB: BOTH_MIB },
      },
    })
  })

  it('counts among the hosts that are left, as the engine does', () => {
    const situation = aSituation({ hosts: [roomy, tight], vms: [vm, engine], properties: { HeSparesCount: '1' } })
    expect(hostedEngineSparesFilter.filter([vm], [roomy, tight], situation).get('tight')?.kind).toBe('kept')
    expect(hostedEngineSparesFilter.filter([vm], [tight], situation).get('tight')?.kind).toBe('dropped')
  })
})
