import { describe, expect, it } from 'vitest'
import { aHostFacts, aVmFacts, type HostOver, type VmOver, verdictOf } from '../../../test/fakes/scheduling.ts'
import { mediatedDevicesFilter } from './mediated-devices.ts'

const cases: { why: string; vm?: VmOver; host?: HostOver; expected: object }[] = [
  {
    why: 'asks nothing for a VM without',
    vm: { mediatedDeviceTypes: [] },
    expected: { kind: 'kept' },
  },
  {
    why: 'does not guess what a VM has',
    expected: { kind: 'unknown', field: 'vm.mediatedDeviceTypes' },
  },
  {
    why: 'does not guess what a host has',
    vm: { mediatedDeviceTypes: ['nvidia-11'] },
    expected: { kind: 'unknown', field: 'host.mediatedDevices' },
  },
  {
    why: 'keeps a host with a free instance',
    vm: { mediatedDeviceTypes: ['nvidia-11'] },
    host: { mediatedDevices: new Map([['nvidia-11', 1]]) },
    expected: { kind: 'kept', reason: { code: 'mediated-devices-free' } },
  },
  {
    why: 'drops one with none left',
    vm: { mediatedDeviceTypes: ['nvidia-11'] },
    host: { mediatedDevices: new Map([['nvidia-11', 0]]) },
    expected: { kind: 'dropped', reason: { code: 'mediated-devices-used-up', values: { usedUp: 'nvidia-11' } } },
  },
  {
    why: 'drops one without the type',
    vm: { mediatedDeviceTypes: ['nvidia-11', 'nvidia-12'] },
    host: { mediatedDevices: new Map([['nvidia-11', 4]]) },
    expected: { kind: 'dropped', reason: { code: 'mediated-devices-missing', values: { missing: 'nvidia-12' } } },
  },
  {
    why: 'takes one free instance for enough, as the engine does',
    vm: { mediatedDeviceTypes: ['nvidia-11', 'nvidia-11'] },
    host: { mediatedDevices: new Map([['nvidia-11', 1]]) },
    expected: { kind: 'kept', reason: { code: 'mediated-devices-free' } },
  },
]

describe('MDevice', () => {
  it.each(cases)('$why', ({ vm = {}, host = {}, expected }) => {
    expect(verdictOf(mediatedDevicesFilter, aVmFacts(vm), aHostFacts(host))).toMatchObject(expected)
  })
})
