import { describe, expect, it } from 'vitest'
import { aGuestReading, aHostReading } from '../../../test/fakes/host-readings.ts'
import { eventText, hostText } from './show-host.ts'

const asked = { address: '192.0.2.7', via: 'vdsm', software: 'vdsm 4.5' } as const
const bare = { takenAtMs: 0, memory: { totalKiB: 8 * 1024 }, cpus: [], numaNodes: [] }

describe('hostText', () => {
  it('shows a host and its VMs', () => {
    const guests = [
      aGuestReading({ cpuTune: { quotaUs: 50_000, periodUs: 100_000, shares: 512 } }),
      { id: 'x', name: 'resting', state: 'off' as const, vcpus: [], disks: [] },
    ]
    expect(hostText({ ...asked, reading: aHostReading(), guests })).toBe(
      [
        'host1.example over vdsm: vdsm 4.5',
        'Memory  64.0 GiB, 24.0 GiB available (38 %), 8.0 GiB free',
        'Swap    4.0 GiB, 1.0 GiB used',
        'CPU     40 % busy (30 % user, 10 % system), load 1.50, 2 CPUs online',
        'KSM     runs, 100 pages every 20 ms, saves 512 MiB',
        'Node 0  CPUs 0-1, 64.0 GiB, 8.0 GiB free',
        'Told    available memory, swap, CPU use, use of each CPU, CPU topology, NUMA nodes, KSM, CPU use of VMs, ' +
          'waiting times of vCPUs, pins, balloons, memory inside VMs, quota and shares, disk limits',
        '',
        'VM       STATE    VCPUS  CPU   MEMORY   BALLOON  UNUSED   QUOTA               SHARES  PINS  DISKS',
        'vm1      running  2      35 %  4.0 GiB  3.0 GiB  1.0 GiB  50000 of 100000 µs  512     0-1   vda',
        'resting  off      –      –     –        –        –        –                   –       –     –',
      ].join('\n'),
    )
  })

  it('says what a host does not tell, and nothing of VMs when none runs', () => {
    expect(hostText({ ...asked, reading: bare, guests: [] })).toBe(
      [
        '192.0.2.7 over vdsm: vdsm 4.5',
        'Memory    8 MiB',
        'CPU       0 CPUs online',
        'Told',
        'Not told  available memory, swap, CPU use, use of each CPU, CPU topology, NUMA nodes, KSM',
        '',
        'It knows no VM.',
      ].join('\n'),
    )
  })

  it('lets nothing that a host says steer the terminal', () => {
    const reading = { ...bare, hostname: 'evil\u001b[2J\nhost' }
    const text = hostText({ ...asked, software: 'x\u0007', reading, guests: [aGuestReading({ name: 'a\r\u009bb' })] })
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
    expect(text).toMatch(/^evil \[2J host over vdsm: x\n/)
  })

  it('shows a balloon on its way, and a VM whose QEMU is silent', () => {
    const balloon = { currentKiB: 3 * 1024 ** 2, targetKiB: 2 * 1024 ** 2 }
    const text = hostText({ ...asked, reading: bare, guests: [aGuestReading({ responsive: false, balloon })] })
    expect(text).toContain('running, does not answer')
    expect(text).toContain('3.0 GiB → 2.0 GiB')
  })
})

describe('eventText', () => {
  it('is one line', () => {
    expect(eventText({ kind: 'tuned', vmId: 'v', names: ['quota', 'shares'] })).toBe(
      'tuned, vmId v, names quota shares',
    )
    expect(eventText({ kind: 'host-changed' })).toBe('host-changed')
  })
})
