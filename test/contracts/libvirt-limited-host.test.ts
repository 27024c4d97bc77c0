import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HostClient } from '../../server/hosts/host-client.ts'
import { connectedClient } from '../fakes/libvirt/libvirt-client.ts'
import { type StartedGuest, startGuest } from '../fakes/libvirt/start-guest.ts'
import { canRunLibvirtd, type Libvirtd, startLibvirtd } from '../fakes/libvirt/start-libvirtd.ts'

if (!canRunLibvirtd) console.warn('not run: libvirtd and QEMU are needed, and root')

/** As on a host whose kernel has none; libvirt then answers "invalid operation". */
const NO_CPU_CONTROLLER = 'cgroup_controllers = [ "devices", "memory", "blkio", "cpuset", "cpuacct" ]'

const signal = () => AbortSignal.timeout(30_000)

describe.skipIf(!canRunLibvirtd)('libvirtd where neither CPU nor KSM can be set', { timeout: 60_000 }, () => {
  let daemon: Libvirtd
  let vm: StartedGuest
  let client: HostClient

  beforeAll(async () => {
    daemon = await startLibvirtd({ qemuConfig: [NO_CPU_CONTROLLER], readOnlyKsm: true })
    vm = await startGuest(daemon)
    client = await connectedClient({ way: { kind: 'unix', path: daemon.socket } })
  }, 120_000)
  afterAll(async () => {
    client.close()
    await daemon.stop()
  })

  it('says host-unsupported of quota, shares and KSM, and pins all the same', async () => {
    const unsupported = { name: 'HostError', code: 'host-unsupported' }
    await expect(client.setCpuTune(vm.id, { quotaUs: 50_000 }, signal())).rejects.toMatchObject(unsupported)
    await expect(client.setCpuTune(vm.id, { shares: 100 }, signal())).rejects.toMatchObject(unsupported)
    await expect(client.setKsm({ pagesToScan: 200 }, signal())).rejects.toMatchObject(unsupported)
    await client.pinVcpus(vm.id, [{ vcpu: 0, cpuIds: [0] }], signal())
    const [guest] = await client.listGuests(signal())
    expect([guest?.cpuTune, guest?.vcpus[0]?.pinnedTo]).toEqual([undefined, [0]])
  })

  it('takes a balloon target for a guest that has no driver, and changes nothing by reading', async () => {
    await client.setBalloonTarget(vm.id, 20_000, signal())
    const [guest] = await client.listGuests(signal())
    expect([guest?.balloon?.currentKiB, guest?.guestMemory]).toEqual([32_768, undefined])
    expect(await daemon.virsh(['dumpxml', vm.name])).not.toContain('<stats period')
  })
})
