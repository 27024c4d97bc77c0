import { afterAll, beforeAll, describe, expect, vi } from 'vitest'
import { hasGuestKernel } from '../../build/test/guest-kernel.ts'
import { canTuneCpu } from '../fakes/libvirt/can-tune-cpu.ts'
import { libvirtClient } from '../fakes/libvirt/libvirt-client.ts'
import { type StartedGuest, startGuest } from '../fakes/libvirt/start-guest.ts'
import { canRunLibvirtd, type Libvirtd, startLibvirtd } from '../fakes/libvirt/start-libvirtd.ts'
import { hostClientContract } from './host-client.ts'

const canRun = canRunLibvirtd && hasGuestKernel()
if (!canRun) console.warn('not run: libvirtd, QEMU and a kernel for its guests are needed, and root')

/** The only VM that the mock driver comes with. */
const TEST_VM = '6695eb01-f6a4-8304-79aa-97f2502e193f'

describe.skipIf(!canRun)('libvirtd', () => {
  let daemon: Libvirtd
  let vm: StartedGuest

  beforeAll(async () => {
    daemon = await startLibvirtd()
    vm = await startGuest(daemon, { boots: true, withDisk: true })
  }, 120_000)
  afterAll(() => daemon.stop())

  hostClientContract('libvirtd with QEMU under emulation', async () => {
    const client = libvirtClient({ way: { kind: 'unix', path: daemon.socket } })
    return {
      client,
      vmId: vm.id,
      device: 'vda',
      unsupported: canTuneCpu() ? ['mom'] : ['quota', 'shares', 'mom'],
      async pauseAndResume() {
        await daemon.virsh(['suspend', vm.name])
        await daemon.virsh(['resume', vm.name])
      },
      breakConnection: daemon.crash,
      restart: daemon.start,
      async close() {
        client.close()
      },
    }
  })

  hostClientContract('libvirtd with the driver for tests', async () => {
    const uri = 'test:///default'
    const client = libvirtClient({ way: { kind: 'unix', path: daemon.socket }, uri })
    // What it knows lasts as long as somebody is connected. It takes a limit only where there is a burst above it.
    await vi.waitFor(() => expect(client.connection().state).toBe('connected'), { timeout: 20_000 })
    await daemon.virsh(['blkdeviotune', 'test', 'vda', '--total-iops-sec', '50', '--total-iops-sec-max', '1000'], uri)
    return {
      client,
      vmId: TEST_VM,
      device: 'vda',
      unsupported: ['quota', 'shares', 'ksm', 'mom'],
      async pauseAndResume() {
        await daemon.virsh(['suspend', 'test'], uri)
        await daemon.virsh(['resume', 'test'], uri)
      },
      breakConnection: daemon.crash,
      restart: daemon.start,
      async close() {
        client.close()
      },
    }
  })
})
