import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { admin, aWorld, hostNamed, vmNamed } from '../../../test/fakes/sim-world.ts'
import { replyWith, startXmlRpcPeer, type XmlRpcPeer } from '../../../test/fakes/xml-rpc-peer.ts'
import { hostMemoryBalanceId } from '../seed/external-units.ts'
import { policyIds } from '../seed/policies.ts'
import type { World } from '../world/world.ts'
import { createExternalScheduler } from './create-external-scheduler.ts'

let peer: XmlRpcPeer
let scheduler: ReturnType<typeof createExternalScheduler>
let warnings: string[]

beforeEach(async () => {
  peer = await startXmlRpcPeer()
  warnings = []
  scheduler = createExternalScheduler({ url: peer.url })
})
afterEach(async () => {
  await scheduler.close()
  await peer.close()
})

const anEngine = (config: Partial<World['state']['config']> = {}): World =>
  aWorld({
    externalScheduler: scheduler,
    config: { externalSchedulerEnabled: true, balancingEnabled: true, ...config },
    warn: text => warnings.push(text),
  })

const offered = {
  filters: { max_vms: ['', 'maximum_vm_count=[0-9]*'] },
  scores: { max_vms: ['', ''] },
  balance: { host_memory_balance: ['again', 'minimum_host_memoryMB=^[0-9]+$'] },
}
const codes = (world: World) => world.state.events.map(({ code }) => code)
const externalUnits = (world: World) =>
  [...world.state.units.values()]
    .filter(({ internal }) => !internal)
    .map(({ name, kind, enabled }) => `${name} ${kind} ${enabled ? 'on' : 'off'}`)

describe('discovery', () => {
  it('rewrites known rows, adds new ones, and disables what is no longer offered', async () => {
    const world = anEngine()
    peer.answer(() => replyWith(offered))
    await world.discoverUnits()
    expect(world.state.units.get(hostMemoryBalanceId)).toMatchObject({
      enabled: true,
      description: 'again',
      properties: { minimum_host_memoryMB: '^[0-9]+$' },
    })
    expect(externalUnits(world)).toEqual([
      'host_memory_balance load_balancing on',
      'max_vms filter on',
      'max_vms weight on',
    ])
    peer.answer(() => replyWith({ filters: { max_vms: ['', ''] } }))
    await world.discoverUnits()
    expect(externalUnits(world)).toEqual([
      'host_memory_balance load_balancing off',
      'max_vms filter on',
      'max_vms weight off',
    ])
  })

  it('that fails leaves every row disabled, and an event', async () => {
    const world = anEngine()
    peer.answer(() => replyWith(offered))
    await world.discoverUnits()
    peer.answer(() => 500)
    await world.discoverUnits()
    expect(externalUnits(world).every(row => row.endsWith(' off'))).toBe(true)
    expect(codes(world)).toEqual([9920])
  })

  it('does not happen when the engine is not set up for it', async () => {
    const world = anEngine({ externalSchedulerEnabled: false })
    await world.discoverUnits()
    expect(peer.calls).toEqual([])
  })
})

/** An engine whose cluster Default filters and weighs with our units too. */
async function withUnits(answer: Parameters<XmlRpcPeer['answer']>[0]): Promise<World> {
  const world = anEngine({ balancingEnabled: false })
  peer.answer(() => replyWith(offered))
  await world.discoverUnits()
  for (const [kind, as] of [
    ['filter', 'filter'],
    ['weight', 'weight'],
  ] as const) {
    const unit = [...world.state.units.values()].find(each => each.name === 'max_vms' && each.kind === kind)
    world.addPolicyItem(policyIds.memoryBalanced, { unitId: unit?.id ?? '', as, factor: 1_000 }, admin(world))
  }
  peer.calls.length = 0
  world.state.events.length = 0
  peer.answer(answer)
  return world
}

const hosts = (world: World, ...names: string[]) => names.map(name => hostNamed(world, name).id)

describe('a migration without destination', () => {
  it('asks the filters about what the engine kept, then the cost functions about what they kept', async () => {
    const world = await withUnits(({ method }) =>
      replyWith({
        result_code: 0,
        result:
          method === 'runFilters'
            ? hosts(world, 'host1', 'host2')
            : [
                [...hosts(world, 'host1'), 10, 'max_vms'],
                [...hosts(world, 'host2'), 1, 'max_vms'],
              ],
      }),
    )
    const vm = vmNamed(world, 'web-01')
    await world.migrateVm(vm.id, {}, admin(world))
    expect(peer.calls.map(({ method }) => method)).toEqual(['runFilters', 'runCostFunctions'])
    const [filters, costs] = peer.calls
    expect(filters?.params[0]).toEqual(['max_vms'])
    expect(new Set(filters?.params[1] as string[])).toEqual(new Set(hosts(world, 'host1', 'host2', 'host4', 'host5')))
    expect(filters?.params[2]).toBe(vm.id)
    expect(filters?.params[3]).toMatchObject({ minimum_host_memoryMB: '500', safe_selection: 'true' })
    expect(costs?.params[0]).toEqual([['max_vms', 1_000]])
    expect(vm.migration?.toHostId).toBe(hostNamed(world, 'host2').id)
  })

  it('takes a single host without weighing it', async () => {
    const world = await withUnits(() => replyWith({ result_code: 0, result: hosts(world, 'host5') }))
    const vm = vmNamed(world, 'web-01')
    await world.migrateVm(vm.id, {}, admin(world))
    expect(peer.calls.map(({ method }) => method)).toEqual(['runFilters'])
    expect(vm.migration?.toHostId).toBe(hostNamed(world, 'host5').id)
  })

  it('keeps all hosts when the filters cannot be asked, and says so once a minute', async () => {
    const world = await withUnits(() => 503)
    for (const name of ['web-01', 'mon-01']) await world.migrateVm(vmNamed(world, name).id, {}, admin(world))
    expect(codes(world).filter(code => code === 9920)).toHaveLength(1)
    world.advance(61_000)
    await world.migrateVm(vmNamed(world, 'app-02').id, {}, admin(world))
    expect(codes(world).filter(code => code === 9920)).toHaveLength(2)
  })

  it('is refused when the filters leave nothing', async () => {
    const world = await withUnits(() => replyWith({ result_code: 0, result: [] }))
    const refusal = world.migrateVm(vmNamed(world, 'web-01').id, {}, admin(world))
    await expect(refusal).rejects.toMatchObject({ kind: 'conflict' })
    await expect(refusal).rejects.toThrow(/host4 did not satisfy external filter/)
    expect(codes(world)).toContain(166)
  })

  it('fails when the answer cannot be read', async () => {
    const world = await withUnits(() => replyWith({ result: [] }))
    const vm = vmNamed(world, 'web-01')
    await expect(world.migrateVm(vm.id, {}, admin(world))).rejects.toMatchObject({ kind: 'failed' })
    peer.answer(() => 500)
    await world.migrateVm(vm.id, {}, admin(world))
    expect(vm.status).toBe('migrating')
  })

  it('turns complaints into events', async () => {
    const world = await withUnits(() =>
      replyWith({
        result_code: 1,
        result: hosts(world, 'host4'),
        plugin_errors: { max_vms: ['lost its way'] },
        errors: ['late'],
      }),
    )
    await world.migrateVm(vmNamed(world, 'web-01').id, {}, admin(world))
    expect(codes(world).slice(0, 2)).toEqual([10_500, 10_501])
    expect(world.state.events[0]?.description).toContain('max_vms')
  })
})

describe('balancing', () => {
  /** Lets answers come in and be acted upon; simulated time stands still meanwhile. */
  async function until(satisfied: () => boolean): Promise<void> {
    while (!satisfied()) await setImmediate()
    await setImmediate()
  }

  it('asks about the quiet hosts of a cluster each minute, and moves the VM it is told to', async () => {
    const world = anEngine()
    peer.answer(() => replyWith(offered))
    await world.discoverUnits()
    peer.calls.length = 0
    const vm = vmNamed(world, 'dns-01')
    peer.answer(() => replyWith({ result_code: 0, result: [vm.id, hosts(world, 'host5')] }))
    world.advance(60_000)
    await until(() => peer.calls.length === 3 && vm.status === 'migrating')
    expect(peer.calls.map(({ params }) => (params[1] as string[]).length)).toEqual([5, 4, 3])
    expect(peer.calls[0]?.params[0]).toBe('host_memory_balance')
    expect([vm.status, vm.migration?.toHostId]).toEqual(['migrating', ...hosts(world, 'host5')])
    expect(codes(world)).toEqual([67])
  })

  it('does nothing while the unit is disabled or balancing is off', async () => {
    for (const world of [anEngine(), anEngine({ balancingEnabled: false })]) {
      world.advance(180_000)
      await setImmediate()
    }
    expect(peer.calls).toEqual([])
  })

  it('fails quietly when the move is refused', async () => {
    const world = anEngine()
    peer.answer(() => replyWith(offered))
    await world.discoverUnits()
    peer.calls.length = 0
    const pinned = vmNamed(world, 'probe-01')
    peer.answer(() => replyWith({ result_code: 0, result: [pinned.id, []] }))
    world.advance(60_000)
    await until(() => warnings.length === 3)
    expect(codes(world)).toEqual([])
    expect(warnings[0]).toContain('pinned')
  })

  it('stops for this minute at an answer that cannot be read, and goes on in the next', async () => {
    const world = anEngine()
    peer.answer(() => replyWith(offered))
    await world.discoverUnits()
    peer.calls.length = 0
    peer.answer(() => replyWith({ result_code: 0, result: [] }))
    world.advance(60_000)
    await until(() => warnings.length === 1)
    expect(peer.calls).toHaveLength(1)
    expect(warnings).toEqual([expect.stringContaining('less than two elements')])
    world.advance(60_000)
    await until(() => warnings.length === 2)
    expect(peer.calls).toHaveLength(2)
  })
})
