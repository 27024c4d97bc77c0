import { describe, expect, it } from 'vitest'
import { aHostFacts, aVmFacts, type HostOver, type VmOver, verdictOf } from '../../../test/fakes/scheduling.ts'
import { hostHooksFilter } from './host-hooks.ts'

const cases: { why: string; vm?: VmOver; host?: HostOver; expected: object }[] = [
  {
    why: 'asks nothing for a VM without the property',
    vm: { customProperties: {} },
    expected: { kind: 'kept' },
  },
  {
    why: 'asks nothing where it is off',
    vm: { customProperties: { sap_agent: 'false' } },
    expected: { kind: 'kept' },
  },
  {
    why: 'takes only "true" for on',
    vm: { customProperties: { sap_agent: '1' } },
    host: { hooks: [] },
    expected: { kind: 'kept' },
  },
  {
    why: 'keeps a host with the hook',
    vm: { customProperties: { sap_agent: 'true' } },
    host: { hooks: ['10_other', '50_vhostmd'] },
    expected: { kind: 'kept', reason: { code: 'hook-present' } },
  },
  {
    why: 'drops one without, however "true" is written',
    vm: { customProperties: { sap_agent: 'TRUE' } },
    host: { hooks: ['50_vhostmd.old'] },
    expected: { kind: 'dropped', reason: { code: 'hook-missing', values: { hook: '50_vhostmd' } } },
  },
  {
    why: 'does not guess the properties of a VM',
    expected: { kind: 'unknown', field: 'vm.customProperties' },
  },
  {
    why: 'does not guess the hooks of a host',
    vm: { customProperties: { sap_agent: 'true' } },
    expected: { kind: 'unknown', field: 'host.hooks' },
  },
]

describe('Host-hooks', () => {
  it.each(cases)('$why', ({ vm = {}, host = {}, expected }) => {
    expect(verdictOf(hostHooksFilter, aVmFacts(vm), aHostFacts(host))).toMatchObject(expected)
  })
})
