import { describe, expect, it } from 'vitest'
import type { HostReading, KsmReading } from '../../../shared/model/host-reading.ts'
import { aHostReading } from '../../../test/fakes/host-readings.ts'
import type { Value } from '../../language/value.ts'
import type { HostCollector, HostContext } from './collector.ts'
import { hostCpu, hostNuma, hostPressure } from './host-cpus.ts'
import { hostKsm } from './host-ksm.ts'
import { hostMemory } from './host-memory.ts'
import { hostTime } from './host-time.ts'

const context = { atMs: 0, intervalS: 10 }
/** Fields of `expected` with undefined are absent. */
type Row = Readonly<{
  why: string
  now?: Partial<HostReading>
  before?: Partial<HostReading>
  context?: Partial<HostContext>
  expected: Readonly<Record<string, Value | undefined>> | undefined
}>

function table(collector: HostCollector, rows: readonly Row[]): void {
  describe(collector.name, () => {
    for (const { why, now, before, context: more, expected } of rows) {
      it(why, () => {
        const readings = { now: aHostReading(now), before: before && aHostReading(before), elapsedMs: 10_000 }
        const sample = collector.collect(readings, { ...context, ...more })
        if (expected === undefined) expect(sample).toBeUndefined()
        const fields = Object.keys(expected ?? {})
        expect(Object.fromEntries(fields.map(field => [field, sample?.[field]]))).toEqual(expected ?? {})
      })
    }
    it('tells fields that it declares, and no other', () => {
      const fields = Object.keys(collector.collect({ now: aHostReading() }, { ...context, guestsKiB: 1 }) ?? {})
      expect(new Set(fields)).toEqual(new Set([...collector.mandatory, ...collector.optional]))
    })
  })
}

const full = { totalKiB: 1000, freeKiB: 100, buffersKiB: 20, cachedKiB: 3, availableKiB: 999, anonymousKiB: 400 }
const swapped = (inPages: number, outPages: number) => ({ totalKiB: 50, freeKiB: 30, inPages, outPages })

table(hostMemory, [
  {
    why: 'counts buffers and caches as free',
    now: { memory: full },
    expected: { mem_available: 1000n, mem_unused: 100n, mem_free: 123n, anon_pages: 400n },
  },
  {
    why: 'takes the sum where the host tells nothing else',
    now: { memory: { totalKiB: 1000, availableKiB: 250 } },
    expected: { mem_available: 1000n, mem_unused: null, mem_free: 250n, anon_pages: null },
  },
  {
    why: 'takes the sum where a part of it is not told',
    now: { memory: { totalKiB: 1000, freeKiB: 100, cachedKiB: 3, availableKiB: 250 } },
    expected: { mem_unused: 100n, mem_free: 250n },
  },
  {
    why: 'does not take what is unused for what is free',
    now: { memory: { totalKiB: 1000, freeKiB: 100 } },
    expected: { mem_available: 1000n, mem_unused: 100n, mem_free: undefined },
  },
  {
    why: 'knows zero from absent',
    now: { memory: { totalKiB: 1000, freeKiB: 0, buffersKiB: 0, cachedKiB: 0, anonymousKiB: 0 } },
    expected: { mem_unused: 0n, mem_free: 0n, anon_pages: 0n },
  },
  {
    why: 'has no total where it is 0',
    now: { memory: { ...full, totalKiB: 0 } },
    expected: { mem_available: undefined, mem_free: 123n },
  },
  {
    why: 'is nil for swap that is not told',
    now: { swap: undefined } as Partial<HostReading>,
    expected: { swap_total: null, swap_usage: null, swap_in: null, swap_out: null },
  },
  {
    why: 'has swapped nothing at first',
    now: { swap: swapped(700, 900) },
    expected: { swap_total: 50n, swap_usage: 20n, swap_in: 0n, swap_out: 0n },
  },
  {
    why: 'counts pages since the sample before',
    now: { swap: swapped(700, 900) },
    before: { swap: swapped(650, 900) },
    expected: { swap_in: 50n, swap_out: 0n },
  },
  {
    why: 'starts anew with a host that did',
    now: { swap: swapped(5, 1) },
    before: { swap: swapped(650, 0) },
    expected: { swap_in: 0n, swap_out: 1n },
  },
  {
    why: 'has no pages where only sizes are told',
    now: { swap: { totalKiB: 50, freeKiB: 60 } },
    expected: { swap_total: 50n, swap_usage: 0n, swap_in: null, swap_out: null },
  },
])

const ksm: KsmReading = {
  running: false,
  pagesToScan: 100,
  sleepMs: 20,
  mergeAcrossNodes: true,
  pagesShared: 5,
  pagesSharing: 0,
  pagesUnshared: 7,
  pagesVolatile: 8,
  fullScans: 9,
  cpuPercent: 3.99,
  shareableKiB: 4000,
}

table(hostKsm, [
  {
    why: 'has the figures of the kernel',
    now: { ksm },
    context: { guestsKiB: 1 },
    expected: {
      ksm_run: 0n,
      ksm_pages_to_scan: 100n,
      ksm_sleep_millisecs: 20n,
      ksm_merge_across_nodes: 1n,
      ksm_pages_shared: 5n,
      ksm_pages_sharing: 0n,
      ksm_pages_unshared: 7n,
      ksm_pages_volatile: 8n,
      ksm_full_scans: 9n,
      ksmd_cpu_usage: 3n,
      ksm_shareable: 4000n,
    },
  },
  {
    why: 'knows saved pages from saved memory, and the rest not',
    now: { ksm: { running: true, sharedKiB: 4096 } },
    context: { guestsKiB: 8000 },
    expected: {
      ksm_run: 1n,
      ksm_pages_sharing: 1024n,
      ksm_pages_shared: null,
      ksm_pages_to_scan: null,
      ksm_sleep_millisecs: null,
      ksm_merge_across_nodes: null,
      ksm_pages_unshared: null,
      ksm_pages_volatile: null,
      ksm_full_scans: null,
      ksmd_cpu_usage: null,
      ksm_shareable: 8000n,
    },
  },
  {
    why: 'does not say that it stands still where it is not told',
    now: { ksm: { pagesToScan: 100 } },
    expected: { ksm_run: null, ksm_pages_to_scan: 100n, ksm_pages_sharing: null },
  },
  { why: 'waits for the VMs, to know what could be merged', now: { ksm: {} }, expected: { ksm_shareable: undefined } },
  {
    why: 'has nothing to merge without VMs',
    now: { ksm: {} },
    context: { guestsKiB: 0 },
    expected: { ksm_shareable: 0n },
  },
  {
    why: 'is silent where the host tells nothing',
    now: { ksm: undefined } as Partial<HostReading>,
    expected: undefined,
  },
])

table(hostCpu, [
  { why: 'counts CPUs that are online', expected: { cpu_count: 2n } },
  { why: 'is silent where none is told', now: { cpus: [] }, expected: undefined },
])

table(hostPressure, [
  {
    why: 'is busy with programs and kernel, not with waiting',
    now: { use: { userPercent: 30, systemPercent: 10.5, idlePercent: 40, iowaitPercent: 19.5 } },
    expected: { cpu_busy_pct: 40.5 },
  },
  {
    why: 'is idle',
    now: { use: { userPercent: 0, systemPercent: 0, idlePercent: 100 } },
    expected: { cpu_busy_pct: 0 },
  },
  {
    why: 'is never more than busy',
    now: { use: { userPercent: 60, systemPercent: 60, idlePercent: 0 } },
    expected: { cpu_busy_pct: 100 },
  },
  { why: 'is silent before the second sample', now: { use: undefined } as Partial<HostReading>, expected: undefined },
])

table(hostNuma, [
  {
    why: 'lists nodes by their numbers',
    now: {
      numaNodes: [
        { id: 3, cpuIds: [], freeKiB: 0, totalKiB: 30 },
        { id: 1, cpuIds: [], totalKiB: 10 },
      ],
    },
    expected: { numa_mem_total: [10n, 30n], numa_mem_free: [null, 0n] },
  },
  { why: 'is silent where none is told', now: { numaNodes: [] }, expected: undefined },
])

table(hostTime, [
  {
    why: 'is the local time, whatever the time zone',
    context: { atMs: new Date(2026, 1, 3, 4, 5, 6, 78).getTime() },
    expected: {
      time_year: 2026n,
      time_month: 2n,
      time_day: 3n,
      time_hour: 4n,
      time_minute: 5n,
      time_second: 6n,
      time_microsecond: 78_000n,
    },
  },
])
