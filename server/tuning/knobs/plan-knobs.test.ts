import { describe, expect, it } from 'vitest'
import type { KsmTune } from '../../../shared/model/host-knobs.ts'
import type { GuestReading, KsmReading } from '../../../shared/model/host-reading.ts'
import type { GuestRequest } from '../../../shared/plan/knob-decision.ts'
import { aGuestReading } from '../../../test/fakes/host-readings.ts'
import type { Value } from '../../language/value.ts'
import type { DraftedLimit } from '../collectors/io-draft.ts'
import { planBalloon } from './plan-balloon.ts'
import { planCpu } from './plan-cpu.ts'
import { planIo } from './plan-io.ts'
import { planKsm } from './plan-ksm.ts'
import { planRequest } from './plan-request.ts'
import type { Planned } from './planned-change.ts'

const GIB = 1_048_576

/** What is changed, or the code of why it cannot be; undefined: nothing at all. */
function outcome({ changes, problems }: Planned): unknown {
  const [first] = changes
  if (first === undefined) return problems[0]?.code
  const { change } = first
  return change.knob === 'balloon' ? change.toKiB : change.knob === 'request' ? change.request : change.to
}

describe('planBalloon', () => {
  const balloon = { currentKiB: 3 * GIB, maxKiB: 4 * GIB, minKiB: GIB, enabled: true }
  const cases: {
    why: string
    wanted: Value
    reading?: GuestReading['balloon']
    askedKiB?: number
    expected: unknown
    by?: string
  }[] = [
    { why: 'takes what the policy wants', wanted: 2 * GIB, expected: 2 * GIB },
    { why: 'cuts fractions off towards zero', wanted: 2 * GIB + 0.99, expected: 2 * GIB },
    { why: 'takes integers', wanted: 2_500_000n, expected: 2_500_000 },
    { why: 'never goes below the guarantee', wanted: 5, expected: GIB, by: 'guarantee' },
    { why: 'never goes below it for a negative target', wanted: -5n, expected: GIB, by: 'guarantee' },
    { why: 'never goes above the maximum', wanted: 9 * GIB, expected: 4 * GIB, by: 'maximum' },
    { why: 'is silent without the control', wanted: null, expected: undefined },
    { why: 'is silent below its resolution', wanted: 3 * GIB - 1_023, expected: undefined },
    { why: 'speaks at its resolution', wanted: 3 * GIB - 1_024, expected: 3 * GIB - 1_024 },
    {
      why: 'gives the last small piece up to the maximum',
      wanted: 4 * GIB,
      reading: { ...balloon, currentKiB: 4 * GIB - 10 },
      expected: 4 * GIB,
    },
    { why: 'does not ask twice', wanted: 2 * GIB, askedKiB: 2 * GIB + 100, expected: undefined },
    { why: 'asks for the way back', wanted: 3 * GIB, askedKiB: 2 * GIB, expected: 3 * GIB },
    {
      why: 'counts the target that the host tells',
      wanted: 2 * GIB,
      reading: { ...balloon, targetKiB: 2 * GIB },
      expected: undefined,
    },
    {
      why: 'leaves a guest what it needs where no guarantee is known',
      wanted: 1,
      reading: { currentKiB: 3 * GIB, maxKiB: 4 * GIB },
      expected: 262_144,
      by: 'guarantee',
    },
    {
      why: 'never asks for more than a small guest has',
      wanted: 1,
      reading: { currentKiB: 131_072, maxKiB: 131_072 },
      expected: undefined,
    },
    { why: 'refuses a text', wanted: '2000000', expected: 'control-type' },
    { why: 'refuses infinity', wanted: Number.POSITIVE_INFINITY, expected: 'control-type' },
    { why: 'says that a balloon is off', wanted: GIB, reading: { ...balloon, enabled: false }, expected: 'no-balloon' },
  ]
  for (const { why, wanted, reading = balloon, askedKiB, expected, by } of cases) {
    it(why, () => {
      const result = planBalloon(aGuestReading({ balloon: reading }), { balloon_target: wanted }, askedKiB)
      expect(outcome(result)).toEqual(expected)
      const change = result.changes[0]?.change
      expect(change?.knob === 'balloon' ? change.limits?.map(limit => limit.by) : undefined).toEqual(by && [by])
    })
  }

  it('says that there is no balloon', () => {
    const { balloon: _, ...guest } = aGuestReading()
    expect(outcome(planBalloon(guest, { balloon_target: GIB }, undefined))).toBe('no-balloon')
  })
})

describe('planKsm', () => {
  const merging: KsmReading = { running: true, pagesToScan: 100, sleepMs: 20, mergeAcrossNodes: true, pagesShared: 9 }
  const stopped: KsmReading = { ...merging, running: false, pagesShared: 0 }
  const cases: {
    why: string
    controls: Record<string, Value>
    reading?: KsmReading | undefined
    last?: KsmTune
    expected: unknown
  }[] = [
    {
      why: 'names what differs and nothing else',
      controls: { ksm_run: 1n, ksm_pages_to_scan: 400.7, ksm_sleep_millisecs: 20n },
      expected: { pagesToScan: 400 },
    },
    { why: 'is silent where all is so', controls: { ksm_run: 1n, ksm_merge_across_nodes: 1n }, expected: undefined },
    { why: 'stops', controls: { ksm_run: 0n }, expected: { run: 'stop' } },
    { why: 'starts', controls: { ksm_run: true }, reading: stopped, expected: { run: 'merge' } },
    { why: 'takes merged pages apart', controls: { ksm_run: 2n }, expected: { run: 'unmerge' } },
    {
      why: 'asks again while pages are shared',
      controls: { ksm_run: 2n },
      reading: { ...stopped, pagesShared: 3 },
      last: { run: 'unmerge' },
      expected: { run: 'unmerge' },
    },
    {
      why: 'is done when none is',
      controls: { ksm_run: 2n },
      reading: stopped,
      last: { run: 'unmerge' },
      expected: undefined,
    },
    { why: 'keeps the range', controls: { ksm_pages_to_scan: -3n }, expected: { pagesToScan: 1 } },
    { why: 'keeps the range of run', controls: { ksm_run: 7n }, reading: stopped, expected: { run: 'unmerge' } },
    {
      why: 'remembers what the host does not tell',
      controls: { ksm_merge_across_nodes: 0n },
      reading: { running: true },
      last: { mergeAcrossNodes: false },
      expected: undefined,
    },
    { why: 'refuses a text', controls: { ksm_run: 'yes' }, expected: 'control-type' },
    { why: 'says that there is no KSM', controls: { ksm_run: 1n }, reading: undefined, expected: 'no-ksm' },
    { why: 'is silent without controls, KSM or not', controls: {}, reading: undefined, expected: undefined },
  ]
  for (const { why, controls, expected, last = {}, ...rest } of cases) {
    const reading = 'reading' in rest ? rest.reading : merging
    it(why, () => expect(outcome(planKsm(reading, controls, last))).toEqual(expected))
  }
})

describe('planCpu', () => {
  const cases: {
    why: string
    quota?: Value
    period?: Value
    now?: NonNullable<GuestReading['cpuTune']>
    expected: unknown
  }[] = [
    { why: 'limits', quota: 50_000n, period: 100_000n, expected: { quotaUs: 50_000 } },
    {
      why: 'compares after rounding',
      quota: 37_714.28,
      now: { quotaUs: 37_714, periodUs: 100_000 },
      expected: undefined,
    },
    { why: 'takes -1 as no limit', quota: -1n, period: 100_000n, expected: undefined },
    {
      why: 'takes what cgroups tell as no limit',
      quota: 17_592_186_044_415n,
      now: { quotaUs: 5_000, periodUs: 100_000 },
      expected: { quotaUs: 'unlimited' },
    },
    {
      why: 'shortens a period that no host takes, and its quota with it',
      quota: 2_200n,
      period: 2_000_000n,
      expected: { quotaUs: 1_100, periodUs: 1_000_000 },
    },
    { why: 'gives a vCPU at least 1 ms', quota: 10n, expected: { quotaUs: 1_000 } },
    { why: 'changes the period alone', period: 50_000n, expected: { periodUs: 50_000 } },
    { why: 'is silent without controls', expected: undefined },
    { why: 'refuses a text', quota: 'much', expected: 'control-type' },
  ]
  for (const { why, quota, period, now = { quotaUs: 'unlimited' as const, periodUs: 100_000 }, expected } of cases) {
    it(why, () => {
      const controls = {
        ...(quota !== undefined && { vcpu_quota: quota }),
        ...(period !== undefined && { vcpu_period: period }),
      }
      expect(outcome(planCpu(aGuestReading({ cpuTune: now }), controls))).toEqual(expected)
    })
  }
})

describe('planIo', () => {
  const vmId = aGuestReading().id
  const draft = (limits: Record<string, Value>): DraftedLimit[] =>
    Object.entries(limits).map(([field, value]) => ({
      vmId,
      device: 'vda',
      field: field as DraftedLimit['field'],
      value,
    }))
  const cases: { why: string; limits: Record<string, Value>; now?: object; expected: unknown }[] = [
    { why: 'limits', limits: { total_bytes_sec: 1_000_000n }, expected: { totalBytesPerS: 1_000_000 } },
    {
      why: 'names what differs and nothing else',
      limits: { read_iops_sec: 5n, write_iops_sec: 7n },
      now: { readIops: 5 },
      expected: { writeIops: 7 },
    },
    {
      why: 'lifts with zero',
      limits: { total_iops_sec: 0n },
      now: { totalIops: 9 },
      expected: { totalIops: 'unlimited' },
    },
    { why: 'is silent where there is no limit to lift', limits: { total_iops_sec: 0n }, expected: undefined },
    { why: 'leaves with nil', limits: { total_iops_sec: null }, now: { totalIops: 9 }, expected: undefined },
    {
      why: 'refuses a total beside its parts',
      limits: { total_iops_sec: 9n },
      now: { readIops: 3 },
      expected: 'limits-exclude',
    },
    {
      why: 'changes from parts to a total',
      limits: { total_iops_sec: 9n, read_iops_sec: 0n },
      now: { readIops: 3 },
      expected: { totalIops: 9, readIops: 'unlimited' },
    },
    { why: 'refuses a negative limit', limits: { total_iops_sec: -9n }, expected: 'control-type' },
  ]
  for (const { why, limits, now = {}, expected } of cases) {
    it(why, () => {
      const guest = aGuestReading({ disks: [{ device: 'vda', limits: now }] })
      expect(outcome(planIo(guest, draft(limits)))).toEqual(expected)
    })
  }

  it('leaves a disk alone that is gone', () => {
    expect(outcome(planIo(aGuestReading({ disks: [] }), draft({ total_iops_sec: 9n })))).toBeUndefined()
  })
})

describe('planRequest', () => {
  const cases: { why: string; controls: Record<string, Value>; asked?: GuestRequest; expected: unknown }[] = [
    { why: 'asks for a stop', controls: { power_request: 'suspend' }, expected: 'suspend' },
    { why: 'asks for a move', controls: { migrate_request: 'short of memory' }, expected: 'migrate' },
    {
      why: 'asks for the stop rather than the move',
      controls: { power_request: 'shutdown', migrate_request: 'x' },
      expected: 'shutdown',
    },
    { why: 'does not ask twice', controls: { power_request: 'suspend' }, asked: 'suspend', expected: undefined },
    {
      why: 'asks for more than before',
      controls: { power_request: 'shutdown' },
      asked: 'suspend',
      expected: 'shutdown',
    },
    { why: 'knows no other stop', controls: { power_request: 'destroy' }, expected: 'control-type' },
    { why: 'wants to know why', controls: { migrate_request: ' ' }, expected: 'control-type' },
    { why: 'is silent', controls: {}, expected: undefined },
  ]
  for (const { why, controls, asked, expected } of cases)
    it(why, () => expect(outcome(planRequest(aGuestReading(), controls, asked))).toEqual(expected))
})
