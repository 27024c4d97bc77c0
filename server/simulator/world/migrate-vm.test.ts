import { describe, expect, it } from 'vitest'
import { admin, advanceUntil, aWorld, hostNamed, vmNamed } from '../../../test/fakes/sim-world.ts'
import type { World } from './world.ts'

/** The codes written under a correlation id, oldest first. */
const codes = (world: World, correlationId = 'test') =>
  world.state.events.filter(event => event.correlationId === correlationId).map(({ code }) => code)

const lastEvent = (world: World) => world.state.events.at(-1)?.description

describe('a migration', () => {
  it('stays on its source, shows progress that never falls, and ends on its destination', async () => {
    const world = aWorld()
    const [vm, source, target] = [vmNamed(world, 'db-02'), hostNamed(world, 'host3'), hostNamed(world, 'host4')]
    const job = await world.migrateVm(vm.id, { hostId: target.id }, admin(world))
    expect([vm.status, vm.hostId, job.status]).toEqual(['migrating', source.id, 'started'])
    expect(world.hostVmCounts(target.id)).toEqual({ active: 7, migrating: 1, total: 7 })

    let shown = 0
    await advanceUntil(world, () => {
      const { doneBytes = 0, totalBytes = 1 } = vm.migration ?? {}
      if (vm.migration !== undefined) {
        expect(doneBytes / totalBytes).toBeGreaterThanOrEqual(shown - 1e-9)
        shown = doneBytes / totalBytes
        expect(vm.hostId).toBe(source.id)
      }
      return vm.status === 'up'
    })
    expect(shown).toBeGreaterThan(0.99)
    expect([vm.hostId, vm.migration, job.status]).toEqual([target.id, undefined, 'finished'])
    expect(codes(world)).toEqual([62, 63])
    expect(lastEvent(world)).toMatch(
      /^Migration completed \(VM: db-02, Source: host3, Destination: host4, Duration: \d+ /,
    )
  })

  it('books the memory on both ends until it is over', async () => {
    const world = aWorld()
    const [vm, source, target] = [vmNamed(world, 'db-02'), hostNamed(world, 'host3'), hostNamed(world, 'host4')]
    const bookable = () => [source, target].map(({ id }) => Math.round(world.maxSchedulingBytes(id) / 1_048_576))
    const [before = 0, there = 0] = bookable()
    const booked = 4_096 + 64 + 8 + 16 + 4 * 8
    await world.migrateVm(vm.id, { hostId: target.id }, admin(world))
    expect(bookable()).toEqual([before, there - booked])
    await advanceUntil(world, () => vm.status === 'up')
    expect(bookable()).toEqual([before + booked, there - booked])
  })

  it('waits its turn: two at a time leave a host', async () => {
    const world = aWorld()
    const target = hostNamed(world, 'host4')
    const vms = ['web-01', 'mon-01', 'app-02'].map(name => vmNamed(world, name))
    for (const vm of vms) await world.migrateVm(vm.id, { hostId: target.id }, admin(world))
    world.advance(8_000)
    expect(vms.map(({ migration }) => (migration?.doneBytes ?? 0) > 0)).toEqual([true, true, false])
    await advanceUntil(world, () => vms.every(({ hostId }) => hostId === target.id))
  })

  it('is slower when it shares the link', async () => {
    const secondsOf = async (names: readonly string[]) => {
      const world = aWorld()
      const target = hostNamed(world, 'host4').id
      for (const name of names) await world.migrateVm(vmNamed(world, name).id, { hostId: target }, admin(world))
      const [first = ''] = names
      return advanceUntil(world, () => vmNamed(world, first).status === 'up')
    }
    const alone = await secondsOf(['db-02'])
    const together = await secondsOf(['db-02', 'app-01'])
    expect(together).toBeGreaterThan(alone + 20)
  })

  it('goes where most room is when nobody says where', async () => {
    const world = aWorld()
    const vm = vmNamed(world, 'web-01')
    await world.migrateVm(vm.id, {}, admin(world))
    expect(world.state.hosts.get(vm.migration?.toHostId ?? '')?.name).toBe('host4')
  })

  it('can be cancelled', async () => {
    const world = aWorld()
    const vm = vmNamed(world, 'db-02')
    const job = await world.migrateVm(vm.id, {}, admin(world))
    world.advance(8_000)
    world.cancelMigration(vm.id, admin(world))
    expect([vm.status, vm.hostId, job.status]).toEqual(['up', hostNamed(world, 'host3').id, 'aborted'])
    expect(codes(world)).toEqual([62, 161])
    expect(() => world.cancelMigration(vm.id, admin(world))).toThrow(/not migrating/)
  })

  it('ends when its VM is stopped', async () => {
    const world = aWorld()
    const vm = vmNamed(world, 'db-02')
    await world.migrateVm(vm.id, {}, admin(world))
    world.stopVm(vm.id, admin(world))
    world.advance(2_000)
    expect([vm.status, vm.hostId, vm.migration]).toEqual(['down', undefined, undefined])
  })
})

describe('a migration that fails half way', () => {
  it('is over when its destination was given', async () => {
    const world = aWorld()
    const vm = vmNamed(world, 'db-02')
    world.faults.failNextMigrations(1)
    const job = await world.migrateVm(vm.id, { hostId: hostNamed(world, 'host4').id }, admin(world))
    await advanceUntil(world, () => vm.status === 'up')
    expect([vm.hostId, job.status]).toEqual([hostNamed(world, 'host3').id, 'failed'])
    expect(codes(world)).toEqual([62, 120])
  })

  it('goes on to the next host otherwise, within the same job', async () => {
    const world = aWorld()
    const vm = vmNamed(world, 'db-02')
    world.faults.failNextMigrations(1)
    const job = await world.migrateVm(vm.id, {}, admin(world))
    const first = vm.migration?.toHostId
    await advanceUntil(world, () => job.status !== 'started')
    expect(job.status).toBe('finished')
    expect(vm.hostId).not.toBe(first)
    expect(codes(world)).toEqual([62, 128, 63])
  })

  it('gives up after three hosts', async () => {
    const world = aWorld()
    const vm = vmNamed(world, 'db-02')
    world.faults.failNextMigrations(5)
    const job = await world.migrateVm(vm.id, {}, admin(world))
    await advanceUntil(world, () => job.status !== 'started')
    expect([job.status, vm.status, vm.hostId]).toEqual(['failed', 'up', hostNamed(world, 'host3').id])
    expect(codes(world)).toEqual([62, 128, 128, 65])
  })

  it('fails as well when the destination goes away', async () => {
    const world = aWorld()
    const [vm, target] = [vmNamed(world, 'db-02'), hostNamed(world, 'host4')]
    await world.migrateVm(vm.id, { hostId: target.id }, admin(world))
    target.status = 'non_responsive'
    world.advance(1_000)
    expect(codes(world)).toEqual([62, 120])
  })
})

describe('a refused migration', () => {
  const cases = [
    { why: 'of a VM that is down', vm: 'web-10', to: {}, says: /VM is not running/ },
    { why: 'of a pinned VM', vm: 'probe-01', to: { force: true }, says: /pinned/ },
    { why: 'of a VM moved by hand only', vm: 'license-01', to: {}, says: /force-migration/ },
    { why: 'to where it is', vm: 'db-02', to: { host: 'host3' }, says: /source and destination is the same/ },
    { why: 'to a host that is not up', vm: 'db-02', to: { host: 'host5' }, says: /only when Host status is Up/ },
    { why: 'to another cluster', vm: 'db-02', to: { host: 'host8' }, says: /another cluster/ },
    { why: 'that a fault plans', vm: 'app-02', to: {}, says: /No licence/ },
    { why: 'without room', vm: 'db-01', to: { host: 'host2' }, says: /host2 did not satisfy internal filter Memory/ },
  ]
  for (const { why, vm: name, to, says } of cases) {
    it(why, async () => {
      const world = aWorld()
      hostNamed(world, 'host5').status = 'maintenance'
      const cluster = [...world.state.clusters.values()].find(each => each.name === 'Default')
      if (name === 'db-01' && cluster) cluster.overCommitPercent = 105
      world.faults.refuseMigrations({ vmId: vmNamed(world, 'app-02').id }, 'No licence')
      const { host, force } = { host: undefined, force: false, ...to }
      const options = { force, ...(host === undefined ? {} : { hostId: hostNamed(world, host).id }) }
      const vm = name === 'web-10' ? firstDown(world) : vmNamed(world, name)
      const refusal = world.migrateVm(vm.id, options, admin(world))
      await expect(refusal).rejects.toMatchObject({ name: 'EngineFault', kind: 'conflict' })
      await expect(refusal).rejects.toThrow(says)
      expect(codes(world)).toEqual([65])
      expect(vm.migration).toBeUndefined()
    })
  }

  it('of a VM that is not there, or to a host that is not there', async () => {
    const world = aWorld()
    await expect(world.migrateVm('none', {}, admin(world))).rejects.toMatchObject({ kind: 'missing' })
    const { id } = vmNamed(world, 'db-02')
    await expect(world.migrateVm(id, { hostId: 'none' }, admin(world))).rejects.toMatchObject({ kind: 'invalid' })
  })

  it('while another one is being decided, or runs', async () => {
    const world = aWorld()
    const { id } = vmNamed(world, 'db-02')
    const first = world.migrateVm(id, {}, admin(world))
    await expect(world.migrateVm(id, {}, admin(world))).rejects.toThrow(/Related operation/)
    await first
    await expect(world.migrateVm(id, {}, admin(world))).rejects.toThrow(/already in progress/)
  })
})

function firstDown(world: World) {
  const vm = [...world.state.vms.values()].find(({ status }) => status === 'down')
  if (vm === undefined) throw new Error('every VM runs')
  return vm
}
