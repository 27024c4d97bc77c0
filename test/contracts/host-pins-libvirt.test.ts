import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { HostClient } from '../../server/hosts/host-client.ts'
import { measureVcpus } from '../../server/tuning/pinning/measure-vcpus.ts'
import { formatCpuList } from '../../shared/measure/format-cpu-list.ts'
import { parseCpuList } from '../../shared/measure/parse-cpu-list.ts'
import type { TouchedHost } from '../../shared/plan/touched-host.ts'
import { connectedClient } from '../fakes/libvirt/libvirt-client.ts'
import { type StartedGuest, startGuest } from '../fakes/libvirt/start-guest.ts'
import { canRunLibvirtd, type Libvirtd, startLibvirtd } from '../fakes/libvirt/start-libvirtd.ts'
import { affinities, crowd } from '../fakes/libvirt/vcpu-threads.ts'
import { type RunningProcess, startProcess } from '../scenarios/start-process.ts'

/** Two CPUs of different cores; the balancer is to use no others, however many there are. */
const FIRST = 0
const siblings = '/sys/devices/system/cpu/cpu0/topology/thread_siblings_list'
const threads = (existsSync(siblings) && parseCpuList(readFileSync(siblings, 'utf8'))) || [FIRST]
const ids = cpus().map((_, id) => id)
const SECOND = ids.find(id => !threads.includes(id))

const whyNot = !canRunLibvirtd
  ? 'libvirtd and QEMU are needed, and root'
  : SECOND === undefined
    ? 'this machine has one CPU, and there is nowhere to go from it'
    : undefined
if (whyNot !== undefined) console.warn(`not run: ${whyNot}`)

const PATIENCE_MS = 90_000

describe.skipIf(whyNot !== undefined)('pins of host-agent on real QEMU', { timeout: 180_000 }, () => {
  let daemon: Libvirtd
  let client: HostClient
  let vms: StartedGuest[]
  /** Of a VM that somebody has pinned. */
  let pinnedByHand: StartedGuest
  let agent: RunningProcess | undefined
  let stateFile: string

  beforeAll(async () => {
    daemon = await startLibvirtd()
    stateFile = join(daemon.folder, 'agent-state.json')
    vms = []
    for (let count = 0; count < 4; count++) vms.push(await startGuest(daemon, { spins: true, vcpus: 1 }))
    pinnedByHand = await startGuest(daemon, { spins: true, vcpus: 1 })
    await daemon.virsh(['vcpupin', pinnedByHand.name, '0', String(FIRST)])
    client = await connectedClient({ way: { kind: 'unix', path: daemon.socket } })
    const settings = `[main]\nrpc-port: -1\npolicy-engine-interval: 2\nhost-monitor-interval: 1\nguest-monitor-interval: 1
[host]\ncollectors: HostMemory\n[guest]\ncollectors: GuestBalloonOptional\n`
    await writeFile(join(daemon.folder, 'mom.conf'), settings)
  }, 180_000)
  afterAll(async () => {
    await agent?.stop('SIGKILL')
    client.close()
    await daemon.stop()
  })

  const startAgent = () =>
    startProcess(
      [
        ...['host-agent', '--config', join(daemon.folder, 'mom.conf'), '--via', `libvirt+unix:${daemon.socket}`],
        ...['--mode', 'observe', '--pinning', 'enforce', '--state', stateFile],
        ...reserved(ids.filter(id => id !== FIRST && id !== SECOND)),
      ],
      /The policy engine of this host runs/,
    )
  const reserved = (cpuIds: readonly number[]) =>
    cpuIds.length === 0 ? [] : ['--reserved-cpus', formatCpuList(cpuIds)]

  const pinOf = async ({ name }: StartedGuest) => /^\s*0\s+(\S+)\s*$/m.exec(await daemon.virsh(['vcpupin', name]))?.[1]
  const pinsOf = (guests: readonly StartedGuest[]) => Promise.all(guests.map(pinOf))
  const crowdAll = async (guests: readonly StartedGuest[]) => {
    for (const { name } of guests) await crowd(daemon, name, FIRST)
  }
  const state = () => JSON.parse(readFileSync(stateFile, 'utf8')) as TouchedHost
  const eventually = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: PATIENCE_MS, interval: 250 })

  /** Pins that were made, as the agent’s log tells, by whom, of which VM and to which CPUs; in their order. */
  const made = (from: RunningProcess | undefined = agent) =>
    [
      ...(from?.output() ?? '').matchAll(
        /"by":"(\w+)","change":"pins of (\S+): vCPU 0 on \S+ → vCPU 0 on (\S+)","outcome":"made"/g,
      ),
    ].map(([, by, vm, cpuIds]) => ({ by, vm, cpuIds }))

  /** Demand on the busier of the two CPUs less that on the other, in percent of a CPU, over some seconds. */
  async function spread(): Promise<number> {
    const [before, beforeMs] = [await client.listGuests(AbortSignal.timeout(30_000)), performance.now()]
    await delay(3_000)
    const [after, afterMs] = [await client.listGuests(AbortSignal.timeout(30_000)), performance.now()]
    const loads = new Map([
      [FIRST, 0],
      [SECOND, 0],
    ])
    for (const guest of after)
      for (const { reading, demandPercent = 0 } of measureVcpus(
        guest,
        before.find(({ id }) => id === guest.id),
        afterMs - beforeMs,
      ))
        loads.set(reading.onCpuId, (loads.get(reading.onCpuId) ?? 0) + demandPercent)
    return Math.max(...loads.values()) - Math.min(...loads.values())
  }

  it('are set as decided, even the CPUs out, and leave what was pinned by hand as it is', async () => {
    const all = formatCpuList(ids)
    const cputune = async () => /<cputune>.*<\/cputune>/s.exec(await daemon.virsh(['dumpxml', pinnedByHand.name]))?.[0]
    const byHand = await cputune()
    expect(byHand).toContain(`cpuset='${FIRST}'`)
    await crowdAll(vms)
    expect(await pinsOf(vms)).toEqual(vms.map(() => all))
    const before = await spread()
    expect(before).toBeGreaterThan(400)

    agent = await startAgent()
    const moves = await eventually(() => {
      expect(made().length).toBeGreaterThanOrEqual(2)
      return made()
    })
    for (const { by, vm, cpuIds } of moves) {
      expect(by).toBe('pinning')
      const guest = vms.find(({ name }) => name === vm) ?? expect.fail(`${vm} is not ours to pin`)
      expect([vm, await pinOf(guest), ...(await affinities(daemon, guest.name))]).toEqual([vm, cpuIds, cpuIds])
      expect(state().changes).toContainEqual(
        expect.objectContaining({
          vmId: guest.id,
          from: [{ vcpu: 0, cpuIds: ids }],
          to: [{ vcpu: 0, cpuIds: parseCpuList(cpuIds ?? '') }],
        }),
      )
    }
    const after = await spread()
    expect(after).toBeLessThan(150)
    console.info(
      `spread of demand on two CPUs: ${Math.round(before)} % before, ${Math.round(after)} % after ${moves.length} moves`,
    )
    expect(await cputune()).toBe(byHand)
  })

  it('are given back after kill -9 by the next agent, before it pins anything', async () => {
    const all = formatCpuList(ids)
    const killed = agent
    const moved = new Set(made(killed).map(({ vm }) => vm))
    await killed?.stop('SIGKILL')
    expect((await pinsOf(vms)).filter(cpuIds => cpuIds !== all)).toHaveLength(moved.size)
    agent = await startAgent()
    await eventually(() => expect(made().filter(({ by }) => by === 'restore')).toHaveLength(moved.size))
    expect(await pinsOf(vms)).toEqual(vms.map(() => all))
    expect(made().map(({ by }) => by)).not.toContain('pinning')
    for (const { name } of vms.filter(({ name }) => moved.has(name)))
      expect(await affinities(daemon, name)).toEqual([all])
    expect(state().changes).toEqual([])
  })

  it('of others go on when a VM is destroyed meanwhile, and are given back at a clean end', async () => {
    const all = formatCpuList(ids)
    await crowdAll(vms)
    const [first] = await eventually(() => {
      const moves = made().filter(({ by }) => by === 'pinning')
      expect(moves.length).toBeGreaterThanOrEqual(1)
      return moves
    })
    await daemon.virsh(['destroy', first?.vm ?? ''])
    const left = vms.filter(({ name }) => name !== first?.vm)
    const seen = made().length
    await eventually(() => expect(made().length).toBeGreaterThan(seen))
    expect(left.map(({ name }) => name)).toContain(made().at(-1)?.vm)
    expect(await agent?.stop('SIGTERM')).toBe(0)
    expect(await pinsOf(left)).toEqual(left.map(() => all))
    expect(await pinOf(pinnedByHand)).toBe(String(FIRST))
    // That a VM is gone for good is believed only after a while.
    expect(state().changes.filter(change => !('vmName' in change) || change.vmName !== first?.vm)).toEqual([])
  })
})
