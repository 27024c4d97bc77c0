import { describe, expect, it } from 'vitest'
import { aHostFacts, aVmFacts, type HostOver, type VmOver, verdictOf } from '../../../test/fakes/scheduling.ts'
import { hostDeviceFilter } from './host-device.ts'

const cases: { why: string; vm?: VmOver; host?: HostOver; expected: object }[] = [
  {
    why: 'asks nothing for a VM without a pin list, devices or not',
    vm: { hostDevices: [{ name: 'pci_1', pci: true }] },
    expected: { kind: 'kept' },
  },
  {
    why: 'asks nothing for a pinned VM without devices',
    vm: { pinnedHostIds: ['host2'], hostDevices: [] },
    expected: { kind: 'kept' },
  },
  {
    why: 'does not guess the devices of a pinned VM',
    vm: { pinnedHostIds: ['host1'] },
    expected: { kind: 'unknown', field: 'vm.hostDevices' },
  },
  {
    why: 'keeps the host that owns the devices',
    vm: {
      pinnedHostIds: ['host1', 'host2'],
      hostDevices: [
        { name: 'pci_1', pci: true },
        { name: 'usb_1', pci: false },
      ],
    },
    host: { passthroughEnabled: true, freeDevices: new Set(['pci_1', 'usb_1']) },
    expected: { kind: 'kept', reason: { code: 'devices-available' } },
  },
  {
    why: 'drops any but the first of the pin list',
    vm: {
      pinnedHostIds: ['host1', 'host2'],
      hostDevices: [
        { name: 'pci_1', pci: true },
        { name: 'usb_1', pci: false },
      ],
    },
    host: { id: 'host2', passthroughEnabled: true, freeDevices: new Set(['pci_1', 'usb_1']) },
    expected: { kind: 'dropped', reason: { code: 'devices-elsewhere' } },
  },
  {
    why: 'drops a host that cannot pass PCI devices on',
    vm: {
      pinnedHostIds: ['host1', 'host2'],
      hostDevices: [
        { name: 'pci_1', pci: true },
        { name: 'usb_1', pci: false },
      ],
    },
    host: { passthroughEnabled: false, freeDevices: new Set(['pci_1', 'usb_1']) },
    expected: { kind: 'dropped', reason: { code: 'passthrough-off' } },
  },
  {
    why: 'does not guess whether it can',
    vm: {
      pinnedHostIds: ['host1', 'host2'],
      hostDevices: [
        { name: 'pci_1', pci: true },
        { name: 'usb_1', pci: false },
      ],
    },
    host: { freeDevices: new Set(['pci_1', 'usb_1']) },
    expected: { kind: 'unknown', field: 'host.passthroughEnabled' },
  },
  {
    why: 'does not ask it for other devices',
    vm: { pinnedHostIds: ['host1'], hostDevices: [{ name: 'usb_1', pci: false }] },
    host: { passthroughEnabled: false, freeDevices: new Set(['usb_1']) },
    expected: { kind: 'kept', reason: { code: 'devices-available' } },
  },
  {
    why: 'drops a host where one of the devices is taken',
    vm: {
      pinnedHostIds: ['host1', 'host2'],
      hostDevices: [
        { name: 'pci_1', pci: true },
        { name: 'usb_1', pci: false },
      ],
    },
    host: { passthroughEnabled: true, freeDevices: new Set(['pci_1']) },
    expected: { kind: 'dropped', reason: { code: 'devices-taken', values: { taken: 'usb_1' } } },
  },
  {
    why: 'does not guess which are free',
    vm: { pinnedHostIds: ['host1'], hostDevices: [{ name: 'usb_1', pci: false }] },
    expected: { kind: 'unknown', field: 'host.freeDevices' },
  },
  {
    why: 'does not count devices as taken by the VM itself',
    vm: { hostId: 'host1', pinnedHostIds: ['host1'], hostDevices: [{ name: 'usb_1', pci: false }] },
    host: { freeDevices: new Set() },
    expected: { kind: 'kept', reason: { code: 'devices-available' } },
  },
]

describe('HostDevice', () => {
  it.each(cases)('$why', ({ vm = {}, host = {}, expected }) => {
    expect(verdictOf(hostDeviceFilter, aVmFacts(vm), aHostFacts(host))).toMatchObject(expected)
  })
})
