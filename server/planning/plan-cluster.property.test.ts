import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AffinityGroup } from '../../shared/model/affinity-group.ts'
import type { Host } from '../../shared/model/host.ts'
import type { Snapshot } from '../../shared/model/snapshot.ts'
import type { Vm } from '../../shared/model/vm.ts'
import type { Plan, PlannedStep, PlanObjective } from '../../shared/plan/plan.ts'
import { aVm } from '../../test/fakes/builders.ts'
import { aGroup, aPlannedSnapshot, aUsedHost, planOf } from '../../test/fakes/cluster-plans.ts'

const drawn = fc.record({
  hosts: fc.array(fc.record({ roomMiB: fc.nat(20_000), cpuPercent: fc.nat(100) }), { minLength: 2, maxLength: 5 }),
  vms: fc.array(
    fc.record({
      on: fc.nat(4),
      memoryMiB: fc.integer({ min: 1, max: 16 }).map(gib => 1024 * gib),
      vcpus: fc.integer({ min: 1, max: 8 }),
      isPinned: fc.integer({ min: 0, max: 9 }).map(one => one === 0),
      target: fc.nat(4),
    }),
    { minLength: 2, maxLength: 10 },
  ),
  apart: fc.array(fc.uniqueArray(fc.nat(9), { minLength: 2, maxLength: 4 }), { maxLength: 2 }),
  kind: fc.constantFrom('balance', 'density', 'repair', 'evacuate', 'restore'),
  perHost: fc.integer({ min: 1, max: 3 }),
  /** What becomes next, when there is a choice. */
  choices: fc.array(fc.nat(30), { minLength: 60, maxLength: 60 }),
})
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never

function toCase({ hosts, vms, apart, kind }: Drawn): { snapshot: Snapshot; objective: PlanObjective } {
  const hostId = (at: number) => `h${at % hosts.length}`
  const placed = vms.map(
    ({ on, memoryMiB, vcpus, isPinned }, at): Vm =>
      aVm({ id: `v${at}`, hostId: hostId(on), memoryMiB, vcpus, placement: isPinned ? 'pinned' : 'migratable' }),
  )
  const up = hosts.map(({ roomMiB, cpuPercent }, at): Host => {
    const usedMiB = placed.reduce((sum, vm) => sum + (vm.hostId === `h${at}` ? vm.memoryMiB : 0), 2000)
    const totalMiB = usedMiB + roomMiB + 4000
    const statistics = { memoryUsedMiB: usedMiB, memoryFreeMiB: totalMiB - usedMiB, cpuPercent }
    return aUsedHost(`h${at}`, usedMiB, { totalMiB, maxSchedulingMiB: roomMiB, statistics })
  })
  const groups = apart.map((members, at): AffinityGroup => {
    const vmIds = members.flatMap(member => placed[member]?.id ?? [])
    return aGroup({ id: `g${at}`, vmIds, vmRule: { enabled: true, positive: false, enforcing: true } })
  })
  return { snapshot: aPlannedSnapshot(up, placed, groups), objective: objectiveOf(kind, vms, hostId) }
}

function objectiveOf(kind: Drawn['kind'], vms: Drawn['vms'], hostId: (at: number) => string): PlanObjective {
  if (kind === 'evacuate') return { kind, hostIds: ['h0'] }
  if (kind !== 'restore') return { kind }
  return { kind, places: vms.map(({ target }, at) => ({ vmId: `v${at}`, hostId: hostId(target) })) }
}

/** x86: the emulator, page tables, and 8 MiB for each vCPU. */
const bookedMiB = ({ memoryMiB, vcpus }: Vm) => memoryMiB + 64 + Math.floor(memoryMiB / 512) + 8 * vcpus

/** Plays the steps in an order and at speeds that `after` permits, and tells what is broken on the way. */
function replay({ hosts, vms, affinityGroups = [] }: Snapshot, { steps }: Plan, choices: readonly number[]): string[] {
  const problems: string[] = []
  const at = new Map(vms.map(vm => [vm.id, vm.hostId ?? '']))
  const size = new Map(vms.map(vm => [vm.id, bookedMiB(vm)]))
  const most = new Map(
    hosts.map(({ id, maxSchedulingMiB = 0 }) => [
      id,
      maxSchedulingMiB + vms.reduce((sum, vm) => sum + (vm.hostId === id ? bookedMiB(vm) : 0), 0),
    ]),
  )
  const states = new Map<number, 'running' | 'done'>()
  const onHost = (hostId: string) => [
    ...vms.filter(({ id }) => at.get(id) === hostId).map(({ id }) => id),
    ...steps.filter(({ index, to }) => states.get(index) === 'running' && to.id === hostId).map(({ vm }) => vm.id),
  ]
  const arrive = ({ vm, from, to }: PlannedStep) => {
    if (at.get(vm.id) !== from.id) problems.push(`${vm.id} is not on ${from.id}`)
    const there = onHost(to.id)
    const used = there.reduce((sum, id) => sum + (size.get(id) ?? 0), 0)
    if (used > (most.get(to.id) ?? 0)) problems.push(`${to.id} holds ${used} of ${most.get(to.id)} with ${vm.id}`)
    for (const { id: group, vmIds } of affinityGroups) {
      const meets = there.filter(id => id !== vm.id && vmIds.includes(id))
      if (vmIds.includes(vm.id) && meets.length > 0) problems.push(`${vm.id} meets ${meets} of ${group} on ${to.id}`)
    }
  }
  for (let turn = 0; states.size < steps.length || [...states.values()].includes('running'); turn++) {
    const ready = steps.filter(
      ({ index, after }) => !states.has(index) && after.every(one => states.get(one) === 'done'),
    )
    const running = steps.filter(({ index }) => states.get(index) === 'running')
    const possible = [...ready, ...running]
    const step = possible[(choices[turn % choices.length] ?? 0) % Math.max(possible.length, 1)]
    if (step === undefined) return [...problems, 'nothing may go on']
    if (states.has(step.index)) {
      states.set(step.index, 'done')
      at.set(step.vm.id, step.to.id)
    } else {
      states.set(step.index, 'running')
      arrive(step)
    }
  }
  return problems
}

describe('a plan for any cluster', () => {
  it('overfills no host and brings none together that belong apart, in whatever order and however fast its steps go', () => {
    const seen = { steps: 0, parkings: 0, waits: 0 }
    fc.assert(
      fc.property(drawn, of => {
        const { snapshot, objective } = toCase(of)
        const request = { objective, level: 5, limits: { total: 4, perHost: of.perHost } }
        const plan = planOf(snapshot, request, { looks: objective.kind === 'balance' ? 6 : 2000 })
        seen.steps += plan.steps.length
        seen.parkings += plan.steps.filter(({ isParking }) => isParking).length
        seen.waits += plan.steps.filter(({ after }) => after.length > 0).length
        expect(replay(snapshot, plan, of.choices)).toEqual([])
        const pinned = snapshot.vms.filter(({ placement }) => placement === 'pinned').map(({ id }) => id)
        expect(plan.steps.filter(({ vm }) => pinned.includes(vm.id))).toEqual([])
      }),
      { numRuns: 300 },
    )
    expect(Math.min(seen.steps / 100, seen.waits / 20, seen.parkings)).toBeGreaterThan(1)
  }, 60_000)

  it('would be found out: a step too many is told', () => {
    const snapshot = aPlannedSnapshot(
      [aUsedHost('h0', 20_000), aUsedHost('h1', 60_000)],
      [aVm({ id: 'a', hostId: 'h0', memoryMiB: 8000 }), aVm({ id: 'b', hostId: 'h1', memoryMiB: 8000 })],
      [aGroup({ vmIds: ['a', 'b'], vmRule: { enabled: true, positive: false, enforcing: true } })],
    )
    const plan = planOf(snapshot)
    const named = (id: string) => ({ id, name: id })
    const step = { vm: named('a'), from: named('h0'), to: named('h1'), after: [], index: 0 } as unknown as PlannedStep
    expect(replay(snapshot, { ...plan, steps: [step] }, [0])).toEqual([
      'h1 holds 16190 of 13631 with a',
      'a meets b of group1 on h1',
    ])
  })
})
