import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { admin, aWorld } from '../../../test/fakes/sim-world.ts'
import { hostOverheadBytes, vmOverheadMiB } from './memory-overhead.ts'
import type { SimState } from './state.ts'
import { EngineFault, type World } from './world.ts'

/** What happens to a world: an action on the n-th VM or host, or time. */
const action = fc.oneof(
  fc.record({ do: fc.constantFrom('migrate', 'start', 'stop', 'shutdown', 'cancel'), index: fc.nat({ max: 40 }) }),
  fc.record({ do: fc.constantFrom('deactivate', 'activate', 'fail'), index: fc.nat({ max: 4 }) }),
  fc.record({ do: fc.constant('advance' as const), index: fc.integer({ min: 1, max: 40_000 }) }),
)
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never

async function perform(world: World, { do: verb, index }: Action): Promise<void> {
  const vmId = nth(world.state.vms, index)
  const hostId = nth(world.state.hosts, index)
  const actor = admin(world)
  try {
    if (verb === 'advance') world.advance(index)
    else if (verb === 'migrate') await world.migrateVm(vmId, { force: index % 2 === 0 }, actor)
    else if (verb === 'start') await world.startVm(vmId, {}, actor)
    else if (verb === 'stop') world.stopVm(vmId, actor)
    else if (verb === 'shutdown') world.shutdownVm(vmId, actor)
    else if (verb === 'cancel') world.cancelMigration(vmId, actor)
    else if (verb === 'deactivate') world.deactivateHost(hostId, undefined, actor)
    else if (verb === 'activate') world.activateHost(hostId, actor)
    else world.faults.failNextMigrations(index)
  } catch (error) {
    if (!(error instanceof EngineFault)) throw error
  }
  // Moves that nobody waits for, as those out of a host on its way to maintenance, have begun after this.
  await setImmediate()
}

const nth = (map: ReadonlyMap<string, unknown>, index: number): string => [...map.keys()][index % map.size] ?? ''

const smallWorld = (seed: number) => aWorld({ seed, hosts: 5, vms: 38 })

async function play(seed: number, actions: readonly Action[]): Promise<World> {
  const world = smallWorld(seed)
  for (const each of actions) await perform(world, each)
  return world
}

const POLL_MS = 15_000

/** Until nothing moves or changes state any more, and then until the engine has polled once more. */
async function settle(world: World): Promise<void> {
  const restless = () => [...world.state.vms.values()].some(({ status }) => status !== 'up' && status !== 'down')
  for (let calmPolls = 0, polls = 0; calmPolls < 2 && polls < 200; polls++) {
    calmPolls = restless() ? 0 : calmPolls + 1
    world.advance(POLL_MS)
    await setImmediate()
  }
}

const running = ['up', 'powering_up', 'migrating', 'wait_for_launch', 'powering_down']

/** A VM is somewhere exactly when it runs, and a host counts exactly those. */
function checkPlaces(world: World): void {
  const { vms, hosts } = world.state
  for (const vm of vms.values()) {
    expect(vm.hostId !== undefined, `${vm.name} ${vm.status}`).toBe(running.includes(vm.status))
    expect(vm.migration !== undefined).toBe(vm.status === 'migrating')
  }
  const placed = [...vms.values()].filter(({ hostId }) => hostId !== undefined).length
  const counted = [...hosts.keys()].reduce((sum, id) => sum + world.hostVmCounts(id).total, 0)
  expect(counted).toBe(placed)
}

const MIB = 1_048_576

/** Without migrations, a host uses what its system and its VMs use. */
function expectedUse(state: SimState, hostId: string, totalBytes: number): number {
  const vms = [...state.vms.values()].filter(vm => vm.hostId === hostId && vm.status !== 'wait_for_launch')
  const guests = vms.reduce((sum, vm) => {
    const vcpus = vm.topology.sockets * vm.topology.cores * vm.topology.threads
    return sum + vm.load.guestBytes + MIB * vmOverheadMiB({ memoryMiB: vm.memoryBytes / MIB, vcpus })
  }, 0)
  return guests + hostOverheadBytes(totalBytes)
}

const seeds = fc.integer({ min: 0, max: 1_000_000 })
const script = fc.array(action, { maxLength: 40 })

describe('a world', () => {
  it('is the same for the same seed and calls', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, script, async (seed, actions) => {
        const [one, other] = [await play(seed, actions), await play(seed, actions)]
        expect(one.state).toEqual(other.state)
      }),
      { numRuns: 20 },
    )
  })

  it('is the same however time is cut up', () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.integer({ min: 1, max: 9_999 }), { maxLength: 30 }), (seed, cuts) => {
        const [whole, pieces] = [smallWorld(seed), smallWorld(seed)]
        for (const world of [whole, pieces]) world.shutdownVm(nth(world.state.vms, 0), admin(world))
        for (const ms of cuts) pieces.advance(ms)
        whole.advance(cuts.reduce((a, b) => a + b, 0))
        expect(pieces.now()).toBe(whole.now())
        expect(pieces.state).toEqual(whole.state)
      }),
      { numRuns: 20 },
    )
  })

  it('keeps every VM in one place, whatever is done to it', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, script, async (seed, actions) => {
        const world = smallWorld(seed)
        for (const each of actions) {
          await perform(world, each)
          checkPlaces(world)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('neither makes nor loses memory', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, script, async (seed, actions) => {
        const world = await play(seed, actions)
        world.faults.clear()
        await settle(world)
        for (const host of world.state.hosts.values()) {
          if (world.hostVmCounts(host.id).migrating > 0) continue
          const used = expectedUse(world.state, host.id, host.memoryBytes)
          const percent = Math.min(100, Math.floor((100 * used) / host.memoryBytes))
          expect(host.measured.memoryUsedPercent).toBe(percent)
          const swapped = Math.min(host.swapTotalBytes, Math.max(0, used - host.memoryBytes))
          expect(host.measured.swapUsedBytes).toBeCloseTo(swapped, 0)
        }
      }),
      { numRuns: 20 },
    )
  })

  it('refuses to go back in time', () => {
    expect(() => aWorld().advance(-1)).toThrow(RangeError)
    expect(() => aWorld().advance(Number.NaN)).toThrow(RangeError)
  })
})
