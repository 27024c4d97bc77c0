import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HostClient, HostEvent } from '../../server/hosts/host-client.ts'
import { isHostError } from '../../server/hosts/host-error.ts'
import { type GuestReading, guestReadingSchema, hostReadingSchema } from '../../shared/model/host-reading.ts'

export type Knob = 'balloon' | 'ksm' | 'quota' | 'shares' | 'io' | 'pin' | 'mom'

/** A host with at least two CPUs and one running VM of two vCPUs, made ready by whoever runs the suite. */
export type HostBench = Readonly<{
  client: HostClient
  /** The running VM. */
  vmId: string
  /** A device of it that limits may be set for; absent: `io` is not supported. */
  device?: string
  /** What this host cannot do; asking for it must say so. */
  unsupported: readonly Knob[]
  /** Makes something happen to the VM that the host tells an event about: it is paused, then resumed. */
  pauseAndResume?: () => Promise<void>
  /** Breaks the connection from the host's side; the host answers again at once, or after `restart`. */
  breakConnection: () => Promise<void>
  restart?: () => Promise<void>
  close: () => Promise<void>
}>

const NOT_A_VM = 'ffffffff-0000-4000-8000-ffffffffffff'

/** What every implementation of HostClient must do. */
export function hostClientContract(name: string, open: () => Promise<HostBench>): void {
  describe(`HostClient: ${name}`, { timeout: 60_000 }, () => {
    let bench: HostBench
    const signal = () => AbortSignal.timeout(30_000)
    const guest = async (): Promise<GuestReading> => {
      const found = (await bench.client.listGuests(signal())).find(({ id }) => id === bench.vmId)
      return found ?? expect.fail(`the VM ${bench.vmId} is not listed`)
    }
    const eventually = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 40_000, interval: 50 })
    const connected = () => eventually(() => expect(bench.client.connection().state).toBe('connected'))
    const codeOf = (asked: Promise<unknown>): Promise<string> =>
      asked.then(
        () => 'it resolved',
        error => (isHostError(error) ? error.code : `not a HostError: ${String(error)}`),
      )
    const supports = (...knobs: Knob[]) => knobs.every(knob => !bench.unsupported.includes(knob))

    beforeEach(async () => {
      bench = await open()
      await connected()
    })
    afterEach(() => bench.close())

    it('reads the host in the shape that is promised, with at least two CPUs', async () => {
      const reading = await bench.client.readHost(signal())
      expect(hostReadingSchema.parse(reading)).toEqual(reading)
      expect(reading.cpus.length).toBeGreaterThanOrEqual(2)
      expect(new Set(reading.cpus.map(({ id }) => id)).size).toBe(reading.cpus.length)
      expect(reading.memory.totalKiB).toBeGreaterThan(reading.memory.freeKiB ?? reading.memory.availableKiB ?? 0)
    })

    it('lists the running VM in the shape that is promised', async () => {
      const found = await guest()
      expect(guestReadingSchema.parse(found)).toEqual(found)
      expect(found).toMatchObject({ state: 'running', vcpuCount: 2 })
      expect(found.vcpus.every(({ index }) => index >= 0 && index < 2)).toBe(true)
    })

    it('says what runs there', () => {
      expect(bench.client.connection().software).toMatch(/\S/)
    })

    it('tells of an unknown VM, whatever is asked of it', async () => {
      const { client } = bench
      expect(await codeOf(client.setBalloonTarget(NOT_A_VM, 1024, signal()))).toBe('host-no-such-vm')
      expect(await codeOf(client.pinVcpus(NOT_A_VM, [{ vcpu: 0, cpuIds: [0] }], signal()))).toBe('host-no-such-vm')
    })

    it('sets a balloon target, or says that it cannot', async () => {
      const targetKiB = Math.floor(((await guest()).memoryKiB ?? 0) * 0.9)
      const asked = bench.client.setBalloonTarget(bench.vmId, targetKiB, signal())
      if (!supports('balloon')) return expect(await codeOf(asked)).toBe('host-unsupported')
      await asked
      await eventually(async () => {
        const { currentKiB, targetKiB: wanted } = (await guest()).balloon ?? expect.fail('no balloon')
        expect([currentKiB, wanted]).toContain(targetKiB)
      })
    })

    it('refuses a balloon above the memory of the VM', async () => {
      if (!supports('balloon')) return expect(bench.unsupported).toContain('balloon')
      const targetKiB = ((await guest()).memoryKiB ?? 0) * 2
      expect(await codeOf(bench.client.setBalloonTarget(bench.vmId, targetKiB, signal()))).toBe('host-refused')
    })

    it('sets a CPU quota and takes it back, or says that it cannot', async () => {
      const asked = bench.client.setCpuTune(bench.vmId, { quotaUs: 60_000, periodUs: 100_000 }, signal())
      if (!supports('quota')) return expect(await codeOf(asked)).toBe('host-unsupported')
      await asked
      await eventually(async () =>
        expect((await guest()).cpuTune).toMatchObject({ quotaUs: 60_000, periodUs: 100_000 }),
      )
      await bench.client.setCpuTune(bench.vmId, { quotaUs: 'unlimited' }, signal())
      await eventually(async () => expect((await guest()).cpuTune?.quotaUs).toBe('unlimited'))
    })

    it('refuses a quota out of range', async () => {
      if (!supports('quota')) return expect(bench.unsupported).toContain('quota')
      expect(await codeOf(bench.client.setCpuTune(bench.vmId, { quotaUs: 1 }, signal()))).toBe('host-refused')
    })

    it('sets CPU shares, or says that it cannot', async () => {
      const asked = bench.client.setCpuTune(bench.vmId, { shares: 512 }, signal())
      if (!supports('shares')) return expect(await codeOf(asked)).toBe('host-unsupported')
      await asked
      await eventually(async () => expect((await guest()).cpuTune?.shares).toBe(512))
    })

    it('limits a disk and takes it back, or says that it cannot', async () => {
      const { device = 'vda' } = bench
      const limit = (totalIops: number | 'unlimited') =>
        bench.client.setIoTune(bench.vmId, { device, limits: { totalIops } }, signal())
      const limitOf = async () => (await guest()).disks.find(disk => disk.device === device)?.limits?.totalIops
      if (!supports('io')) return expect(await codeOf(limit(100))).toBe('host-unsupported')
      await limit(100)
      await eventually(async () => expect(await limitOf()).toBe(100))
      await limit('unlimited')
      await eventually(async () => expect(await limitOf()).toBe('unlimited'))
    })

    it('refuses limits of a device that the VM does not have', async () => {
      if (!supports('io')) return expect(bench.unsupported).toContain('io')
      const asked = bench.client.setIoTune(bench.vmId, { device: 'nonesuch', limits: { totalIops: 100 } }, signal())
      expect(await codeOf(asked)).toBe('host-refused')
    })

    it('pins a vCPU and leaves the others, or says that it cannot', async () => {
      const all = (await bench.client.readHost(signal())).cpus.map(({ id }) => id)
      const [first = 0] = all
      const asked = bench.client.pinVcpus(bench.vmId, [{ vcpu: 0, cpuIds: [first] }], signal())
      if (!supports('pin')) return expect(await codeOf(asked)).toBe('host-unsupported')
      await asked
      await eventually(async () => expect((await guest()).vcpus.map(vcpu => vcpu.pinnedTo)).toEqual([[first], all]))
      await bench.client.pinVcpus(bench.vmId, [{ vcpu: 0, cpuIds: all }], signal())
      await eventually(async () => expect((await guest()).vcpus.map(vcpu => vcpu.pinnedTo)).toEqual([all, all]))
    })

    it('tunes KSM, or says that it cannot', async () => {
      const before = await bench.client.readHost(signal())
      const pagesToScan = (before.ksm?.pagesToScan ?? 100) + 1
      const asked = bench.client.setKsm({ pagesToScan }, signal())
      if (!supports('ksm')) return expect(await codeOf(asked)).toBe('host-unsupported')
      await asked
      await eventually(async () => expect((await bench.client.readHost(signal())).ksm?.pagesToScan).toBe(pagesToScan))
    })

    it('takes the knobs from MOM, or says that there is none', async () => {
      const asked = bench.client.takeKnobsFromMom?.('0', signal()) ?? expect.fail('a client always has it')
      if (!supports('mom')) return expect(await codeOf(asked)).toBe('host-unsupported')
      await asked
      expect((await bench.client.readHost(signal())).momActive).toBe(true)
    })

    it('says of a guest without an agent that it cannot be asked', async () => {
      const asked = bench.client.askGuestAgent?.(bench.vmId, { execute: 'guest-ping' }, signal())
      expect(await codeOf(asked ?? expect.fail('a client always has it'))).toBe('host-unsupported')
    })

    it('tells of a VM that is paused and resumed', async () => {
      if (bench.pauseAndResume === undefined) return expect(name).not.toBe('')
      const events: HostEvent[] = []
      bench.client.onEvent(event => events.push(event))
      await bench.pauseAndResume()
      await eventually(() => {
        const kinds = events.filter(event => 'vmId' in event && event.vmId === bench.vmId).map(({ kind }) => kind)
        expect(kinds.indexOf('vm-paused')).toBeGreaterThanOrEqual(0)
        expect(kinds.indexOf('vm-resumed')).toBeGreaterThan(kinds.indexOf('vm-paused'))
      })
    })

    it('answers nothing once the caller has given up', async () => {
      const gone = AbortSignal.abort(new Error('nobody waits any more'))
      await expect(bench.client.listGuests(gone)).rejects.toThrow()
      expect((await guest()).id).toBe(bench.vmId)
    })

    it('wakes those who wait when the connection breaks, and connects again by itself', async () => {
      const states: string[] = []
      bench.client.onConnection(({ state }) => states.push(state))
      await bench.breakConnection()
      await eventually(() => expect(states).toContain('waiting'))
      expect(bench.client.connection().lost).toBe(1)
      await bench.restart?.()
      await eventually(() => expect(states.at(-1)).toBe('connected'))
      await eventually(async () => expect((await guest()).state).toBe('running'))
    })

    it('answers nothing after it was closed', async () => {
      bench.client.close()
      expect(bench.client.connection().state).toBe('closed')
      expect(await codeOf(bench.client.listGuests(signal()))).toBe('host-closed')
    })
  })
}
