import { describe, expect, it } from 'vitest'
import { toHostScheduling } from './host-scheduling.ts'
import { toHost } from './hosts.ts'

const spm = { status: 'none' }

describe('toHostScheduling', () => {
  const cases: { why: string; wire: object; expected: object | undefined }[] = [
    { why: 'nothing but its part in storage management', wire: { spm }, expected: { spm: 'none' } },
    { why: 'a host that contends for it', wire: { spm: { status: 'contending' } }, expected: { spm: 'contending' } },
    { why: 'nothing where that part was not told', wire: { summary: { total: '3' } }, expected: undefined },
    {
      why: 'nothing where that part is a word we do not know',
      wire: { spm: { status: 'chief' } },
      expected: undefined,
    },
    { why: 'no VMs as none', wire: { spm, summary: { total: '0' } }, expected: { spm: 'none', totalVms: 0 } },
    { why: 'counts that cannot be', wire: { spm, summary: { total: '-1' } }, expected: { spm: 'none' } },
    { why: 'no NUMA', wire: { spm, numa_supported: 'false' }, expected: { spm: 'none', numaSupported: false } },
    {
      why: 'an operating system without version',
      wire: { spm, os: { type: 'RHEL', version: { full_version: '' } } },
      expected: { spm: 'none' },
    },
    {
      why: 'an operating system without family',
      wire: { spm, os: { version: { full_version: '9' } } },
      expected: { spm: 'none' },
    },
    {
      why: 'half of power management',
      wire: { spm, power_management: { enabled: 'true' } },
      expected: { spm: 'none' },
    },
    {
      why: 'garbage around what can be read',
      wire: {
        spm,
        summary: { total: 'many' },
        numa_supported: 'perhaps',
        os: { type: [], version: 9 },
        power_management: { enabled: 'yes', automatic_pm_enabled: 'true' },
        external_status: ['ok'],
        cpu: { topology: { sockets: '1.5' } },
        hosted_engine: 'no',
      },
      expected: { spm: 'none' },
    },
  ]
  it.each(cases)('reads $why', ({ wire, expected }) => expect(toHostScheduling(wire)).toEqual(expected))

  it('does not lose a host over it', () => {
    const wire = { id: 'h1', name: 'host01', cluster: { id: 'c1' }, spm, summary: {}, numa_supported: 7 }
    expect(toHost(wire)).toMatchObject({ id: 'h1', scheduling: { spm: 'none' } })
    expect(toHost({ ...wire, spm: 'none' })).not.toHaveProperty('scheduling')
  })
})
