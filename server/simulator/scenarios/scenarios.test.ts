import { describe, expect, it } from 'vitest'
import type { HostReading } from '../../../shared/model/host-reading.ts'
import { admin, advanceUntil, aWorld, hostNamed, toHost, toVm, vmNamed } from '../../../test/fakes/sim-world.ts'
import { hostMemoryBalance } from '../../units/host-memory-balance.ts'
import type { World } from '../world/world.ts'
import { scenarios } from './scenarios.ts'

const clusterNamed = (world: World, name: string) => {
  const cluster = [...world.state.clusters.values()].find(each => each.name === name)
  if (cluster === undefined) throw new Error(`no cluster ${name}`)
  return cluster
}

/** What our balancer says about a cluster: VM, source, first destination. */
function recommendation(world: World, minimumMiB = 500, safe = true, clusterName = 'Default') {
  const { id } = clusterNamed(world, clusterName)
  const input = {
    hosts: [...world.state.hosts.values()].filter(({ clusterId }) => clusterId === id).map(host => toHost(world, host)),
    vms: [...world.state.vms.values()].filter(({ clusterId }) => clusterId === id).map(toVm),
  }
  const values = { minimum_host_memoryMB: minimumMiB, safe_selection: safe }
  const move = hostMemoryBalance.balance?.(input, values).move
  if (move === undefined) return undefined
  const nameOf = (hostId: string | undefined) => world.state.hosts.get(hostId ?? '')?.name
  return [world.state.vms.get(move.vmId)?.name, nameOf(move.fromHostId), nameOf(move.toHostIds[0])].join(' ')
}

describe('every scenario', () => {
  for (const [name, { hosts, vms, description }] of scenarios) {
    it(`${name} has its size, a sentence, and one place per VM`, () => {
      const { state } = aWorld({ scenario: name })
      expect(description).toMatch(/^[A-Z].{20,}[^.]$/)
      expect(state.hosts.size).toBe(hosts)
      expect(state.vms.size).toBe(vms)
      expect(new Set([...state.vms.values()].map(vm => vm.name)).size).toBe(vms)
      for (const vm of state.vms.values()) expect(vm.hostId === undefined).toBe(vm.status === 'down')
    })
    it(`${name} takes other sizes, however odd`, () => {
      for (const [hostCount, vmCount] of [
        [1, 0],
        [1, 3],
        [2, 40],
        [5, 7],
      ] as const) {
        const { state } = aWorld({ scenario: name, hosts: hostCount, vms: vmCount, seed: 9 })
        expect([state.hosts.size, state.vms.size]).toEqual([hostCount, vmCount])
      }
    })
  }

  it('is refused by an unknown name, with the names there are', () => {
    expect(() => aWorld({ scenario: 'chaos' })).toThrow(/"chaos"; there are memory-pressure, .*big/)
  })
  it.each([...scenarios.keys()])('%s may have no host at all', scenario => {
    const world = aWorld({ scenario, hosts: 0 })
    world.advance(60_000)
    expect([world.state.hosts.size, world.state.vms.size]).toEqual([0, 0])
  })
  it('is refused in a size that makes no sense', () => {
    expect(() => aWorld({ hosts: -1 })).toThrow(/hosts must be a whole number from 0/)
    expect(() => aWorld({ vms: 1.5 })).toThrow(/VMs must be a whole number/)
  })
})

describe('memory-pressure', () => {
  it('has exactly one host of Default short of memory, and none elsewhere', () => {
    const world = aWorld()
    const free = [...world.state.hosts.values()].map(host => toHost(world, host).statistics.memoryFreeMiB ?? 0)
    expect(free.filter(mib => mib < 500)).toEqual([235])
    expect(Math.min(...free.filter(mib => mib >= 500))).toBeGreaterThan(5_000)
  })

  const cases = [
    { why: 'moves the smallest VM that may move', minimumMiB: 500, safe: true, move: 'dns-01 host3 host4' },
    {
      why: 'moves the smallest VM that frees enough',
      minimumMiB: 500,
      safe: false,
      move: /^(web|mon)-\d+ host3 host4$/,
    },
    { why: 'moves a larger VM for a higher minimum', minimumMiB: 2_500, safe: false, move: /^app-\d+ host3 host4$/ },
    { why: 'moves nothing when the minimum is below what is free', minimumMiB: 200, safe: true, move: undefined },
  ]
  for (const { why, minimumMiB, safe, move } of cases) {
    it(why, () => {
      const said = recommendation(aWorld(), minimumMiB, safe)
      if (move instanceof RegExp) expect(said).toMatch(move)
      else expect(said).toBe(move)
    })
  }

  it('stands still for an hour and for any seed', () => {
    for (const seed of [1, 2, 3, 42]) {
      const world = aWorld({ seed })
      const [safe, bold] = [recommendation(world), recommendation(world, 500, false)]
      expect(safe).toBe('dns-01 host3 host4')
      for (let minute = 0; minute < 60; minute++) {
        world.advance(60_000)
        expect([recommendation(world), recommendation(world, 500, false)]).toEqual([safe, bold])
      }
    }
  })

  for (const safe of [true, false]) {
    it(`migrates what is recommended in 10 to 30 seconds (${safe ? 'safe' : 'not safe'})`, async () => {
      const world = aWorld()
      const [vmName = '', , hostName = ''] = recommendation(world, 500, safe)?.split(' ') ?? []
      const vm = vmNamed(world, vmName)
      const before = hostNamed(world, 'host3').measured.memoryUsedPercent
      await world.migrateVm(vm.id, { hostId: hostNamed(world, hostName).id }, admin(world))
      const seconds = await advanceUntil(world, () => vm.status === 'up')
      expect(seconds).toBeGreaterThanOrEqual(10)
      expect(seconds).toBeLessThanOrEqual(30)
      world.advance(15_000)
      expect(hostNamed(world, 'host3').measured.memoryUsedPercent).toBeLessThan(before)
    })
  }
})

describe('balanced', () => {
  it('leaves nothing to move', () => {
    const world = aWorld({ scenario: 'balanced' })
    expect(recommendation(world)).toBeUndefined()
    expect(recommendation(world, 5_000)).toBeUndefined()
  })
})

describe('cpu-hotspot', () => {
  it('keeps one host full, whose VMs get less than they want, and the others far from it', () => {
    const world = aWorld({ scenario: 'cpu-hotspot' })
    const load = [...world.state.hosts.values()].map(({ name, measured }) => ({
      name,
      percent: measured.cpuUserPercent + measured.cpuSystemPercent,
    }))
    expect(load.filter(({ percent }) => percent > 95).map(({ name }) => name)).toEqual(['host2'])
    expect(load.filter(({ percent }) => percent < 50)).toHaveLength(5)
    const starved = [...world.state.vms.values()].filter(vm => vm.load.gotCpuPercent < vm.load.wantedCpuPercent - 1)
    expect(new Set(starved.map(vm => vm.hostId))).toEqual(new Set([hostNamed(world, 'host2').id]))
  })
})

describe('affinity-conflict', () => {
  const from = (name: string) => {
    const world = aWorld({ scenario: 'affinity-conflict' })
    const targets = world.migrationTargets([vmNamed(world, name).id])
    return new Set(targets.map(id => world.state.hosts.get(id)?.name))
  }
  const cases = [
    { why: 'the name servers are apart everywhere', vm: 'dns-01', targets: [] },
    { why: 'the web servers must be together and apart', vm: 'web-01', targets: [] },
    { why: 'the database belongs to host1', vm: 'db-01', targets: [] },
    { why: 'the licence holds on two hosts', vm: 'app-01', targets: ['host2'] },
    { why: 'no rule binds the mail server', vm: 'mail-01', targets: ['host2', 'host3', 'host4'] },
  ]
  for (const { why, vm, targets } of cases) it(`${vm}: ${why}`, () => expect(from(vm)).toEqual(new Set(targets)))
})

describe('host-tuning', () => {
  const look = (hostName: string) => {
    const world = aWorld({ scenario: 'host-tuning' })
    const { id } = hostNamed(world, hostName)
    world.advance(60_000)
    return { host: world.hostSide.readHost(id), guests: world.hostSide.listGuests(id) }
  }

  it('recommends no migration: every host can be helped by itself', () => {
    expect(recommendation(aWorld({ scenario: 'host-tuning' }))).toBeUndefined()
  })
  it('lets its hosts move balloons and merge pages', () => {
    for (const cluster of aWorld({ scenario: 'host-tuning' }).state.clusters.values())
      expect(cluster).toMatchObject({ ballooning: true, ksm: true, ksmMergeAcrossNodes: true })
  })
  it('is short of memory on host1, where guests hold what they do not use', () => {
    const { host, guests } = look('host1')
    const { totalKiB, freeKiB = 0, cachedKiB = 0, buffersKiB = 0 } = host.memory
    expect((freeKiB + cachedKiB + buffersKiB) / totalKiB).toBeLessThan(0.1)
    const idle = guests.filter(({ name }) => name.startsWith('idle'))
    expect(idle).toHaveLength(6)
    for (const { guestMemory, memoryKiB = 0 } of idle) expect(guestMemory?.unusedKiB).toBeGreaterThan(0.5 * memoryKiB)
    expect(guests.find(({ name }) => name === 'appliance-01')?.guestMemory).toBeUndefined()
  })
  it('makes two VMs of host2 wait for one core while its other cores idle', () => {
    const { host, guests } = look('host2')
    for (const { vcpus } of guests.filter(({ name }) => name.startsWith('render')))
      expect(vcpus.map(({ onCpuId, delayNs = 0 }) => [Number(onCpuId) < 2, delayNs > 1e9])).toEqual([
        [true, true],
        [true, true],
      ])
    const busy = host.cpus.map(({ use }) => 100 - (use?.idlePercent ?? 0))
    expect(busy.filter(percent => percent > 95)).toHaveLength(2)
    expect(busy.filter(percent => percent < 30)).toHaveLength(30)
  })
  it('splits one VM of host3 over both NUMA nodes', () => {
    const { host, guests } = look('host3')
    const nodes = guests
      .find(({ name }) => name === 'erp-01')
      ?.vcpus.map(({ onCpuId }) => host.cpus.find(({ id }) => id === onCpuId)?.nodeId)
    expect(nodes).toEqual([0, 0, 0, 0, 1, 1, 1, 1])
  })
})

describe('host5 of host-tuning', () => {
  it('leaves its vCPUs on a quarter of its CPUs until somebody pins them elsewhere', () => {
    const world = aWorld({ scenario: 'host-tuning' })
    const { id } = hostNamed(world, 'host5')
    world.advance(60_000)
    const cpusInUse = () =>
      new Set(world.hostSide.listGuests(id).flatMap(({ vcpus }) => vcpus.map(({ onCpuId }) => onCpuId)))
    expect([...cpusInUse()].every(cpu => Number(cpu) < 8)).toBe(true)
    const [first] = world.hostSide.listGuests(id)
    world.hostSide.pinVcpus(id, first?.id ?? '', [{ vcpu: 0, cpuIds: [31] }])
    world.advance(10_000)
    expect(cpusInUse().has(31)).toBe(true)
  })
})

describe('host-tuning, later', () => {
  const freeShare = ({ memory }: HostReading) =>
    ((memory.freeKiB ?? 0) + (memory.cachedKiB ?? 0) + (memory.buffersKiB ?? 0)) / memory.totalKiB

  it('is no longer short of memory on host6 when its jobs have ended', () => {
    const world = aWorld({ scenario: 'host-tuning' })
    const { id } = hostNamed(world, 'host6')
    world.advance(60_000)
    expect(freeShare(world.hostSide.readHost(id))).toBeLessThan(0.2)
    expect(world.hostSide.listGuests(id)).toHaveLength(8)
    world.advance(15 * 60_000)
    expect(freeShare(world.hostSide.readHost(id))).toBeGreaterThan(0.5)
    const left = world.hostSide.listGuests(id).map(({ name }) => name.split('-')[0])
    expect(left).toEqual(new Array(6).fill('app'))
  })

  it('still wants no migration', () => {
    const world = aWorld({ scenario: 'host-tuning' })
    world.advance(16 * 60_000)
    expect(recommendation(world)).toBeUndefined()
  })

  it('has MOM on host3 alone', () => {
    const world = aWorld({ scenario: 'host-tuning' })
    const names = [...world.state.hosts.values()]
      .filter(({ id }) => world.hostSide.readHost(id).momActive)
      .map(({ name }) => name)
    expect(names).toEqual(['host3'])
  })
})

describe('big', () => {
  it('has a few hosts short of memory, some clusters with moves and some without', () => {
    const world = aWorld({ scenario: 'big' })
    const moves = [...world.state.clusters.values()].map(({ name, properties }) =>
      recommendation(world, Number(properties.minimum_host_memoryMB), true, name),
    )
    expect(moves.filter(move => move !== undefined).length).toBeGreaterThanOrEqual(2)
    expect(moves).toContain(undefined)
  })
})
