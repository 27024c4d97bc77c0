import { describe, expect, it } from 'vitest'
import { guestReadingSchema } from '../../../shared/model/host-reading.ts'
import { parseDomain } from './parse-domain.ts'
import { parseIoPolicies } from './parse-io-limits.ts'
import { parseVmStats, toGuest } from './parse-vm-stats.ts'

const id = '00000001-1111-2222-3333-444444444444'
const running = {
  vmId: id,
  vmName: 'web1',
  status: 'Up',
  statusTime: '2151252207',
  cpuUser: '0.00',
  cpuSys: '1.36',
  cpuUsage: '9876543210',
  cpuActual: true,
  vcpuCount: '2',
  vcpuQuota: '60000',
  vcpuPeriod: 100_000,
  vcpuUserLimit: '50',
  monitorResponse: '0',
  balloonInfo: {
    balloon_max: '262144',
    balloon_min: '131072',
    balloon_cur: '204800',
    balloon_target: '204800',
    ballooning_enabled: true,
  },
  memoryStats: { mem_total: '166044', mem_unused: '139580', mem_free: '141796', swap_in: 0, majflt: 0, minflt: 65 },
  memUsage: '45',
}
const read = (given: Record<string, unknown> = {}, parts = {}) => {
  const [stats] = parseVmStats([{ ...running, ...given }])
  const guest = toGuest({ stats: stats ?? expect.fail('no VM'), ...parts })
  expect(guestReadingSchema.parse(guest)).toEqual(guest)
  return guest
}

describe('statistics of a VM', () => {
  it('become what we say of a guest', () => {
    expect(read()).toEqual({
      id,
      name: 'web1',
      state: 'running',
      responsive: true,
      vcpuCount: 2,
      memoryKiB: 262_144,
      balloon: { currentKiB: 204_800, maxKiB: 262_144, minKiB: 131_072, targetKiB: 204_800, enabled: true },
      guestMemory: {
        totalKiB: 166_044,
        unusedKiB: 139_580,
        usableKiB: 141_796,
        diskCachesKiB: 2216,
        swapInKiBPerS: 0,
        majorFaultsPerS: 0,
        minorFaultsPerS: 65,
      },
      cpuTimeNs: 9_876_543_210,
      cpuPercent: 1.36,
      cpuTune: { quotaUs: 60_000, periodUs: 100_000 },
      cpuLimitPercent: 50,
      vcpus: [],
      disks: [],
    })
  })

  const absent: [string, Record<string, unknown>, string][] = [
    ['CPU figures before two samples', { cpuActual: false }, 'cpuPercent'],
    ['the CPU time before two samples', { cpuActual: false, cpuUsage: 0 }, 'cpuTimeNs'],
    ['a balloon that vdsm does not know yet', { balloonInfo: {} }, 'balloon'],
    ['a balloon without a sample', { balloonInfo: { ...running.balloonInfo, balloon_cur: '0' } }, 'balloon'],
    ['guest memory while its use is unknown', { memUsage: '0' }, 'guestMemory'],
    ['guest memory without a driver', { memoryStats: undefined }, 'guestMemory'],
    ['guest memory of a driver that says nothing', { memoryStats: { mem_total: '0' } }, 'guestMemory'],
    ['a quota and period that are not set', { vcpuQuota: undefined, vcpuPeriod: undefined }, 'cpuTune'],
  ]
  for (const [why, given, field] of absent) {
    it(`leave out ${why}`, () => {
      expect(read()).toHaveProperty(field)
      expect(read(given)).not.toHaveProperty(field)
    })
  }

  it('have the swap of a guest that tells it', () => {
    const memoryStats = { ...running.memoryStats, swap_total: '1048576', swap_usage: 2048 }
    expect(read({ memoryStats }).guestMemory).toMatchObject({ swapTotalKiB: 1_048_576, swapUsedKiB: 2048 })
  })

  const limits: [unknown, unknown][] = [
    ['-1', 'unlimited'],
    ['17592186044415', 'unlimited'],
    ['18446744073709551', 'unlimited'],
    ['1000', 1000],
  ]
  for (const [vcpuQuota, quotaUs] of limits) {
    it(`read a quota of ${vcpuQuota} as ${quotaUs}`, () => expect(read({ vcpuQuota }).cpuTune?.quotaUs).toBe(quotaUs))
  }

  const states: [Record<string, unknown>, string][] = [
    [{ status: 'Powering up' }, 'starting'],
    [{ status: 'Migration Source' }, 'migrating'],
    [{ status: 'Migration Destination' }, 'incoming'],
    [{ status: 'Down', exitReason: 7 }, 'off'],
    [{ status: 'Down', exitReason: 2 }, 'crashed'],
    [{ status: 'Down', exitReason: 4 }, 'off'],
    [{ status: 'constructor' }, 'unknown'],
    [{ status: 7 }, 'unknown'],
  ]
  for (const [given, state] of states) {
    it(`${JSON.stringify(given)} is ${state}`, () => expect(read(given).state).toBe(state))
  }

  it('say when QEMU does not answer', () => expect(read({ monitorResponse: '-1' }).responsive).toBe(false))

  it('are completed by the definition and by limits of disks', () => {
    const definition = parseDomain(`<domain><memory unit='MiB'>512</memory><vcpu current='2' cpuset='0-2'>8</vcpu>
      <cputune><shares>512</shares><vcpupin vcpu='1' cpuset='3'/><emulatorpin cpuset='0'/></cputune>
      <devices><disk type='block' device='disk'><source dev='/dev/x'/><target dev='sda'/></disk>
        <disk type='file' device='cdrom'><target dev='sdc'/></disk></devices></domain>`)
    const io = parseIoPolicies({
      [id]: {
        current_values: [{ name: 'sda', path: '/dev/x', ioTune: { total_iops_sec: 100, read_bytes_sec: '0' } }],
        policy: [{ path: '/dev/x', maximum: { total_iops_sec: 500 } }, { imageID: 'x' }],
      },
    }).get(id)
    const disks = { sda: { readBytes: '12', writtenBytes: '34' }, sdc: { readBytes: '0', writtenBytes: '0' } }
    const guest = read({ disks, balloonInfo: {} }, { definition, io, hostCpuIds: [0, 1, 2, 3] })
    expect(guest).toMatchObject({
      memoryKiB: 524_288,
      vcpuCount: 2,
      maxVcpuCount: 8,
      cpuTune: { shares: 512 },
      emulatorPinnedTo: [0],
      vcpus: [
        { index: 0, pinnedTo: [0, 1, 2] },
        { index: 1, pinnedTo: [3] },
      ],
    })
    expect(guest.disks).toEqual([
      {
        device: 'sda',
        path: '/dev/x',
        limits: { totalIops: 100, readBytesPerS: 'unlimited' },
        allowed: { totalIops: 500 },
        readBytes: 12,
        writtenBytes: 34,
      },
    ])
  })

  it('that name no VM are left out', () => {
    expect(parseVmStats([null, {}, { vmId: 'x' }, { vmId: id }]).map(({ id }) => id)).toEqual([id])
    expect(parseVmStats('no list')).toEqual([])
  })
})

describe('the definition of a VM', () => {
  it('tells of vCPUs that are plugged one by one, and of its policy for CPUs', () => {
    const definition =
      parseDomain(`<domain><metadata xmlns:o='http://ovirt.org/vm/1.0'><o:vm><o:cpuPolicy>none</o:cpuPolicy></o:vm>
      <vm xmlns='http://elsewhere'><cpuPolicy>other</cpuPolicy></vm></metadata>
      <vcpu current='2'>3</vcpu><vcpus><vcpu id='0' enabled='yes'/><vcpu id='1' enabled='no'/><vcpu id='2' enabled='yes'/></vcpus></domain>`)
    expect(definition).toMatchObject({ vcpus: [0, 2], maxVcpus: 3, cpuPolicy: 'none' })
  })

  const hostile = [
    '',
    '<domain>',
    '<domain></domain></domain>',
    '<!DOCTYPE domain [<!ENTITY a "b">]><domain/>',
    '<a>'.repeat(100),
    `<domain>${' '.repeat(3_000_000)}</domain>`,
  ]
  for (const xml of hostile) {
    it(`is refused: ${xml.slice(0, 40) || 'nothing'}`, () =>
      expect(() => parseDomain(xml)).toThrow(expect.objectContaining({ name: 'ProtocolError' })))
  }

  it('gives no room to numbers without sense', () => {
    expect(parseDomain(`<domain><vcpu current='999999999'>x</vcpu></domain>`).vcpus).toHaveLength(4096)
    expect(parseDomain(`<domain><cputune><vcpupin vcpu='-1' cpuset='0-99999999'/></cputune></domain>`).pins.size).toBe(
      0,
    )
  })
})
