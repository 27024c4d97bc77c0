import { describe, expect, it } from 'vitest'
import { aHostFacts, aVmFacts, type HostOver, type VmOver, verdictOf } from '../../../test/fakes/scheduling.ts'
import { hostedEngineFilter } from './hosted-engine.ts'

/** The VM runs on `source`, unless the case says otherwise. */
const cases: { why: string; vm?: VmOver; source?: HostOver; host?: HostOver; expected: object }[] = [
  {
    why: 'asks nothing for other VMs',
    expected: { kind: 'kept' },
  },
  {
    why: 'keeps any positive score while the engine is down',
    vm: { isHostedEngine: true, hostId: undefined },
    host: {
      hostedEngine: { score: 1, configured: true, active: true, localMaintenance: false, globalMaintenance: false },
    },
    expected: { kind: 'kept', reason: { values: { score: 1, above: 0 } } },
  },
  {
    why: 'drops a score of nothing',
    vm: { isHostedEngine: true, hostId: undefined },
    host: {
      hostedEngine: { score: 0, configured: true, active: true, localMaintenance: false, globalMaintenance: false },
    },
    expected: { kind: 'dropped', reason: { code: 'engine-score-zero' } },
  },
  {
    why: 'drops a host that is not set up for it, whatever its score',
    vm: { isHostedEngine: true, hostId: undefined },
    host: {
      hostedEngine: { score: 3400, configured: false, active: true, localMaintenance: false, globalMaintenance: false },
    },
    expected: { kind: 'dropped', reason: { code: 'no-engine-host' } },
  },
  {
    why: 'drops exactly 800 less than where the engine runs',
    vm: { isHostedEngine: true },
    source: {
      hostedEngine: { score: 3400, configured: true, active: true, localMaintenance: false, globalMaintenance: false },
    },
    host: {
      hostedEngine: { score: 2600, configured: true, active: true, localMaintenance: false, globalMaintenance: false },
    },
    expected: { kind: 'dropped', reason: { code: 'engine-score-low', values: { score: 2600, above: 2600 } } },
  },
  {
    why: 'keeps one more than that',
    vm: { isHostedEngine: true },
    source: {
      hostedEngine: { score: 3400, configured: true, active: true, localMaintenance: false, globalMaintenance: false },
    },
    host: {
      hostedEngine: { score: 2601, configured: true, active: true, localMaintenance: false, globalMaintenance: false },
    },
    expected: { kind: 'kept', reason: { code: 'engine-score-enough' } },
  },
  {
    why: 'asks no less than nothing',
    vm: { isHostedEngine: true },
    source: {
      hostedEngine: { score: 300, configured: true, active: true, localMaintenance: false, globalMaintenance: false },
    },
    host: {
      hostedEngine: { score: 1, configured: true, active: true, localMaintenance: false, globalMaintenance: false },
    },
    expected: { kind: 'kept', reason: { code: 'engine-score-enough' } },
  },
  {
    why: 'asks only for a positive score in global maintenance',
    vm: { isHostedEngine: true },
    source: {
      hostedEngine: { score: 3400, configured: true, active: true, localMaintenance: false, globalMaintenance: true },
    },
    host: {
      hostedEngine: { score: 1, configured: true, active: true, localMaintenance: false, globalMaintenance: false },
    },
    expected: { kind: 'kept', reason: { code: 'engine-score-enough' } },
  },
  {
    why: 'does not guess the score of a host',
    vm: { isHostedEngine: true },
    source: {
      hostedEngine: { score: 3400, configured: true, active: true, localMaintenance: false, globalMaintenance: false },
    },
    expected: { kind: 'unknown', field: 'host.hostedEngine' },
  },
  {
    why: 'does not guess the score where the engine runs',
    vm: { isHostedEngine: true },
    source: {},
    host: {
      hostedEngine: { score: 3400, configured: true, active: true, localMaintenance: false, globalMaintenance: false },
    },
    expected: { kind: 'unknown', field: 'source.hostedEngine' },
  },
  {
    why: 'does not need it to drop a host',
    vm: { isHostedEngine: true },
    host: {
      hostedEngine: { score: 0, configured: true, active: true, localMaintenance: false, globalMaintenance: false },
    },
    expected: { kind: 'dropped', reason: { code: 'engine-score-zero' } },
  },
]

describe('HA', () => {
  it.each(cases)('$why', ({ vm = {}, source, host = {}, expected }) => {
    const judged = aHostFacts(host)
    const hosts = source ? [judged, aHostFacts({ id: 'source', ...source })] : [judged]
    expect(verdictOf(hostedEngineFilter, aVmFacts({ hostId: 'source', ...vm }), judged, { hosts })).toMatchObject(
      expected,
    )
  })
})
