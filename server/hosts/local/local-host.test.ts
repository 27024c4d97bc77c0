import { spawn } from 'node:child_process'
import { chmod, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type GuestReading, guestReadingSchema, hostReadingSchema } from '../../../shared/model/host-reading.ts'
import { aGuestReading, aHostReading } from '../../../test/fakes/host-readings.ts'
import { aProcTree, type FakeProcess, type ProcTree } from '../../../test/fakes/proc-tree.ts'
import { createLocalHost } from './local-host.ts'
import { parseProcessStat } from './process-stat.ts'

const VM = '00000000-0000-4000-8000-000000000001'
const OTHER = '00000000-0000-4000-8000-000000000002'
const aVm = (over: Partial<GuestReading> = {}): GuestReading => {
  const { residentKiB: _, ...guest } = aGuestReading({ id: VM, ...over })
  return guest
}
const aQemu = (vmId: string, over: FakeProcess = {}): FakeProcess => ({
  name: 'qemu-kvm',
  arguments: ['/usr/libexec/qemu-kvm', '-name', 'guest=vm1', '-uuid', vmId, '-m', '4096'],
  minorFaults: 11,
  majorFaults: 3,
  virtualKiB: 5_000_000,
  residentKiB: 3_000_000,
  ...over,
})
const later = (tree: ProcTree, seconds: number) => tree.write('proc/uptime', `${1000 + seconds}.00 1.00\n`)

describe('a host read from within', () => {
  it('has memory, swap, paging and KSM as its kernel tells', async () => {
    const { root } = await aProcTree()
    const { memory: _, swap: __, ...others } = aHostReading()
    const given = { ...others, memory: { totalKiB: 1 }, ksm: { sharedKiB: 5, running: false } }
    const reading = await createLocalHost(root).completeHost(given)
    expect(hostReadingSchema.parse(reading)).toEqual(reading)
    expect(reading).toEqual({
      ...others,
      memory: {
        totalKiB: 16_384_000,
        freeKiB: 1_024_000,
        availableKiB: 4_096_000,
        buffersKiB: 128_000,
        cachedKiB: 2_048_000,
        anonymousKiB: 8_192_000,
      },
      swap: { totalKiB: 2_048_000, freeKiB: 1_536_000, inPages: 1200, outPages: 3400 },
      ksm: {
        running: true,
        pagesToScan: 100,
        sleepMs: 20,
        mergeAcrossNodes: false,
        pagesShared: 7,
        pagesSharing: 21,
        pagesUnshared: 300,
        pagesVolatile: 4,
        fullScans: 12,
        sharedKiB: 5,
      },
    })
  })

  it.each([
    ['1-2,7\n', [1, 2, 7]],
    ['\n', undefined],
  ])('tells the CPUs that its kernel isolates: %j', async (text, isolatedCpuIds) => {
    const tree = await aProcTree()
    await tree.write('sys/devices/system/cpu/isolated', text)
    expect((await createLocalHost(tree.root).completeHost(aHostReading())).isolatedCpuIds).toEqual(isolatedCpuIds)
  })

  const silent = ['proc/meminfo', 'proc/vmstat', 'sys']
  it.each(silent)('keeps what it was given where there is no %s', async path => {
    const tree = await aProcTree()
    await tree.remove(path)
    const given = aHostReading({ swap: { totalKiB: 1, freeKiB: 1, inPages: 2, outPages: 3 } })
    const reading = await createLocalHost(tree.root).completeHost(given)
    expect(hostReadingSchema.parse(reading)).toEqual(reading)
    if (path === 'proc/meminfo') expect(reading).toMatchObject({ memory: given.memory, swap: given.swap })
    if (path === 'proc/vmstat') expect(reading.swap).toEqual({ totalKiB: 2_048_000, freeKiB: 1_536_000 })
    if (path === 'sys') expect(reading.ksm).toEqual(given.ksm)
  })

  it('says how busy the thread that merges pages was since the reading before', async () => {
    const tree = await aProcTree()
    await tree.start(2, { name: 'kthreadd' })
    await tree.start(47, { name: 'ksmd', cpuTicks: 1000 })
    const local = createLocalHost(tree.root)
    const percent = async () => (await local.completeHost(aHostReading())).ksm?.cpuPercent
    expect(await percent()).toBeUndefined()
    await tree.start(47, { name: 'ksmd', cpuTicks: 1300 })
    await later(tree, 15)
    expect(await percent()).toBe(20)
    // The clock stands: nothing to divide by.
    expect(await percent()).toBeUndefined()
    await later(tree, 30)
    expect(await percent()).toBe(0)
  })

  it('knows what could be merged once guests were listed', async () => {
    const tree = await aProcTree()
    await tree.start(100, aQemu(VM))
    await tree.start(101, aQemu(OTHER, { virtualKiB: 2_000_000 }))
    await tree.start(102, { name: 'qemu-nbd', virtualKiB: 1_000_000 })
    const local = createLocalHost(tree.root)
    const shareable = async () => (await local.completeHost(aHostReading())).ksm?.shareableKiB
    expect(await shareable()).toBeUndefined()
    await local.completeGuests([aVm(), aVm({ id: OTHER })])
    expect(await shareable()).toBe(7_000_000)
    await tree.end(101)
    await tree.start(100, aQemu(VM, { startTicks: 9999, virtualKiB: 4_000_000 }))
    expect(await shareable()).toBe(0)
    await local.completeGuests([])
    expect(await shareable()).toBe(0)
  })
})

describe('guests of a host read from within', () => {
  it('have what their QEMU has', async () => {
    const tree = await aProcTree()
    await tree.start(7, { arguments: ['grep', VM] })
    await tree.start(100, aQemu(VM.toUpperCase()))
    const [guest] = await createLocalHost(tree.root).completeGuests([aVm()])
    expect(guestReadingSchema.parse(guest)).toEqual(guest)
    expect(guest).toEqual({
      ...aVm(),
      pid: 100,
      residentKiB: 3_000_000,
      qemuMinorFaults: 11,
      qemuMajorFaults: 3,
    })
  })

  it('are left as they are without a process, and those that are off are not looked for', async () => {
    const tree = await aProcTree()
    await tree.start(100, aQemu(OTHER))
    const guests = [aVm(), aVm({ id: OTHER, state: 'off' })]
    expect(await createLocalHost(tree.root).completeGuests(guests)).toEqual(guests)
  })

  it('are found again after their QEMU was started anew, and never by a pid that another process has', async () => {
    const tree = await aProcTree()
    await tree.start(100, aQemu(VM))
    const local = createLocalHost(tree.root)
    const pid = async () => (await local.completeGuests([aVm()]))[0]?.pid
    expect(await pid()).toBe(100)
    await tree.start(100, { name: 'bash', startTicks: 9000 })
    await tree.start(200, aQemu(VM, { startTicks: 9001 }))
    expect(await pid()).toBe(200)
    await tree.end(200)
    expect(await pid()).toBeUndefined()
  })

  it('without a process are looked for again after a minute, new ones at once', async () => {
    const tree = await aProcTree()
    const local = createLocalHost(tree.root)
    const pids = async (...ids: string[]) =>
      (await local.completeGuests(ids.map(id => aVm({ id })))).map(({ pid }) => pid)
    expect(await pids(VM)).toEqual([undefined])
    await tree.start(100, aQemu(VM))
    await tree.start(101, aQemu(OTHER))
    expect(await pids(VM, OTHER)).toEqual([undefined, 101])
    await later(tree, 60)
    expect(await pids(VM, OTHER)).toEqual([100, 101])
  })

  it('are found among the real processes of this machine', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', '-uuid', VM], { stdio: 'ignore' })
    onTestFinished(() => void child.kill())
    const local = createLocalHost()
    const [guest] = await local.completeGuests([aVm()])
    expect(guest).toMatchObject({ pid: child.pid })
    expect(guest?.residentKiB).toBeGreaterThan(1000)
    const reading = await local.completeHost(aHostReading({ memory: { totalKiB: 1 } }))
    expect(hostReadingSchema.parse(reading)).toEqual(reading)
    expect(reading.memory.totalKiB).toBeGreaterThan(100_000)
  })
})

describe('the state of a process', () => {
  const fields = '2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24'.split(' ').slice(1).join(' ')
  it('is read behind a name with anything in it', () => {
    const stat = { name: 'a) S (b', minorFaults: 10, majorFaults: 12, cpuTicks: 14 + 15, startTicks: 22 }
    expect(parseProcessStat(`1 (a) S (b) ${fields}\n`)).toEqual(stat)
  })
  it.each(['', '1', '1 (a', ')(', '1 (a) S 1', `1 (a) ${fields.replaceAll('22', 'x')}`])('is none in %j', text => {
    expect(parseProcessStat(text)).toBeUndefined()
  })
})

describe('KSM, set from within', () => {
  const signal = AbortSignal.timeout(10_000)
  const fileIn = (tree: ProcTree) => (name: string) =>
    readFile(join(tree.root, 'sys/kernel/mm/ksm', name), 'utf8').then(text => text.split('\n')[0])

  it('is written as the kernel wants it, and nothing else', async () => {
    const tree = await aProcTree()
    const file = fileIn(tree)
    await createLocalHost(tree.root).setKsm({ run: 'unmerge', mergeAcrossNodes: true, sleepMs: 0 }, signal)
    expect([await file('run'), await file('merge_across_nodes'), await file('sleep_millisecs')]).toEqual([
      '2',
      '1',
      '0',
    ])
    await createLocalHost(tree.root).setKsm({ run: 'merge', pagesToScan: 1250 }, signal)
    expect([await file('run'), await file('pages_to_scan')]).toEqual(['1', '1250'])
  })

  it('is refused for what does not fit, before anything is written', async () => {
    const tree = await aProcTree()
    const asked = createLocalHost(tree.root).setKsm({ run: 'stop', pagesToScan: 2 ** 32 }, signal)
    await expect(asked).rejects.toMatchObject({ code: 'host-refused' })
    expect(await fileIn(tree)('run')).toBe('1')
  })

  it('is not supported without KSM, and no file is made for it', async () => {
    const tree = await aProcTree()
    await tree.remove('sys/kernel/mm/ksm/run')
    const asked = createLocalHost(tree.root).setKsm({ run: 'merge' }, signal)
    await expect(asked).rejects.toMatchObject({ code: 'host-unsupported' })
    await expect(fileIn(tree)('run')).rejects.toThrow('ENOENT')
  })

  it.skipIf(process.getuid?.() === 0)('is not supported where we may not write', async () => {
    const tree = await aProcTree()
    await chmod(join(tree.root, 'sys/kernel/mm/ksm/run'), 0o400)
    const asked = createLocalHost(tree.root).setKsm({ run: 'stop' }, signal)
    await expect(asked).rejects.toMatchObject({ code: 'host-unsupported' })
  })

  it('is not written for who has given up', async () => {
    const tree = await aProcTree()
    const gone = AbortSignal.abort(new Error('given up'))
    await expect(createLocalHost(tree.root).setKsm({ run: 'stop' }, gone)).rejects.toThrow('given up')
    expect(await fileIn(tree)('run')).toBe('1')
  })
})
