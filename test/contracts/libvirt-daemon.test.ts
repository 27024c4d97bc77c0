import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { hasGuestKernel } from '../../build/test/guest-kernel.ts'
import type { HostClient, HostEvent } from '../../server/hosts/host-client.ts'
import { canTuneCpu } from '../fakes/libvirt/can-tune-cpu.ts'
import { connectedClient } from '../fakes/libvirt/libvirt-client.ts'
import { type StartedGuest, startGuest } from '../fakes/libvirt/start-guest.ts'
import { canRunLibvirtd, type Libvirtd, startLibvirtd } from '../fakes/libvirt/start-libvirtd.ts'

const canRun = canRunLibvirtd && hasGuestKernel() && canTuneCpu()
if (!canRun)
  console.warn(
    'not run: libvirtd, QEMU and a kernel for its guests are needed, and root with control groups of the CPU',
  )

const METADATA = `<ovirt-tune:qos xmlns:ovirt-tune="http://ovirt.org/vm/tune/1.0"><ovirt-tune:vcpuLimit>50</ovirt-tune:vcpuLimit>
  </ovirt-tune:qos><ovirt-vm:vm xmlns:ovirt-vm="http://ovirt.org/vm/1.0"><ovirt-vm:minGuaranteedMemoryMb type="int">100
  </ovirt-vm:minGuaranteedMemoryMb></ovirt-vm:vm>`

const eventually = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 40_000, interval: 50 })
const signal = () => AbortSignal.timeout(30_000)

/** What `virsh` prints in two columns. */
const columns = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/^\s*(\S+)\s+(\S+)\s*$/gm)].map(([, name = '', value = '']) => [name, value]))

/** What `virsh` prints as "name: value" or "name=value". */
function printed(text: string): Record<string, string> {
  const pairs = text.split('\n').map(line => /^\s*([^:=]+?)\s*[:=]\s*(.*?)\s*$/.exec(line))
  return Object.fromEntries(pairs.flatMap(pair => (pair === null ? [] : [[pair[1], pair[2]]])))
}

describe.skipIf(!canRun)('libvirtd, looked at by virsh too', { timeout: 90_000 }, () => {
  let daemon: Libvirtd
  let vm: StartedGuest
  let off: StartedGuest
  let client: HostClient
  const guest = async (id = vm.id) =>
    (await client.listGuests(signal())).find(found => found.id === id) ?? expect.fail('not listed')
  const qemuPid = () => readFile(join(daemon.folder, `run/qemu/${vm.name}.pid`), 'utf8')
  const way = () => ({ kind: 'unix', path: daemon.socket }) as const

  beforeAll(async () => {
    daemon = await startLibvirtd()
    vm = await startGuest(daemon, { boots: true, withDisk: true, metadata: METADATA })
    off = await startGuest(daemon, { how: 'define', vcpus: 3 })
    client = await connectedClient({ way: way() })
  }, 120_000)
  afterAll(async () => {
    client.close()
    await daemon.stop()
  })

  it('says which libvirt and which QEMU', async () => {
    const version = await daemon.virsh(['version'])
    const [, libvirt, qemu] = /library: libvirt (\S+)[\s\S]*hypervisor: QEMU (\S+)/.exec(version) ?? []
    expect(client.connection().software).toBe(`libvirt ${libvirt}, QEMU ${qemu}`)
  })

  it('reads the memory, CPUs and KSM of the host', async () => {
    await client.readHost(signal())
    const reading = await eventuallyRead()
    const memory = printed(await daemon.virsh(['nodememstats']))
    expect(reading.memory.totalKiB).toBe(Number.parseInt(memory.total as string, 10))
    expect(reading.memory.availableKiB).toBeGreaterThan(reading.memory.freeKiB ?? 0)
    expect(reading.hostname).toBe((await daemon.virsh(['hostname'])).trim())
    const { user = -1, idle = -1 } = { user: reading.use?.userPercent, idle: reading.use?.idlePercent }
    expect(user + idle + (reading.use?.systemPercent ?? -1)).toBeCloseTo(100)
    const map = printed(await daemon.virsh(['nodecpumap']))
    expect(reading.cpus.length).toBe(Number(map['CPUs online']))
    expect(
      reading.cpus.every(({ nodeId, socketId, coreId }) => [nodeId, socketId, coreId].every(Number.isInteger)),
    ).toBe(true)
    expect(reading.numaNodes.flatMap(({ cpuIds }) => cpuIds)).toEqual(reading.cpus.map(({ id }) => id))
    const sizes = [...(await daemon.virsh(['capabilities'])).matchAll(/<pages unit='KiB' size='(\d+)'/g)].map(
      ([, size]) => Number(size),
    )
    expect(reading.pageKiB).toBe(Math.min(...sizes))
    const ksm = columns(await daemon.virsh(['node-memory-tune']))
    expect(reading.ksm).toEqual({
      pagesToScan: Number(ksm.shm_pages_to_scan),
      sleepMs: Number(ksm.shm_sleep_millisecs),
      mergeAcrossNodes: true,
      pagesShared: 11,
      pagesSharing: 22,
      pagesUnshared: 33,
      pagesVolatile: 44,
      fullScans: 55,
    })
  })

  /** Percentages need time to have passed between two samples. */
  async function eventuallyRead() {
    let reading = await client.readHost(signal())
    await eventually(async () => {
      reading = await client.readHost(signal())
      expect(reading.use).toBeDefined()
      expect(reading.cpus.every(({ use }) => use !== undefined)).toBe(true)
    })
    return reading
  }

  it('reads what the guest tells of its memory, once it runs, and how old that is', async () => {
    await eventually(async () => {
      const { guestMemory } = await guest()
      expect(guestMemory).toMatchObject({ majorFaultsPerS: expect.any(Number), swapInKiBPerS: 0 })
    })
    const { guestMemory, residentKiB } = await guest()
    const stats = columns(await daemon.virsh(['dommemstat', vm.name]))
    expect(guestMemory?.totalKiB).toBe(Number(stats.available))
    expect(guestMemory?.ageMs).toBeLessThan(20_000)
    expect(guestMemory?.usableKiB).toBeGreaterThan(0)
    expect(residentKiB).toBeGreaterThan(10_000)
  })

  it('reads a VM that runs, and one that is off', async () => {
    await guest()
    const running = await guest()
    expect(running).toMatchObject({
      name: vm.name,
      memoryKiB: 163_840,
      maxVcpuCount: 2,
      cpuLimitPercent: 50,
      cpuTune: { quotaUs: 'unlimited', periodUs: 100_000, shares: expect.any(Number) },
      balloon: { maxKiB: 163_840, minKiB: 102_400 },
      disks: [{ device: 'vda', path: vm.disk, limits: { totalIops: 'unlimited' }, writtenBytes: 0 }],
    })
    expect(running.cpuPercent).toBeGreaterThanOrEqual(0)
    expect(running.vcpus).toHaveLength(2)
    for (const { state, timeNs, delayNs, onCpuId } of running.vcpus) {
      expect(['running', 'blocked']).toContain(state)
      expect([timeNs, delayNs, onCpuId].every(Number.isFinite)).toBe(true)
    }
    const stopped = await guest(off.id)
    expect(stopped).toMatchObject({ name: off.name, state: 'off', memoryKiB: 32_768 })
    expect([stopped.balloon, stopped.cpuTune, stopped.guestMemory]).toEqual([undefined, undefined, undefined])
  })

  it('moves the balloon of a guest that has a driver, and hears of it', async () => {
    const events: HostEvent[] = []
    const forget = client.onEvent(event => events.push(event))
    await client.setBalloonTarget(vm.id, 131_072, signal())
    await eventually(async () => {
      const { actual } = columns(await daemon.virsh(['dommemstat', vm.name]))
      expect(actual).toBe('131072')
    })
    // libvirt itself knows once QEMU has told, which it does not do more often than once a second.
    await eventually(async () => expect((await guest()).balloon?.currentKiB).toBe(131_072))
    await eventually(() => expect(events).toContainEqual({ kind: 'balloon-changed', vmId: vm.id, currentKiB: 131_072 }))
    forget()
  })

  it('sets quota, shares, pins and limits of the running VM only, as virsh sees, and tells what was tuned', async () => {
    const events: HostEvent[] = []
    const forget = client.onEvent(event => events.push(event))
    await client.setCpuTune(vm.id, { quotaUs: 40_000, periodUs: 50_000, shares: 300 }, signal())
    expect(printed(await daemon.virsh(['schedinfo', vm.name]))).toMatchObject({
      vcpu_quota: '40000',
      vcpu_period: '50000',
      cpu_shares: '300',
    })
    await client.pinVcpus(vm.id, [{ vcpu: 1, cpuIds: [1] }], signal())
    expect(columns(await daemon.virsh(['vcpupin', vm.name]))).toMatchObject({ 0: '0-1', 1: '1' })
    await client.setKsm({ pagesToScan: 321, sleepMs: 33, mergeAcrossNodes: false }, signal())
    expect(columns(await daemon.virsh(['node-memory-tune']))).toMatchObject({
      shm_pages_to_scan: '321',
      shm_sleep_millisecs: '33',
      shm_merge_across_nodes: '0',
    })
    await eventually(() => {
      const names = events.flatMap(event => (event.kind === 'tuned' ? event.names : []))
      expect(names).toEqual(expect.arrayContaining(['cputune.vcpu_quota', 'cputune.cpu_shares', 'cputune.vcpupin1']))
    })
    forget()
  })

  it('changes the limits of a disk that are named and no other', async () => {
    const tune = async () => printed(await daemon.virsh(['blkdeviotune', vm.name, 'vda']))
    const set = (limits: Parameters<HostClient['setIoTune']>[1]['limits']) =>
      client.setIoTune(vm.id, { device: 'vda', limits }, signal())
    await set({ readIops: 100, writeIops: 200, totalBytesPerS: 1_000_000 })
    await set({ writeIops: 300 })
    expect(await tune()).toMatchObject({ read_iops_sec: '100', write_iops_sec: '300', total_bytes_sec: '1000000' })
    await set({ totalIops: 400 })
    expect(await tune()).toMatchObject({ read_iops_sec: '0', write_iops_sec: '0', total_iops_sec: '400' })
    await daemon.virsh(['blkdeviotune', vm.name, 'vda', '--total-iops-sec', '400', '--total-iops-sec-max', '500'])
    await set({ totalIops: 'unlimited' })
    expect(await tune()).toMatchObject({ total_iops_sec: '0', total_iops_sec_max: '0', total_bytes_sec: '1000000' })
  })

  const refusals = [
    { why: 'KSM is to be started', code: 'host-unsupported', ask: () => client.setKsm({ run: 'merge' }, signal()) },
    { why: 'the VM is off', code: 'host-refused', ask: () => client.setBalloonTarget(off.id, 20_000, signal()) },
    {
      why: 'a VM that is off is to be tuned',
      code: 'host-refused',
      ask: () => client.setCpuTune(off.id, { shares: 9 }, signal()),
    },
    {
      why: 'a period is out of range',
      code: 'host-refused',
      ask: () => client.setCpuTune(vm.id, { periodUs: 1 }, signal()),
    },
    {
      why: 'a vCPU is not there',
      code: 'host-refused',
      ask: () => client.pinVcpus(vm.id, [{ vcpu: 7, cpuIds: [0] }], signal()),
    },
    {
      why: 'a CPU is not there',
      code: 'host-refused',
      ask: () => client.pinVcpus(vm.id, [{ vcpu: 0, cpuIds: [4000] }], signal()),
    },
    { why: 'an id is none', code: 'host-no-such-vm', ask: () => client.setBalloonTarget('../vm', 20_000, signal()) },
    {
      why: 'a number does not fit',
      code: 'host-refused',
      ask: () => client.setKsm({ pagesToScan: 2 ** 33 }, signal()),
    },
    {
      why: 'total and part are asked for at once',
      code: 'host-refused',
      ask: () => client.setIoTune(vm.id, { device: 'vda', limits: { totalIops: 1, readIops: 1 } }, signal()),
    },
  ]
  for (const { why, code, ask } of refusals) {
    it(`answers ${code} when ${why}`, async () => {
      await expect(ask()).rejects.toMatchObject({ name: 'HostError', code })
      expect(client.connection()).toMatchObject({ state: 'connected', lost: 0 })
    })
  }

  it('hears of VMs that start and stop, and forgets them', async () => {
    const events: HostEvent[] = []
    const forget = client.onEvent(event => events.push(event))
    const another = await startGuest(daemon)
    await eventually(() => expect(events).toContainEqual({ kind: 'vm-started', vmId: another.id }))
    expect(await guest(another.id)).toMatchObject({ state: 'running', disks: [] })
    await daemon.virsh(['destroy', another.name])
    await eventually(() => expect(events).toContainEqual({ kind: 'vm-stopped', vmId: another.id }))
    expect((await client.listGuests(signal())).map(({ id }) => id)).not.toContain(another.id)
    forget()
  })

  it('may only read when it was asked to', async () => {
    const reader = await connectedClient({ way: way(), readOnly: true })
    expect((await reader.listGuests(signal())).length).toBeGreaterThan(0)
    await expect(reader.setBalloonTarget(vm.id, 100_000, signal())).rejects.toMatchObject({ code: 'host-unsupported' })
    reader.close()
  })

  it('wakes fifty callers when the daemon is killed, and finds the VMs running when it is back', async () => {
    const pid = await qemuPid()
    const asked = Array.from({ length: 50 }, (_, index) =>
      index % 2 === 0 ? client.listGuests(signal()) : client.readHost(signal()),
    )
    const settled = Promise.allSettled(asked)
    await daemon.crash()
    const codes = new Set(
      (await settled).map(result => (result.status === 'rejected' ? result.reason.code : 'answered')),
    )
    expect([...codes]).toContain('host-unreachable')
    expect([...codes].every(code => ['host-unreachable', 'answered'].includes(code))).toBe(true)
    await daemon.start()
    await eventually(() => expect(client.connection()).toMatchObject({ state: 'connected', lost: 1 }))
    expect(await guest()).toMatchObject({ state: 'running' })
    expect(await qemuPid()).toBe(pid)
  })

  it('notices a daemon that stands still, and comes back to it', async () => {
    const quick = await connectedClient({ way: way(), timing: { keepAliveMs: 100 } })
    const problems: (string | undefined)[] = []
    quick.onConnection(({ problem }) => problems.push(problem?.code))
    daemon.kill('SIGSTOP')
    try {
      await eventually(() => expect(problems[0]).toBe('host-timeout'))
    } finally {
      daemon.kill('SIGCONT')
    }
    await eventually(() => expect(quick.connection().state).toBe('connected'))
    quick.close()
  })
})
