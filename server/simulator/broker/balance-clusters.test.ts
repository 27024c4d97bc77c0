import { setImmediate } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { admin, aWorld, hostNamed, vmNamed } from '../../../test/fakes/sim-world.ts'
import { policyIds } from '../seed/policies.ts'
import type { World, WorldFaults } from '../world/world.ts'

type Policy = keyof typeof policyIds

/** A world that balances by itself each minute, all of its clusters by one policy. */
function balancing(scenario: string, policy: Policy, balancingEnabled = true): World {
  const world = aWorld({ scenario, config: { balancingEnabled } })
  for (const { id } of [...world.state.clusters.values()]) {
    world.updateCluster(id, { policyId: policyIds[policy] }, admin(world))
  }
  return world
}

/** Second by second: a run decides after the step in which it was due, and one that still decides is not joined by another. */
async function pass(world: World, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    world.advance(1_000)
    await setImmediate()
  }
}

const moving = ({ state }: World) =>
  [...state.vms.values()].flatMap(({ name, hostId = '', migration }) => {
    const [from, to] = [hostId, migration?.toHostId ?? ''].map(id => state.hosts.get(id)?.name)
    return migration === undefined ? [] : [`${name}: ${from} to ${to}`]
  })

/** Busy is who has been so for two minutes. */
const CALM_S = 119

describe("the engine's own balancers", () => {
  const cases: { scenario: string; policy: Policy; calmS: number; moves: string[] }[] = [
    { scenario: 'cpu-hotspot', policy: 'evenlyDistributed', calmS: CALM_S, moves: ['dns-02: host2 to host4'] },
    { scenario: 'cpu-hotspot', policy: 'powerSaving', calmS: CALM_S, moves: ['dns-02: host2 to host3'] },
    { scenario: 'balanced', policy: 'vmEvenlyDistributed', calmS: 59, moves: ['mon-02: host1 to host4'] },
    { scenario: 'cpu-hotspot', policy: 'none', calmS: CALM_S, moves: [] },
    { scenario: 'balanced', policy: 'evenlyDistributed', calmS: CALM_S, moves: [] },
    { scenario: 'balanced', policy: 'powerSaving', calmS: CALM_S, moves: [] },
  ]
  it.each(cases)(
    '$policy in $scenario: nothing for $calmS s, then $moves',
    async ({ scenario, policy, calmS, moves }) => {
      const world = balancing(scenario, policy)
      await pass(world, calmS)
      expect(moving(world)).toEqual([])
      await pass(world, 1)
      expect(moving(world)).toEqual(moves)
    },
  )

  it('move one VM in a run, as the system', async () => {
    const world = balancing('cpu-hotspot', 'evenlyDistributed')
    await pass(world, CALM_S + 1)
    expect(world.state.events.filter(({ code }) => code === 67)).toHaveLength(1)
    await pass(world, 60)
    expect(world.state.events.filter(({ code }) => code === 67)).toHaveLength(2)
  })

  it('move nothing while balancing is off', async () => {
    const world = balancing('cpu-hotspot', 'evenlyDistributed', false)
    await pass(world, CALM_S + 61)
    expect(moving(world)).toEqual([])
  })
})

describe('a rule that only this engine knows', () => {
  type Rule = Parameters<WorldFaults['addRule']>[0]
  const cases: { why: string; rule: (world: World) => Omit<Rule, 'name'>; moves: string[] }[] = [
    {
      why: 'about a VM lets the next one move',
      rule: w => ({ vmId: vmNamed(w, 'dns-02').id }),
      moves: ['dns-03: host2 to host4'],
    },
    {
      why: 'about a host sends the VM elsewhere',
      rule: w => ({ hostId: hostNamed(w, 'host4').id }),
      moves: ['dns-02: host2 to host5'],
    },
    { why: 'about everything lets nothing move', rule: () => ({}), moves: [] },
  ]
  it.each(cases)('$why', async ({ rule, moves }) => {
    const world = balancing('cpu-hotspot', 'evenlyDistributed')
    world.faults.addRule({ name: 'SiteRule', ...rule(world) }, 'not here')
    await pass(world, CALM_S + 1)
    expect(moving(world)).toEqual(moves)
  })
})
