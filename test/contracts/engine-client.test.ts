/** The engine client against the simulated engine: what the one writes, the other must read. */
import { describe, expect, it } from 'vitest'
import { authReader } from '../../server/engine/auth-reader.ts'
import { clusterPolicyPort } from '../../server/engine/cluster-policy-port.ts'
import { migrationPort } from '../../server/engine/migration-port.ts'
import { readSnapshot } from '../../server/engine/read-snapshot.ts'
import { readVmStatistics } from '../../server/engine/vms.ts'
import type { WorldOptions } from '../../server/simulator/world/create-world.ts'
import { NOON_MS } from '../fakes/builders.ts'
import { admin, advanceUntil, toHost, toVm } from '../fakes/sim-world.ts'
import { aSimulatedEngine, connectTo, type SimulatedEngine } from '../fakes/simulated-engine.ts'

const never = new AbortController().signal

async function start(worldOptions: Partial<WorldOptions> = {}) {
  const engine = await aSimulatedEngine({}, worldOptions)
  const http = connectTo(engine)
  const fault = (fault: object) => engine.call('/sim/v1/faults', { body: fault })
  return { engine, http, world: engine.world, fault, read: () => readSnapshot(http, never, () => NOON_MS) }
}

describe('the snapshot', () => {
  it('is the world as the engine shows it', async () => {
    const { world, read } = await start()
    world.advance(30_000)
    const snapshot = await read()
    expect(snapshot).not.toHaveProperty('problems')
    expect(snapshot.engineVersion).toBe(world.state.engineVersion.full)
    expect(snapshot.clockSkewMs).toBe(30_000)
    for (const sim of world.state.hosts.values()) {
      const { statistics, ...host } = toHost(world, sim)
      const read = snapshot.hosts.find(({ id }) => id === host.id)
      expect(read).toMatchObject(host)
      expect(read?.statistics.memoryFreeMiB).toBeCloseTo(statistics.memoryFreeMiB ?? Number.NaN, -1)
    }
    for (const sim of world.state.vms.values()) {
      expect(snapshot.vms.find(({ id }) => id === sim.id)).toMatchObject(toVm(sim))
    }
    const policyOf = (clusters: Iterable<{ id: string; policyId?: string }>) =>
      Object.fromEntries([...clusters].map(({ id, policyId }) => [id, policyId]))
    expect(policyOf(snapshot.clusters)).toEqual(policyOf(world.state.clusters.values()))
  })

  it('has every policy with its filters, weights and balancer, and our units among the others', async () => {
    const { world, read } = await start()
    const { policies, units } = await read()
    for (const sim of world.state.policies.values()) {
      const { filters, weights, balanceUnitId } = policies.find(({ id }) => id === sim.id) ?? {}
      expect({ filters, weights, balanceUnitId }).toEqual({
        filters: expect.arrayContaining(sim.filters),
        weights: expect.arrayContaining(sim.weights),
        balanceUnitId: sim.balanceUnitId,
      })
    }
    expect(units.filter(({ internal }) => !internal).map(({ name }) => name)).toContain('host_memory_balance')
  })

  it('has what the rules look at besides', async () => {
    const { world, read } = await start()
    const { hosts, vms, clusters } = await read()
    for (const sim of world.state.hosts.values()) {
      expect(hosts.find(({ id }) => id === sim.id)?.scheduling).toEqual({
        spm: sim.isSpm ? 'spm' : 'none',
        sockets: sim.cpu.sockets,
        totalVms: world.hostVmCounts(sim.id).total,
        numaSupported: sim.numa.length > 1,
        os: { family: 'RHEL', version: '9.4 - 1.el9' },
        powerManagement: { enabled: false, automatic: true },
        externalStatus: 'ok',
      })
    }
    for (const sim of world.state.vms.values()) {
      expect(vms.find(({ id }) => id === sim.id)?.scheduling).toEqual({
        topology: sim.topology,
        priority: sim.highAvailability.priority,
        pinning: 'none',
        highPerformance: sim.kind === 'high_performance',
        customProperties: {},
        cpuPassthrough: false,
        ioThreads: 0,
      })
    }
    for (const sim of world.state.clusters.values()) {
      const { haReservation, onError } = sim
      const told = { version: '4.7', architecture: 'x86_64', haReservation, onError }
      expect(clusters.find(({ id }) => id === sim.id)?.scheduling).toEqual(told)
    }
  })

  it('has the affinity groups, members by label among them', async () => {
    const { world, read } = await start({ scenario: 'affinity-conflict' })
    const { affinityGroups = [] } = await read()
    const { affinityGroups: groups, affinityLabels: labels } = world.state
    const membersByLabel = (ids: readonly string[], kind: 'vmIds' | 'hostIds') =>
      ids.flatMap(id => labels.get(id)?.[kind] ?? [])
    expect(labels.size).toBeGreaterThan(0)
    expect(new Map(affinityGroups.map(group => [group.id, group]))).toEqual(
      new Map(
        [...groups.values()].map(group => [
          group.id,
          {
            id: group.id,
            name: group.name,
            clusterId: group.clusterId,
            priority: group.priority,
            vmIds: [...group.vmIds, ...membersByLabel(group.vmLabelIds, 'vmIds')],
            hostIds: [...group.hostIds, ...membersByLabel(group.hostLabelIds, 'hostIds')],
            vmRule: group.vmsRule,
            hostRule: group.hostsRule,
          },
        ]),
      ),
    )
  })

  it('of 400 hosts and 10,000 VMs needs requests by the page', async () => {
    const { world, read } = await start({ scenario: 'big' })
    const { hosts, vms, requests } = await read()
    expect([hosts.length, vms.length]).toEqual([400, 10_000])
    // Full last pages need one more look: 4 + 1 pages of hosts, 20 + 1 of VMs. Affinity: all labels, each cluster's groups.
    expect(requests).toBe(4 + 5 + 21 + world.state.policies.size + 1 + world.state.clusters.size)
  })

  const faults: { why: string; fault: object; code: string }[] = [
    { why: 'is down behind its web server', fault: { kind: 'down', down: true }, code: 'engine-unavailable' },
    { why: 'answers 503', fault: { kind: 'status', status: 503, count: 9 }, code: 'engine-unavailable' },
    { why: 'answers in HTML', fault: { kind: 'html', status: 500 }, code: 'engine-fault' },
    {
      why: 'breaks replies off',
      fault: { kind: 'truncated', pathContains: '/vms', count: 9 },
      code: 'engine-unreachable',
    },
    { why: 'resets connections', fault: { kind: 'reset', count: 9 }, code: 'engine-unreachable' },
  ]
  for (const { why, fault: wanted, code } of faults) {
    it(`fails with a code when the engine ${why}, and works again afterwards`, async () => {
      const { read, fault } = await start()
      await read()
      await fault(wanted)
      await expect(read()).rejects.toMatchObject({ code })
      await fault({ kind: 'clear' })
      expect((await read()).hosts.length).toBeGreaterThan(0)
    })
  }

  it('does not notice expired tokens and two failures in a row', async () => {
    const { read, fault } = await start()
    await read()
    await fault({ kind: 'expire-tokens' })
    await fault({ kind: 'status', status: 503, pathContains: '/hosts', count: 2 })
    expect((await read()).hosts.length).toBeGreaterThan(0)
  })

  it('is not read for a user who sees only a part of it', async () => {
    const { engine } = await start()
    const asUser = readSnapshot(connectTo(engine, 'user'), never, () => NOON_MS)
    await expect(asUser).rejects.toMatchObject({ code: 'engine-not-administrator' })
  })
})

describe('a migration', () => {
  /** A VM of the host that is short of memory, and a host with room for it. */
  function aMove(world: SimulatedEngine['world']) {
    const vm = [...world.state.vms.values()].find(
      ({ id, status, placement, hostId }) =>
        status === 'up' && placement === 'migratable' && world.migrationTargets([id]).some(target => target !== hostId),
    )
    const to = vm && world.migrationTargets([vm.id]).find(target => target !== vm.hostId)
    if (vm === undefined || to === undefined) throw new Error('the scenario has no VM that can move')
    return { vm, to }
  }

  it('is started, watched to its end and found by its correlation id', async () => {
    const { http, world } = await start()
    const port = migrationPort(http)
    const { vm, to } = aMove(world)
    const from = vm.hostId
    const request = { vmId: vm.id, toHostId: to, correlationId: 'ovs-1-0' }
    expect(await port.trace('ovs-1-0', vm.id, never)).toEqual({ started: false, done: false, failed: false })

    expect(await port.migrate(request, never)).toEqual({ ok: true })
    world.advance(2_000)
    const underWay = await port.readVm(vm.id, never)
    expect(underWay).toMatchObject({ status: 'migrating', hostId: from, migrationPercent: expect.any(Number) })
    expect(await port.trace('ovs-1-0', vm.id, never)).toEqual({ started: true, done: false, failed: false })
    expect(await port.migrate(request, never)).toMatchObject({ ok: false, detail: expect.stringMatching(/\.$/) })

    await advanceUntil(world, () => vm.migration === undefined)
    expect(await port.readVm(vm.id, never)).toEqual({ id: vm.id, name: vm.name, status: 'up', hostId: to })
    expect(await port.trace('ovs-1-0', vm.id, never)).toMatchObject({ started: true, done: true })
  })

  it('that fails is told with the words of the engine', async () => {
    const { http, world } = await start()
    const port = migrationPort(http)
    const { vm, to } = aMove(world)
    world.faults.failNextMigrations(1)
    expect(await port.migrate({ vmId: vm.id, toHostId: to, correlationId: 'ovs-2-0' }, never)).toEqual({ ok: true })
    await advanceUntil(world, () => vm.migration === undefined)
    const trace = await port.trace('ovs-2-0', vm.id, never)
    expect(trace).toMatchObject({ started: true, done: false, failed: true, message: expect.stringContaining(vm.name) })
  })

  it('of a VM that stands still, or is unknown, is refused', async () => {
    const { http, world } = await start()
    const port = migrationPort(http)
    const { vm, to } = aMove(world)
    world.stopVm(vm.id, admin(world))
    await advanceUntil(world, () => vm.status === 'down')
    const request = { toHostId: to, correlationId: 'ovs-3-0' }
    expect(await port.migrate({ ...request, vmId: vm.id }, never)).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/not running/i),
    })
    const unknown = '00000000-0000-4000-8000-00000000ffff'
    expect(await port.migrate({ ...request, vmId: unknown }, never)).toMatchObject({ ok: false })
    expect(await port.readVm(unknown, never)).toBeUndefined()
  })
})

describe("a cluster's policy", () => {
  it('is written through, and a bad value refused', async () => {
    const { http, world, read } = await start()
    const port = clusterPolicyPort(http)
    const cluster = [...world.state.clusters.values()].find(({ name }) => name === 'Default')
    if (cluster === undefined) throw new Error('the scenario has no cluster Default')
    const save = (value: string) =>
      port.savePolicy(
        { clusterId: cluster.id, properties: { minimum_host_memoryMB: value }, correlationId: 'ovs-policy' },
        never,
      )
    expect(await save('4321')).toEqual({ ok: true })
    const { clusters } = await read()
    expect(clusters.find(({ id }) => id === cluster.id)?.properties.minimum_host_memoryMB).toBe('4321')
    expect(await save('plenty')).toMatchObject({ ok: false, detail: expect.stringContaining('minimum_host_memoryMB') })
  })
})

describe('a portal user', () => {
  const users = [
    { login: 'admin', administrator: true, migrates: 'everywhere' },
    { login: 'operator', administrator: true, migrates: 'Default' },
    { login: 'readonly', administrator: true, migrates: 'nowhere' },
    { login: 'user', administrator: false, migrates: 'nowhere' },
  ]
  for (const { login, administrator, migrates } of users) {
    it(`${login} is known by the token, and may migrate ${migrates}`, async () => {
      const { engine, http, world } = await start()
      const auth = authReader(http)
      const who = await auth.whoIs(await engine.logIn(login), never)
      expect(who).toMatchObject({ name: `${login}@internal-authz`, administrator })
      const grants = await auth.permits(who?.id ?? '', never)
      const places = grants
        .filter(({ permits }) => permits.has('migrate_vm'))
        .map(({ object }) => (object === undefined ? 'everywhere' : world.state.clusters.get(object.id)?.name))
      expect(places).toEqual(migrates === 'nowhere' ? [] : [migrates])
    })
  }

  it('is unknown with a token of yesterday', async () => {
    const { http } = await start()
    expect(await authReader(http).whoIs('a-token-of-yesterday', never)).toBeUndefined()
  })
})

describe("a VM's statistics", () => {
  it('are read one by one', async () => {
    const { http, world } = await start()
    world.advance(30_000)
    const [vm] = [...world.state.vms.values()].filter(({ status }) => status === 'up')
    const statistics = await readVmStatistics(http, vm?.id ?? '', never)
    expect(statistics).toMatchObject({ cpuPercentOfCore: expect.any(Number), memoryUsedMiB: expect.any(Number) })
    expect(statistics?.cpuPercentOfCore).toBeCloseTo(vm?.measured.cpuPercentOfCore ?? Number.NaN, -1)
  })
})
