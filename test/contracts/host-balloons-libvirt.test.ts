import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { hasGuestKernel } from '../../build/test/guest-kernel.ts'
import { readAgentSettings } from '../../server/cli/host-agent/agent-settings.ts'
import { type Agent, startAgent } from '../../server/cli/host-agent/start-agent.ts'
import { sleep } from '../../server/cycles/sleep.ts'
import type { Dial, HostClient } from '../../server/hosts/host-client.ts'
import { dialLibvirt } from '../../server/hosts/libvirt/dial-libvirt.ts'
import type { GuestReading } from '../../shared/model/host-reading.ts'
import { connectedClient } from '../fakes/libvirt/libvirt-client.ts'
import { type StartedGuest, startGuest } from '../fakes/libvirt/start-guest.ts'
import { canRunLibvirtd, type Libvirtd, startLibvirtd } from '../fakes/libvirt/start-libvirtd.ts'
import { aLog } from '../fakes/log.ts'
import { touchedMemory } from '../fakes/touched-memory.ts'

const canRun = canRunLibvirtd && hasGuestKernel()
if (!canRun) console.warn('not run: libvirtd, QEMU and a kernel for its guests are needed, and root')

const MIB = 1024
const TOTAL_KIB = 4096 * MIB
/** What the balancer always leaves to a host of that size. */
const RESERVE_KIB = 1024 * MIB
const RICH_KIB = 320 * MIB
const GUARANTEE_KIB = 288 * MIB
const STARVED_KIB = 112 * MIB
const guaranteed = (kib: number) =>
  `<ovirt-vm:vm xmlns:ovirt-vm="http://ovirt.org/vm/1.0"><ovirt-vm:minGuaranteedMemoryMb type="int">${
    kib / MIB
  }</ovirt-vm:minGuaranteedMemoryMb></ovirt-vm:vm>`
const totalOf = (guests: readonly GuestReading[]) =>
  guests.reduce((sum, { balloon }) => sum + (balloon?.currentKiB ?? 0), 0)

/**
 * Real guests with a balloon driver. Only what the host has available is told otherwise, as this machine is not short of memory: the reserve and
 * no more, and whatever the guests give up.
 */
describe.skipIf(!canRun)('the memory balancer of host-agent on real QEMU', { timeout: 180_000 }, () => {
  let daemon: Libvirtd
  let client: HostClient
  let rich: StartedGuest
  let starved: StartedGuest
  let agent: Agent | undefined

  beforeAll(async () => {
    daemon = await startLibvirtd()
    rich = await startGuest(daemon, {
      boots: true,
      vcpus: 1,
      memoryMiB: RICH_KIB / MIB,
      metadata: guaranteed(GUARANTEE_KIB),
    })
    starved = await startGuest(daemon, { boots: true, vcpus: 1, metadata: guaranteed(64 * MIB) })
    client = await connectedClient({ way: { kind: 'unix', path: daemon.socket } })
  }, 120_000)
  afterAll(async () => {
    await agent?.stop()
    client.close()
    await daemon.stop()
  })

  const listed = () => client.listGuests(AbortSignal.timeout(30_000))
  const memoryOf = async ({ id }: StartedGuest) => {
    const { balloon, guestMemory } = (await listed()).find(guest => guest.id === id) ?? expect.fail('not listed')
    return { currentKiB: balloon?.currentKiB ?? 0, usableKiB: guestMemory?.usableKiB }
  }
  const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 90_000, interval: 250 })

  it('takes from who has plenty for who is starved, never below the guarantee, and gives it back at the end', async () => {
    await eventually(async () => {
      for (const vm of [rich, starved]) expect((await memoryOf(vm)).usableKiB).toBeGreaterThan(0)
    })
    await daemon.virsh(['setmem', starved.name, String(STARVED_KIB), '--live'])
    await eventually(async () => expect((await memoryOf(starved)).currentKiB).toBe(STARVED_KIB))

    const host = { fullKiB: totalOf(await listed()), inUseKiB: 0, spareKiB: 0, reads: 0 }
    const dialReal = dialLibvirt({ way: { kind: 'unix', path: daemon.socket }, now: Date.now })
    const dial: Dial = async (onEvent, signal) => {
      const link = await dialReal(onEvent, signal)
      return {
        ...link,
        async readHost(asked) {
          const reading = await link.readHost(asked)
          host.inUseKiB = totalOf(await link.listGuests(asked))
          host.reads++
          const availableKiB = RESERVE_KIB + host.spareKiB + host.fullKiB - host.inUseKiB
          return { ...reading, memory: { totalKiB: TOTAL_KIB, freeKiB: availableKiB, availableKiB } }
        },
      }
    }
    const conf = join(daemon.folder, 'mom.conf')
    await writeFile(
      conf,
      `[main]\nrpc-port: -1\npolicy-engine-interval: 2\nhost-monitor-interval: 1\nguest-monitor-interval: 1
[host]\ncollectors: HostMemory\n[guest]\ncollectors: GuestBalloonOptional\n`,
    )
    const { log, lines } = aLog()
    const state = touchedMemory()
    agent = await startAgent({
      ...{ dial, log, state, sleep, now: Date.now, settings: readAgentSettings(conf), timeoutMs: 20_000 },
      modes: { mode: 'enforce', pinning: 'off', memory: 'balancer', takeOver: false },
      reservedCpuIds: new Set(),
      setVerbosity: () => undefined,
    })

    let lowestKiB = RICH_KIB
    const watched = async () => {
      const [given, got] = [(await memoryOf(rich)).currentKiB, (await memoryOf(starved)).currentKiB]
      lowestKiB = Math.min(lowestKiB, given)
      return { given, got }
    }
    await eventually(async () => {
      const { given, got } = await watched()
      expect(given).toBe(GUARANTEE_KIB)
      expect(got).toBe(STARVED_KIB + RICH_KIB - GUARANTEE_KIB)
    })
    // The starved one could use more, and the other has it: its guarantee holds.
    const readsThen = host.reads
    await eventually(async () => {
      await watched()
      expect(host.reads).toBeGreaterThan(readsThen + 8)
    })
    expect(lowestKiB).toBe(GUARANTEE_KIB)
    expect(new Set(lines.flatMap(({ fields }) => fields.by ?? []))).toEqual(new Set(['memory']))
    expect(state.changes).toContainEqual(
      expect.objectContaining({ vmId: rich.id, fromKiB: RICH_KIB, toKiB: GUARANTEE_KIB }),
    )

    // Enough to give all back, and too little for the balancer to do that by itself.
    host.spareKiB = 300 * MIB
    const readsBefore = host.reads
    await eventually(async () => expect(host.reads).toBeGreaterThan(readsBefore + 4))
    expect((await memoryOf(rich)).currentKiB).toBe(GUARANTEE_KIB)
    await agent.stop()
    await eventually(async () => expect((await memoryOf(rich)).currentKiB).toBe(RICH_KIB))
    expect((await memoryOf(starved)).currentKiB).toBeGreaterThanOrEqual(STARVED_KIB)
    // What was sent back when it stopped had not come there by then: how it was found stays known.
    for (const change of state.changes)
      expect(change).toMatchObject({ knob: 'balloon', fromKiB: RICH_KIB, toKiB: RICH_KIB })
  })
})
