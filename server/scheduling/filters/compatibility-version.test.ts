import { describe, expect, it } from 'vitest'
import { aHostFacts, aVmFacts, type HostOver, type VmOver, verdictOf } from '../../../test/fakes/scheduling.ts'
import { compatibilityVersionFilter } from './compatibility-version.ts'

const cases: { why: string; vm?: VmOver; host?: HostOver; expected: object }[] = [
  {
    why: 'asks nothing for a VM on the level of its cluster',
    expected: { kind: 'kept' },
  },
  {
    why: 'keeps a host that supports the level',
    vm: { customVersion: '4.6' },
    host: { supportedVersions: ['4.6', '4.7'] },
    expected: { kind: 'kept', reason: { code: 'version-supported' } },
  },
  {
    why: 'drops one that does not',
    vm: { customVersion: '4.6' },
    host: { supportedVersions: ['4.5', '4.7'] },
    expected: {
      kind: 'dropped',
      reason: { code: 'version-unsupported', values: { version: '4.6', supported: '4.5, 4.7' } },
    },
  },
  {
    why: 'takes no level for a part of another',
    vm: { customVersion: '4.6' },
    host: { supportedVersions: ['4.60'] },
    expected: { kind: 'dropped', reason: { code: 'version-unsupported' } },
  },
  {
    why: 'does not guess what a host supports',
    vm: { customVersion: '4.6' },
    expected: { kind: 'unknown', field: 'host.supportedVersions' },
  },
]

describe('Compatibility-Version', () => {
  it.each(cases)('$why', ({ vm = {}, host = {}, expected }) => {
    expect(verdictOf(compatibilityVersionFilter, aVmFacts(vm), aHostFacts(host))).toMatchObject(expected)
  })
})
