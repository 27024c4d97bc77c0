import { describe, expect, it } from 'vitest'
import { type OpenLink, openVdsmLink } from '../../../test/fakes/vdsm/open-link.ts'
import { aVdsmVm, aVdsmWorld, type VdsmVm, VM_ID } from '../../../test/fakes/vdsm/vdsm-world.ts'
import type { HostLink } from '../host-client.ts'

async function openWith(vm: Partial<VdsmVm> = {}): Promise<OpenLink & { vm: VdsmVm }> {
  const world = aVdsmWorld({ vms: new Map([[VM_ID, aVdsmVm(vm)]]) })
  const open = await openVdsmLink({}, { world })
  return { ...open, vm: world.vms.get(VM_ID) ?? expect.fail('no VM') }
}
const signal = () => AbortSignal.timeout(10_000)
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'resolved',
    error => error.code,
  )
const setters = (requests: OpenLink['server']['requests']) =>
  requests.filter(({ method }) => method.includes('.set')).map(({ method, params }) => ({ method, ...params }))

const poll = <T>(ask: () => T) => expect.poll(ask, { timeout: 10_000 })

describe('knobs of a VM', () => {
  const all: Record<string, (link: HostLink) => Promise<void>> = {
    balloon: link => link.setBalloonTarget(VM_ID, 200_000, signal()),
    quota: link => link.setCpuTune(VM_ID, { quotaUs: 50_000 }, signal()),
    io: link => link.setIoTune(VM_ID, { device: 'vda', limits: { totalIops: 1 } }, signal()),
    pin: link => link.pinVcpus(VM_ID, [{ vcpu: 0, cpuIds: [1] }], signal()),
  }
  const untouched = [
    { status: 'Migration Source', code: 'host-busy' },
    { status: 'Migration Destination', code: 'host-busy' },
    { status: 'Powering up', code: 'host-busy' },
    { status: 'Paused', code: 'host-refused' },
    { status: 'Down', code: 'host-refused' },
    { status: 'Something new', code: 'host-refused' },
    { status: 'Up', monitorResponse: -1, code: 'host-busy' },
  ]
  for (const { code, ...vm } of untouched) {
    it(`are not touched while it is ${vm.status}${vm.monitorResponse === undefined ? '' : ' and does not answer'}`, async () => {
      const { server, link } = await openWith(vm)
      for (const set of Object.values(all)) expect(await codeOf(set(link))).toBe(code)
      expect(setters(server.requests)).toEqual([])
    })
  }

  it('are sent as vdsm wants them', async () => {
    const { server, link } = await openWith()
    for (const set of Object.values(all)) await set(link)
    await link.setCpuTune(VM_ID.toUpperCase(), { quotaUs: 'unlimited', periodUs: 50_000 }, signal())
    await link.setIoTune(VM_ID, { device: 'vda', limits: { readBytesPerS: 'unlimited', writeIops: 7 } }, signal())
    await link.setKsm({ run: 'unmerge', mergeAcrossNodes: false, sleepMs: 10 }, signal())
    await link.setKsm({}, signal())
    const vmID = VM_ID
    expect(setters(server.requests)).toEqual([
      { method: 'VM.setBalloonTarget', vmID, target: 200_000 },
      { method: 'VM.setCpuTuneQuota', vmID, quota: 50_000 },
      { method: 'VM.setIoTune', vmID, tunables: [{ name: 'vda', ioTune: { total_iops_sec: 1 } }] },
      { method: 'VM.setNumberOfCpus', vmID, numberOfCpus: 2, cpusets: ['1', '0-3'] },
      { method: 'VM.setCpuTunePeriod', vmID, period: 50_000 },
      { method: 'VM.setCpuTuneQuota', vmID, quota: -1 },
      { method: 'VM.setIoTune', vmID, tunables: [{ name: 'vda', ioTune: { read_bytes_sec: 0, write_iops_sec: 7 } }] },
      { method: 'Host.setKsmTune', tuningParams: { run: 2, merge_across_nodes: 0, sleep_millisecs: 10 } },
    ])
  })

  it('name no VM that cannot be one', async () => {
    const { link } = await openWith()
    expect(await codeOf(link.setBalloonTarget('web1', 200_000, signal()))).toBe('host-no-such-vm')
  })

  const balloons = [
    { why: 'its guarantee', targetKiB: 131_072, code: 'resolved' },
    { why: 'less than its guarantee, which vdsm would take', targetKiB: 131_071, code: 'host-refused' },
    { why: 'all its memory', targetKiB: 262_144, code: 'resolved' },
    { why: 'more than its memory', targetKiB: 262_145, code: 'host-refused' },
    { why: 'half a KiB', targetKiB: 200_000.5, code: 'host-refused' },
    { why: 'anything where there is no balloon', targetKiB: 200_000, vm: { hasBalloon: false }, code: 'host-refused' },
  ]
  for (const { why, targetKiB, vm, code } of balloons) {
    it(`a balloon: ${code === 'resolved' ? 'takes' : 'refuses'} ${why}`, async () => {
      const { link } = await openWith(vm)
      expect(await codeOf(link.setBalloonTarget(VM_ID, targetKiB, signal()))).toBe(code)
    })
  }

  it('leave the period alone when the quota is out of range', async () => {
    const { server, link } = await openWith()
    expect(await codeOf(link.setCpuTune(VM_ID, { quotaUs: 999, periodUs: 50_000 }, signal()))).toBe('host-refused')
    expect(await codeOf(link.setCpuTune(VM_ID, { quotaUs: 5000, periodUs: 1_000_001 }, signal()))).toBe('host-refused')
    expect(setters(server.requests)).toEqual([])
  })
})

describe('knobs of MOM', () => {
  const openWithMom = (hasMom: boolean) => openVdsmLink({}, { world: aVdsmWorld({ hasMom }) })
  const take = ({ link }: OpenLink, text: string) => link.takeKnobsFromMom?.(text, signal()) ?? expect.fail('no call')

  it('are taken by giving it another policy', async () => {
    const opened = await openWithMom(true)
    await take(opened, '0')
    expect(setters(opened.server.requests)).toEqual([{ method: 'Host.setMOMPolicy', policy: '0' }])
    expect(opened.server.world.momPolicy).toBe('0')
  })

  it('are not taken from one that does not answer vdsm, which says yes all the same', async () => {
    expect(await codeOf(take(await openWithMom(false), '0'))).toBe('host-no-effect')
  })

  it.each(['', ' \n', '0'.repeat(1_048_577)])('are not taken with a policy that is none', async text => {
    const opened = await openWithMom(true)
    expect(await codeOf(take(opened, text))).toBe('host-refused')
    expect(setters(opened.server.requests)).toEqual([])
  })
})

describe('pins', () => {
  it('have no effect where vdsm pins to its shared CPUs again', async () => {
    const { link } = await openWith({ cpuPolicy: 'none', pins: new Map([[0, [0, 1]]]) })
    const problem = await link.pinVcpus(VM_ID, [{ vcpu: 0, cpuIds: [3] }], signal()).catch(error => error)
    expect(problem).toMatchObject({ code: 'host-no-effect', message: expect.stringMatching(/vCPU 0 to 0-1 .*“none”/) })
  })

  const refused = [
    { why: 'a vCPU that there is not', pins: [{ vcpu: 2, cpuIds: [0] }] },
    { why: 'a CPU that there is not', pins: [{ vcpu: 0, cpuIds: [0, 4] }] },
    { why: 'no CPU at all', pins: [{ vcpu: 0, cpuIds: [] }] },
    {
      why: 'CPUs that the engine gave to this VM alone',
      pins: [{ vcpu: 0, cpuIds: [0] }],
      vm: { cpuPolicy: 'dedicated' } as const,
    },
  ]
  for (const { why, pins, vm } of refused) {
    it(`are refused for ${why}`, async () => {
      const { server, link } = await openWith(vm)
      expect(await codeOf(link.pinVcpus(VM_ID, pins, signal()))).toBe('host-refused')
      expect(setters(server.requests)).toEqual([])
    })
  }

  it('keep those of other vCPUs, also when two are set at once', async () => {
    const { vm, link } = await openWith({ vcpus: 3, pins: new Map([[2, [2, 3]]]) })
    await Promise.all([
      link.pinVcpus(VM_ID, [{ vcpu: 0, cpuIds: [0] }], signal()),
      link.pinVcpus(VM_ID, [{ vcpu: 1, cpuIds: [1] }], signal()),
    ])
    expect([...vm.pins]).toEqual([
      [2, [2, 3]],
      [0, [0]],
      [1, [1]],
    ])
  })

  it('never change the number of vCPUs, even when statistics are behind', async () => {
    const { vm, server, link } = await openWith()
    vm.vcpus = 3
    await link.pinVcpus(VM_ID, [{ vcpu: 0, cpuIds: [0] }], signal())
    expect(setters(server.requests)).toMatchObject([{ numberOfCpus: 3 }])
  })
})

describe('definitions of VMs', () => {
  it('are read once, and again after an event or a change of ours', async () => {
    const { server, link, events } = await openWith()
    const asked = () => server.requests.filter(({ method }) => method === 'Host.dumpxmls').length
    await link.listGuests(signal())
    await link.listGuests(signal())
    expect(asked()).toBe(1)
    server.changeStatus(VM_ID, 'Paused')
    await poll(() => events.length).toBe(1)
    await link.listGuests(signal())
    expect(asked()).toBe(2)
  })

  it('are read one by one when one VM has just gone', async () => {
    const { server, link } = await openWith()
    const gone = '00000002-1111-4222-8333-444444444444'
    // In the list of VMs still, not in the definitions any more.
    server.world.vms.set(gone, { ...aVdsmVm({ id: gone, name: 'gone' }), id: 'ffffffff-0000-4000-8000-ffffffffffff' })
    const guests = await link.listGuests(signal())
    expect(guests.find(({ id }) => id === VM_ID)?.vcpus).toHaveLength(2)
    expect(guests).toHaveLength(2)
  })
})
