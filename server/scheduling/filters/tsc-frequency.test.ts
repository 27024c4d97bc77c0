import { describe, expect, it } from 'vitest'
import { aHostFacts, aVmFacts, type HostOver, type VmOver, verdictOf } from '../../../test/fakes/scheduling.ts'
import { tscFrequencyFilter } from './tsc-frequency.ts'

/** The VM runs on `source`, unless the case says otherwise. */
const cases: { why: string; vm?: VmOver; source?: HostOver; host?: HostOver; expected: object }[] = [
  {
    why: 'asks nothing for a VM that starts',
    vm: { hostId: undefined, usesTscFrequency: true },
    source: { tsc: { frequencyHz: 1, scaling: false } },
    expected: { kind: 'kept' },
  },
  {
    why: 'asks nothing for a VM that does not count on it',
    vm: { usesTscFrequency: false },
    source: { tsc: { frequencyHz: 1, scaling: false } },
    expected: { kind: 'kept' },
  },
  {
    why: 'does not guess whether a VM counts on it',
    source: { tsc: { frequencyHz: 1, scaling: false } },
    expected: { kind: 'unknown', field: 'vm.usesTscFrequency' },
  },
  {
    why: 'keeps a host as far off as is borne',
    vm: { usesTscFrequency: true },
    source: { tsc: { frequencyHz: 2_000_000_000, scaling: false } },
    host: { tsc: { frequencyHz: 2_000_500_000, scaling: false } },
    expected: { kind: 'kept', reason: { code: 'tsc-within', values: { offHz: 500_000, toleranceHz: 500_000 } } },
  },
  {
    why: 'drops one that is faster by one more',
    vm: { usesTscFrequency: true },
    source: { tsc: { frequencyHz: 2_000_000_000, scaling: false } },
    host: { tsc: { frequencyHz: 2_000_500_001, scaling: false } },
    expected: { kind: 'dropped', reason: { code: 'tsc-differs', values: { offHz: 500_001, toleranceHz: 500_000 } } },
  },
  {
    why: 'drops one that is slower by one more',
    vm: { usesTscFrequency: true },
    source: { tsc: { frequencyHz: 2_000_000_000, scaling: false } },
    host: { tsc: { frequencyHz: 1_999_499_999, scaling: false } },
    expected: { kind: 'dropped', reason: { code: 'tsc-differs', values: { offHz: 500_001 } } },
  },
  {
    why: 'rounds what is borne down',
    vm: { usesTscFrequency: true },
    source: { tsc: { frequencyHz: 2_000_003_999, scaling: false } },
    host: { tsc: { frequencyHz: 2_000_504_000, scaling: false } },
    expected: { kind: 'dropped', reason: { code: 'tsc-differs', values: { offHz: 500_001, toleranceHz: 500_000 } } },
  },
  {
    why: 'compares the whole part',
    vm: { usesTscFrequency: true },
    source: { tsc: { frequencyHz: 2_000_000_000.9, scaling: false } },
    host: { tsc: { frequencyHz: 2_000_500_000.1, scaling: false } },
    expected: { kind: 'kept', reason: { code: 'tsc-within' } },
  },
  {
    why: 'keeps any host that can scale',
    vm: { usesTscFrequency: true },
    source: { tsc: { frequencyHz: 2_000_000_000, scaling: false } },
    host: { tsc: { frequencyHz: 1, scaling: true } },
    expected: { kind: 'kept', reason: { code: 'tsc-scaling' } },
  },
  {
    why: 'lets all pass from a source of unknown frequency, as the engine does',
    vm: { usesTscFrequency: true },
    source: {},
    host: { tsc: { frequencyHz: 1, scaling: false } },
    expected: { kind: 'kept', reason: { code: 'tsc-source-unknown' } },
  },
  {
    why: 'lets all pass from a source nobody told of',
    vm: { usesTscFrequency: true },
    host: { tsc: { frequencyHz: 1, scaling: false } },
    expected: { kind: 'kept', reason: { code: 'tsc-source-unknown' } },
  },
  {
    why: 'does not guess the frequency of the other host',
    vm: { usesTscFrequency: true },
    source: { tsc: { frequencyHz: 2_000_000_000, scaling: false } },
    expected: { kind: 'unknown', field: 'host.tsc' },
  },
]

describe('Migration-Tsc-Frequency', () => {
  it.each(cases)('$why', ({ vm = {}, source, host = {}, expected }) => {
    const judged = aHostFacts(host)
    const hosts = source ? [judged, aHostFacts({ id: 'source', ...source })] : [judged]
    expect(verdictOf(tscFrequencyFilter, aVmFacts({ hostId: 'source', ...vm }), judged, { hosts })).toMatchObject(
      expected,
    )
  })
})
