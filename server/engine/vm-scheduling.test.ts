import { describe, expect, it } from 'vitest'
import { toVmScheduling } from './vm-scheduling.ts'
import { toVm } from './vms.ts'

const bare = { high_availability: { priority: '0' } }
const expectedOfBare = {
  topology: { sockets: 1, cores: 1, threads: 1 },
  priority: 0,
  highPerformance: false,
  customProperties: {},
  cpuPassthrough: false,
}

describe('toVmScheduling', () => {
  const cases: { why: string; wire: object; expected: object | undefined }[] = [
    { why: 'a VM that has nothing special', wire: bare, expected: expectedOfBare },
    {
      why: 'one that has everything',
      wire: {
        high_availability: { enabled: 'true', priority: '100' },
        type: 'high_performance',
        cpu: {
          mode: 'host_passthrough',
          topology: { sockets: '2', cores: '4', threads: '2' },
          cpu_tune: {
            vcpu_pins: {
              vcpu_pin: [
                { vcpu: '0', cpu_set: '0-3,^2' },
                { vcpu: '1', cpu_set: '5' },
              ],
            },
          },
        },
        cpu_pinning_policy: 'manual',
        custom_compatibility_version: { major: '4', minor: '6' },
        custom_emulated_machine: 'pc-q35-rhel9.2.0',
        custom_cpu_model: 'Icelake-Server',
        custom_properties: { custom_property: [{ name: 'hugepages', value: '1048576' }] },
        io: { threads: '2' },
        lease: { storage_domain: { id: 'sd1' } },
      },
      expected: {
        topology: { sockets: 2, cores: 4, threads: 2 },
        priority: 100,
        pinning: 'manual',
        cpuPins: { 0: '0-3,^2', 1: '5' },
        highPerformance: true,
        customProperties: { hugepages: '1048576' },
        customVersion: '4.6',
        customMachine: 'pc-q35-rhel9.2.0',
        customCpu: 'Icelake-Server',
        cpuPassthrough: true,
        ioThreads: 2,
        leaseDomainId: 'sd1',
      },
    },
    {
      why: 'no I/O threads as none',
      wire: { ...bare, io: { threads: '0' } },
      expected: { ...expectedOfBare, ioThreads: 0 },
    },
    {
      why: "empty texts and lists as the cluster's choice",
      wire: { ...bare, custom_cpu_model: '', custom_emulated_machine: '', cpu: { cpu_tune: { vcpu_pins: {} } } },
      expected: expectedOfBare,
    },
    {
      why: 'a pinning policy that we do not know as not told',
      wire: { ...bare, cpu_pinning_policy: 'superglue' },
      expected: expectedOfBare,
    },
    {
      why: 'garbage around what can be read',
      wire: {
        ...bare,
        cpu: { cpu_tune: { vcpu_pins: { vcpu_pin: [{ vcpu: 'x', cpu_set: '1' }] } } },
        cpu_pinning_policy: {},
        custom_compatibility_version: { major: 'four', minor: '6' },
        custom_emulated_machine: [],
        custom_cpu_model: {},
        io: { threads: '-1' },
        lease: { storage_domain: { id: {} } },
      },
      expected: expectedOfBare,
    },
    { why: 'nothing without a priority', wire: {}, expected: undefined },
    {
      why: 'nothing with a priority that is none',
      wire: { high_availability: { priority: 'first' } },
      expected: undefined,
    },
    {
      why: 'nothing with custom properties that cannot be read',
      wire: { ...bare, custom_properties: { custom_property: 'hugepages' } },
      expected: undefined,
    },
  ]
  it.each(cases)('reads $why', ({ wire, expected }) => expect(toVmScheduling(wire)).toEqual(expected))

  it('does not lose a VM over it', () => {
    const wire = { id: 'vm1', name: 'vm001', cluster: { id: 'c1' }, memory: '1048576', io: { threads: [] } }
    expect(toVm({ ...wire, ...bare })).toMatchObject({ id: 'vm1', vcpus: 1, scheduling: expectedOfBare })
    expect(toVm({ ...wire, high_availability: { priority: [] } })).not.toHaveProperty('scheduling')
  })
})
