import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { HOST_ID } from '../../server/cli/host-agent/agent-balancing.ts'
import { readAgentSettings } from '../../server/cli/host-agent/agent-settings.ts'
import { type Agent, startAgent } from '../../server/cli/host-agent/start-agent.ts'
import { createStateFile } from '../../server/cli/host-agent/state-file.ts'
import { sleep } from '../../server/cycles/sleep.ts'
import { dialLibvirt } from '../../server/hosts/libvirt/dial-libvirt.ts'
import { createLocalHost } from '../../server/hosts/local/local-host.ts'
import { dialWithLocalReadings } from '../../server/hosts/local/with-local-readings.ts'
import { startGuest } from '../fakes/libvirt/start-guest.ts'
import { canRunLibvirtd, type Libvirtd, startLibvirtd } from '../fakes/libvirt/start-libvirtd.ts'
import { aLog } from '../fakes/log.ts'
import { callMomSocket } from '../fakes/mom/start-mom-door.ts'

if (!canRunLibvirtd) console.warn('not run: libvirtd and QEMU are needed, and root')

describe.skipIf(!canRunLibvirtd)('host-agent with libvirtd', { timeout: 60_000 }, () => {
  let daemon: Libvirtd
  let agent: Agent | undefined
  beforeAll(async () => {
    daemon = await startLibvirtd()
  }, 60_000)
  afterAll(async () => {
    await agent?.stop()
    await daemon.stop()
  })

  it('samples and evaluates, and in dry-run leaves the guest as it is', async () => {
    const vm = await startGuest(daemon)
    const conf = join(daemon.folder, 'mom.conf')
    const policy = join(daemon.folder, 'a.policy')
    const rpc = join(daemon.folder, 'mom.sock')
    await writeFile(policy, '(Host.Control "ksm_pages_to_scan" 777)')
    await writeFile(
      conf,
      `[main]\npolicy: ${policy}\nrpc-port: ${rpc}\ncontrollers: Balloon, KSM\npolicy-engine-interval: 1
host-monitor-interval: 1\nguest-monitor-interval: 1\n[host]\ncollectors: HostMemory\n[guest]\ncollectors: GuestCpuTune\n`,
    )
    const { log, lines } = aLog()
    const way = { kind: 'unix', path: daemon.socket } as const
    agent = await startAgent({
      dial: dialWithLocalReadings(dialLibvirt({ way, now: Date.now }), createLocalHost()),
      settings: readAgentSettings(conf),
      modes: { mode: 'dry-run', pinning: 'observe', memory: 'policy', takeOver: false },
      reservedCpuIds: new Set(),
      state: createStateFile(join(daemon.folder, 'state.json'), HOST_ID),
      timeoutMs: 20_000,
      setVerbosity: () => undefined,
      now: Date.now,
      sleep,
      log,
    })
    const decided = expect.objectContaining({ change: expect.stringMatching(/^KSM: pagesToScan \d+ → 777$/) })
    await vi.waitFor(() => expect(lines.map(({ fields }) => fields)).toContainEqual(decided), 30_000)
    expect(await callMomSocket(rpc, 'getActiveGuests')).toEqual([vm.name])
    expect(await callMomSocket(rpc, 'getStatistics')).toMatchObject({ host: { mem_available: expect.any(Number) } })
    expect(await daemon.virsh(['node-memory-tune'])).not.toContain('777')
  })
})
