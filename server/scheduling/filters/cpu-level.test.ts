import { describe, expect, it } from 'vitest'
import { aHostFacts, aVmFacts, type VmOver, verdictOf } from '../../../test/fakes/scheduling.ts'
import { cpuLevelFilter } from './cpu-level.ts'

const flags = (...names: string[]) => new Set(names)
const running: VmOver = { hostId: 'host2' }

const cases: { why: string; vm: VmOver; cpuFlags?: ReadonlySet<string>; expected: object }[] = [
  {
    why: 'keeps one with just the flags',
    vm: { requiredCpuFlags: flags('aes', 'vmx') },
    cpuFlags: flags('aes', 'vmx'),
    expected: { kind: 'kept', reason: { values: { required: 2 } } },
  },
  {
    why: 'drops one without a flag, and names it',
    vm: { ...running, requiredCpuFlags: flags('vmx', 'svm', 'aes') },
    cpuFlags: flags('aes', 'sse'),
    expected: { kind: 'dropped', reason: { code: 'cpu-flags-missing', values: { missing: 'svm, vmx' } } },
  },
  {
    why: 'passes over a VM that takes the CPU it gets',
    vm: { cpuPassthrough: true, requiredCpuFlags: flags('vmx') },
    cpuFlags: flags(),
    expected: { kind: 'kept' },
  },
  {
    why: 'holds it to that CPU once it runs',
    vm: { ...running, cpuPassthrough: true, requiredCpuFlags: flags('vmx') },
    cpuFlags: flags(),
    expected: { kind: 'dropped' },
  },
  { why: 'keeps any for no flags', vm: { ...running, requiredCpuFlags: flags() }, expected: { kind: 'kept' } },
  { why: 'keeps any for a VM that is down and names no CPU', vm: {}, expected: { kind: 'kept' } },
  {
    why: 'does not guess the CPU of one that runs',
    vm: running,
    cpuFlags: flags('aes'),
    expected: { kind: 'unknown', field: 'vm.requiredCpuFlags' },
  },
  {
    why: 'does not guess flags',
    vm: { requiredCpuFlags: flags('aes') },
    expected: { kind: 'unknown', field: 'host.cpuFlags' },
  },
]

describe('CPU-Level', () => {
  it.each(cases)('$why', ({ vm, cpuFlags, expected }) => {
    expect(verdictOf(cpuLevelFilter, aVmFacts(vm), aHostFacts({ cpuFlags }))).toMatchObject(expected)
  })
})
