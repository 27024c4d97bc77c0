import { describe, expect, it } from 'vitest'
import { aHostFacts, aVmFacts, type HostOver, type VmOver, verdictOf } from '../../../test/fakes/scheduling.ts'
import { emulatedMachineFilter } from './emulated-machine.ts'

const cases: { why: string; vm?: VmOver; host?: HostOver; expected: object }[] = [
  {
    why: 'asks nothing for a VM of its cluster’s type',
    expected: { kind: 'kept' },
  },
  {
    why: 'takes an empty type for none',
    vm: { emulatedMachine: '' },
    expected: { kind: 'kept' },
  },
  {
    why: 'keeps a host that can',
    vm: { emulatedMachine: 'q35' },
    host: { emulatedMachines: ['pc', 'q35'] },
    expected: { kind: 'kept', reason: { code: 'machine-supported' } },
  },
  {
    why: 'drops one that cannot',
    vm: { emulatedMachine: 'q35' },
    host: { emulatedMachines: ['pc', 'q35-rhel9'] },
    expected: { kind: 'dropped', reason: { code: 'machine-unsupported', values: { machine: 'q35', offered: 2 } } },
  },
  {
    why: 'drops one that can none',
    vm: { emulatedMachine: 'q35' },
    host: { emulatedMachines: [] },
    expected: { kind: 'dropped', reason: { code: 'machine-unsupported', values: { offered: 0 } } },
  },
  {
    why: 'does not guess',
    vm: { emulatedMachine: 'q35' },
    expected: { kind: 'unknown', field: 'host.emulatedMachines' },
  },
]

describe('Emulated-Machine', () => {
  it.each(cases)('$why', ({ vm = {}, host = {}, expected }) => {
    expect(verdictOf(emulatedMachineFilter, aVmFacts(vm), aHostFacts(host))).toMatchObject(expected)
  })
})
