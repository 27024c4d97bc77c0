import { describe, expect, it } from 'vitest'
import { aHostFacts, aVmFacts, type HostOver, type VmOver, verdictOf } from '../../../test/fakes/scheduling.ts'
import { inClusterUpgradeFilter } from './in-cluster-upgrade.ts'

/** The VM runs on `source`, unless the case says otherwise. */
const cases: { why: string; vm?: VmOver; source?: HostOver; host?: HostOver; expected: object }[] = [
  {
    why: 'asks nothing for a VM that starts',
    vm: { hostId: undefined },
    source: { os: { family: 'RHEL', version: '9.4' } },
    expected: { kind: 'kept' },
  },
  {
    why: 'keeps the same version',
    source: { os: { family: 'RHEL', version: '9.4' } },
    host: { os: { family: 'RHEL', version: '9.4 - 1.el9' } },
    expected: { kind: 'kept', reason: { code: 'os-fits' } },
  },
  {
    why: 'keeps a newer major version',
    source: { os: { family: 'RHEL', version: '8.9' } },
    host: { os: { family: 'RHEL', version: '9.0' } },
    expected: { kind: 'kept', reason: { code: 'os-fits' } },
  },
  {
    why: 'keeps an older one of the same major',
    source: { os: { family: 'RHEL', version: '9.4' } },
    host: { os: { family: 'RHEL', version: '9.0' } },
    expected: { kind: 'kept', reason: { code: 'os-fits' } },
  },
  {
    why: 'drops an older major version',
    source: { os: { family: 'RHEL', version: '9.0' } },
    host: { os: { family: 'RHEL', version: '8.10' } },
    expected: { kind: 'dropped', reason: { code: 'os-older', values: { source: 'RHEL 9.0', host: 'RHEL 8.10' } } },
  },
  {
    why: 'compares numbers, not texts',
    source: { os: { family: 'RHEL', version: '9.4' } },
    host: { os: { family: 'RHEL', version: '10.0' } },
    expected: { kind: 'kept', reason: { code: 'os-fits' } },
  },
  {
    why: 'drops another family, newer or not',
    source: { os: { family: 'RHEL', version: '9.4' } },
    host: { os: { family: 'Fedora', version: '41' } },
    expected: { kind: 'dropped', reason: { code: 'os-differs' } },
  },
  {
    why: 'drops one that cannot be compared',
    source: { os: { family: 'RHEL', version: '9.4' } },
    host: { os: { family: 'RHEL', version: 'rolling' } },
    expected: { kind: 'dropped', reason: { code: 'os-unclear', values: { host: 'RHEL rolling' } } },
  },
  {
    why: 'lets all pass where the source cannot be compared',
    source: { os: { family: 'RHEL', version: 'rolling' } },
    host: { os: { family: 'RHEL', version: '8.0' } },
    expected: { kind: 'kept', reason: { code: 'os-source-unclear' } },
  },
  {
    why: 'does not guess the source',
    source: {},
    host: { os: { family: 'RHEL', version: '8.0' } },
    expected: { kind: 'unknown', field: 'source.os' },
  },
  {
    why: 'does not guess the host',
    source: { os: { family: 'RHEL', version: '9.4' } },
    expected: { kind: 'unknown', field: 'host.os' },
  },
]

describe('InClusterUpgrade', () => {
  it.each(cases)('$why', ({ vm = {}, source, host = {}, expected }) => {
    const judged = aHostFacts(host)
    const hosts = source ? [judged, aHostFacts({ id: 'source', ...source })] : [judged]
    expect(verdictOf(inClusterUpgradeFilter, aVmFacts({ hostId: 'source', ...vm }), judged, { hosts })).toMatchObject(
      expected,
    )
  })
})
