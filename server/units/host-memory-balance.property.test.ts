import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Host, hostStatuses } from '../../shared/model/host.ts'
import { placementAffinities, type Vm, vmStatuses } from '../../shared/model/vm.ts'
import { aHost, aVm } from '../../test/fakes/builders.ts'
import { hostMemoryBalance } from './host-memory-balance.ts'

const sizeMiB = fc.oneof(fc.integer({ min: -2, max: 20 }), fc.integer({ min: 0, max: 3_000 }))
const hostIds = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6']
const mostlyUp = <T extends string>(statuses: readonly T[], up: T) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(up) }, { weight: 1, arbitrary: fc.constantFrom(...statuses) })

const hostOf = (id: string): fc.Arbitrary<Host> =>
  fc
    .record({
      memoryFreeMiB: fc.option(sizeMiB, { nil: undefined }),
      maxSchedulingMiB: fc.option(sizeMiB, { nil: undefined }),
      status: mostlyUp(hostStatuses, 'up'),
      name: fc.constantFrom('same', id),
    })
    .map(({ memoryFreeMiB, maxSchedulingMiB, status, name }) => {
      const { maxSchedulingMiB: _, ...plain } = aHost({ id, name, status, statistics: {} })
      return {
        ...plain,
        ...(maxSchedulingMiB === undefined ? {} : { maxSchedulingMiB }),
        ...(memoryFreeMiB === undefined ? {} : { statistics: { memoryFreeMiB } }),
      }
    })

const vmOf = (index: number): fc.Arbitrary<Vm> =>
  fc
    .record({
      hostId: fc.constantFrom(...hostIds),
      memoryMiB: sizeMiB,
      status: mostlyUp(vmStatuses, 'up'),
      placement: mostlyUp(placementAffinities, 'migratable'),
      pinnedHostIds: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.subarray(hostIds)),
      origin: mostlyUp(['ovirt', 'hosted_engine', 'managed_hosted_engine'], 'ovirt'),
    })
    .map(over => aVm({ id: `vm${index}`, ...over }))

const world = fc.record({
  hosts: fc.tuple(...hostIds.map(hostOf)),
  vms: fc.integer({ min: 0, max: 12 }).chain(count => fc.tuple(...Array.from({ length: count }, (_, i) => vmOf(i)))),
  values: fc.record({ minimum_host_memoryMB: fc.integer({ min: 0, max: 1_500 }), safe_selection: fc.boolean() }),
})
type World = typeof world extends fc.Arbitrary<infer T> ? T : never

const decide = ({ hosts, vms, values }: Pick<World, 'values'> & { hosts: readonly Host[]; vms: readonly Vm[] }) => {
  const result = hostMemoryBalance.balance?.({ hosts, vms }, values)
  if (result === undefined) throw new Error('host_memory_balance balances')
  return result
}

const byId = <T extends { id: string }>(things: readonly T[], id: string): T => {
  const found = things.find(thing => thing.id === id)
  if (found === undefined) throw new Error(`${id} is not among the input`)
  return found
}

describe('host_memory_balance, for any cluster', () => {
  it('never moves a VM that must stay', () => {
    fc.assert(
      fc.property(world, input => {
        const { move } = decide(input)
        if (move === undefined) return
        const vm = byId(input.vms, move.vmId)
        expect(vm).toMatchObject({ status: 'up', placement: 'migratable', origin: 'ovirt', hostId: move.fromHostId })
        if (vm.pinnedHostIds.length > 0) expect(vm.pinnedHostIds).toEqual(expect.arrayContaining([...move.toHostIds]))
      }),
    )
  })

  it('never fills a destination below the minimum or beyond what the engine would schedule', () => {
    fc.assert(
      fc.property(world, input => {
        const { move } = decide(input)
        if (move === undefined) return
        const { memoryMiB } = byId(input.vms, move.vmId)
        const minimumMiB = input.values.minimum_host_memoryMB
        expect(move.toHostIds.length).toBeGreaterThan(0)
        expect(move.toHostIds).not.toContain(move.fromHostId)
        for (const id of move.toHostIds) {
          const host = byId(input.hosts, id)
          expect(host.status).toBe('up')
          expect((host.statistics.memoryFreeMiB ?? 0) - memoryMiB).toBeGreaterThanOrEqual(minimumMiB)
          expect(memoryMiB).toBeLessThanOrEqual(host.maxSchedulingMiB ?? 0)
        }
      }),
    )
  })

  it('moves only from the measured host with least free memory, and only below the minimum', () => {
    fc.assert(
      fc.property(world, input => {
        const { move } = decide(input)
        if (move === undefined) return
        const free = byId(input.hosts, move.fromHostId ?? '').statistics.memoryFreeMiB ?? Number.NaN
        expect(free).toBeGreaterThan(0)
        expect(free).toBeLessThan(input.values.minimum_host_memoryMB)
        for (const { status, statistics } of input.hosts) {
          const other = statistics.memoryFreeMiB ?? 0
          if (status === 'up' && other > 0) expect(other).toBeGreaterThanOrEqual(free)
        }
      }),
    )
  })

  it('says the same for any order of its input', () => {
    const shuffled = world.chain(input =>
      fc.record({
        input: fc.constant(input),
        hosts: fc.shuffledSubarray(input.hosts, { minLength: input.hosts.length }),
        vms: fc.shuffledSubarray(input.vms, { minLength: input.vms.length }),
      }),
    )
    fc.assert(
      fc.property(shuffled, ({ input, hosts, vms }) => {
        expect(decide({ values: input.values, hosts, vms })).toEqual(decide(input))
      }),
    )
  })

  it('accounts for every host once and for every VM of the source once', () => {
    fc.assert(
      fc.property(world, input => {
        const { move, because, skippedHosts, skippedVms } = decide(input)
        const named = [...skippedHosts.map(({ id }) => id), ...(move ? [move.fromHostId, ...move.toHostIds] : [])]
        const sourceWithoutMove = move === undefined && 'missingMiB' in because.values ? 1 : 0
        expect(named).toHaveLength(new Set(named).size)
        expect(named.length + sourceWithoutMove).toBe(input.hosts.length)
        if (move === undefined) return
        const onSource = input.vms.filter(({ hostId }) => hostId === move.fromHostId).map(({ id }) => id)
        expect([move.vmId, ...skippedVms.map(({ id }) => id)].toSorted()).toEqual(onSource.toSorted())
      }),
    )
  })

  it('gives every reason a kebab-case code, a sentence and the names in it', () => {
    fc.assert(
      fc.property(world, input => {
        const { because, skippedHosts, skippedVms } = decide(input)
        for (const reason of [because, ...[...skippedHosts, ...skippedVms].map(({ reason }) => reason)]) {
          expect(reason.code).toMatch(/^[a-z]+(-[a-z]+)*$/)
          expect(reason.text).toMatch(/^\S.*\.$/)
          expect(reason.text).not.toMatch(/undefined|NaN/)
          expect(Object.keys(reason.values).length).toBeGreaterThan(0)
        }
      }),
    )
  })

  it('does move something in a good part of these clusters', () => {
    const moves = fc.sample(world, { numRuns: 300, seed: 7 }).filter(input => decide(input).move !== undefined)
    expect(moves.length).toBeGreaterThan(30)
  })
})
