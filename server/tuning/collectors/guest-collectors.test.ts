import { describe, expect, it } from 'vitest'
import type { AgentMemory, GuestReading, VcpuReading } from '../../../shared/model/host-reading.ts'
import { aGuestReading } from '../../../test/fakes/host-readings.ts'
import type { Value } from '../../language/value.ts'
import type { GuestCollector, GuestContext } from './collector.ts'
import { guestBalloon, guestBalloonOptional } from './guest-balloon.ts'
import { guestCpuTune, guestLoad } from './guest-cpu.ts'
import { guestMemory, guestMemoryOptional, guestQemuAgent } from './guest-memory.ts'
import { guestQemuProc } from './guest-process.ts'
import { guestSla } from './guest-sla.ts'
import { createIoDraft } from './io-draft.ts'

type Given = { [Key in keyof GuestReading]?: GuestReading[Key] | undefined }
type Row = Readonly<{
  why: string
  now?: Given
  before?: Given
  elapsedMs?: number
  sla?: GuestContext['sla']
  /** Fields with undefined are absent. */
  expected: Readonly<Record<string, Value | undefined>> | undefined
}>

const reading = (given: Given | undefined) => aGuestReading(given as Partial<GuestReading>)

function table(collector: GuestCollector, rows: readonly Row[]): void {
  describe(collector.name, () => {
    for (const { why, now, before, elapsedMs = 10_000, sla, expected } of rows) {
      it(why, () => {
        const readings = { now: reading(now), before: before && reading(before), elapsedMs }
        const context = { atMs: 0, intervalS: 10, io: createIoDraft(), sla }
        const sample = collector.collect(readings, context)
        if (expected === undefined) expect(sample).toBeUndefined()
        const fields = Object.keys(expected ?? {})
        expect(Object.fromEntries(fields.map(field => [field, sample?.[field]]))).toEqual(expected ?? {})
        const declared = [...collector.mandatory, ...collector.optional]
        expect(Object.keys(sample ?? {}).filter(field => !declared.includes(field))).toEqual([])
      })
    }
  })
}

table(guestQemuProc, [
  {
    why: 'counts faults since the sample before, and memory in pages',
    now: { qemuMinorFaults: 120, qemuMajorFaults: 7, residentKiB: 4099 },
    before: { qemuMinorFaults: 100, qemuMajorFaults: 7 },
    expected: { host_minor_faults: 20n, host_major_faults: 0n, rss: 1024n },
  },
  {
    why: 'has no faults at first',
    now: { qemuMinorFaults: 120, qemuMajorFaults: 7, residentKiB: 0 },
    expected: { host_minor_faults: 0n, host_major_faults: 0n, rss: 0n },
  },
  {
    why: 'starts anew with its QEMU',
    now: { qemuMinorFaults: 3, qemuMajorFaults: 1 },
    before: { qemuMinorFaults: 100, qemuMajorFaults: 0 },
    expected: { host_minor_faults: 0n, host_major_faults: 1n },
  },
  {
    why: 'is nil, and in nobody’s way, where the host is read from afar',
    now: { residentKiB: undefined },
    before: { qemuMinorFaults: 1 },
    expected: { host_minor_faults: null, host_major_faults: null, rss: null },
  },
])

const memory = { totalKiB: 1000, unusedKiB: 300 }
const rates = { majorFaultsPerS: 1.9, minorFaultsPerS: 250, swapInKiBPerS: 0, swapOutKiBPerS: 12.5 }

for (const collector of [guestMemory, guestMemoryOptional]) {
  table(collector, [
    {
      why: 'has sizes in kB and rates per second',
      now: { guestMemory: { ...memory, ...rates, swapTotalKiB: 70, swapUsedKiB: 0 } },
      expected: {
        mem_available: 1000n,
        mem_unused: 300n,
        major_fault: 1n,
        minor_fault: 250n,
        swap_in: 0n,
        swap_out: 12n,
        swap_total: 70n,
        swap_usage: 0n,
      },
    },
    {
      why: 'is nil for rates before the second time that the guest told',
      now: { guestMemory: memory },
      expected: {
        mem_unused: 300n,
        major_fault: null,
        minor_fault: null,
        swap_in: null,
        swap_out: null,
        mem_free: null,
      },
    },
    {
      why: 'counts caches as free',
      now: { guestMemory: { ...memory, diskCachesKiB: 50, usableKiB: 320 } },
      expected: { mem_free: 350n },
    },
    {
      why: 'takes what is usable where caches are not told',
      now: { guestMemory: { ...memory, usableKiB: 320 } },
      expected: { mem_free: 320n },
    },
    {
      why: 'lacks what the guest did not tell of its size',
      now: { guestMemory: { usableKiB: 320 } },
      expected: { mem_available: undefined, mem_unused: undefined, mem_free: 320n },
    },
    {
      why: 'knows a guest without free memory',
      now: { guestMemory: { totalKiB: 1000, unusedKiB: 0 } },
      expected: { mem_unused: 0n },
    },
    { why: 'is silent without a driver in the guest', now: { guestMemory: undefined }, expected: undefined },
  ])
}

const agent: AgentMemory = {
  totalKiB: 1000,
  unusedKiB: 100,
  buffersKiB: 20,
  cachedKiB: 3,
  swapTotalKiB: 50,
  swapFreeKiB: 50,
  majorFaults: 5,
  minorFaults: 6000,
  swapInPages: 40,
  swapOutPages: 41,
}

table(guestQemuAgent, [
  {
    why: 'has what the guest’s kernel tells',
    now: { agentMemory: agent },
    before: { agentMemory: { ...agent, majorFaults: 1, swapInPages: 30, swapOutPages: 41 } },
    expected: {
      mem_available: 1000n,
      mem_unused: 100n,
      mem_free: 123n,
      major_fault: 5n,
      minor_fault: 6000n,
      swap_in: 10n,
      swap_out: 0n,
      swap_total: 50n,
      swap_usage: 0n,
    },
  },
  {
    why: 'has swapped nothing at first',
    now: { agentMemory: agent },
    before: {},
    expected: { swap_in: 0n, swap_out: 0n },
  },
  {
    why: 'is nil for what is not told',
    now: { agentMemory: { totalKiB: 1000, unusedKiB: 0, swapTotalKiB: 50 } },
    expected: {
      mem_unused: 0n,
      mem_free: null,
      major_fault: null,
      minor_fault: null,
      swap_in: null,
      swap_out: null,
      swap_total: 50n,
      swap_usage: null,
    },
  },
  { why: 'is silent without an agent', expected: undefined },
])

for (const collector of [guestBalloon, guestBalloonOptional]) {
  table(collector, [
    {
      why: 'has what the guest has, may have and is guaranteed',
      now: { balloon: { currentKiB: 30, maxKiB: 40, minKiB: 10 } },
      expected: { balloon_cur: 30n, balloon_max: 40n, balloon_min: 10n },
    },
    {
      why: 'guarantees nothing where nobody does, and takes the guest’s memory for its most',
      now: { balloon: { currentKiB: 30 }, memoryKiB: 50 },
      expected: { balloon_cur: 30n, balloon_max: 50n, balloon_min: 0n },
    },
    {
      why: 'lacks a most that nobody tells',
      now: { balloon: { currentKiB: 0 }, memoryKiB: undefined },
      expected: { balloon_cur: 0n, balloon_max: undefined },
    },
    { why: 'is silent without a balloon', now: { balloon: undefined }, expected: undefined },
  ])
}

table(guestCpuTune, [
  {
    why: 'has quota, period, limit and count',
    now: { cpuTune: { quotaUs: 50_000, periodUs: 100_000 }, cpuLimitPercent: 25, vcpuCount: 3 },
    expected: { vcpu_quota: 50_000n, vcpu_period: 100_000n, vcpu_user_limit: 25n, vcpu_count: 3n },
  },
  {
    why: 'says -1 for no quota, 100 for no limit, 0 for a period that is not told',
    now: { cpuTune: { quotaUs: 'unlimited' } },
    expected: { vcpu_quota: -1n, vcpu_period: 0n, vcpu_user_limit: 100n },
  },
  {
    why: 'says the same where a quota was never set',
    now: { cpuTune: undefined },
    expected: { vcpu_quota: -1n, vcpu_period: 0n },
  },
  {
    why: 'cuts a limit as MOM does',
    now: { cpuLimitPercent: 33.7 },
    expected: { vcpu_user_limit: 33n },
  },
  { why: 'lacks a count that is not told', now: { vcpuCount: undefined }, expected: { vcpu_count: undefined } },
  { why: 'takes no vCPUs for not told', now: { vcpuCount: 0 }, expected: { vcpu_count: undefined, vcpu_quota: -1n } },
])

const SECOND_NS = 1e9
const waited = (...delays: (number | undefined)[]): VcpuReading[] =>
  delays.map((seconds, index) => ({ index, ...(seconds !== undefined && { delayNs: seconds * SECOND_NS }) }))

table(guestLoad, [
  { why: 'takes the host’s word', now: { cpuPercent: 180.5 }, expected: { cpu_usage_pct: 180.5, steal_pct: null } },
  { why: 'knows an idle guest', now: { cpuPercent: 0 }, expected: { cpu_usage_pct: 0 } },
  {
    why: 'computes use of a counter: 100 is one CPU',
    now: { cpuPercent: undefined, cpuTimeNs: 20 * SECOND_NS },
    before: { cpuTimeNs: 5 * SECOND_NS },
    expected: { cpu_usage_pct: 150 },
  },
  {
    why: 'knows nothing after the counter went back',
    now: { cpuPercent: undefined, cpuTimeNs: SECOND_NS, vcpus: waited(1) },
    before: { cpuTimeNs: 5 * SECOND_NS, vcpus: waited(5) },
    expected: { cpu_usage_pct: null, steal_pct: null },
  },
  {
    why: 'knows nothing of no time',
    now: { cpuPercent: undefined, vcpus: waited(2) },
    before: { vcpus: waited(1) },
    elapsedMs: 0,
    expected: { cpu_usage_pct: null, steal_pct: null },
  },
  {
    why: 'knows nothing at first',
    now: { cpuPercent: undefined, vcpus: waited(2) },
    expected: { cpu_usage_pct: null, steal_pct: null },
  },
  {
    why: 'is the mean of vCPUs that waited',
    now: { vcpus: waited(5, 1) },
    before: { vcpus: waited(0, 0) },
    expected: { steal_pct: 30 },
  },
  {
    why: 'leaves out vCPUs that tell nothing or are new',
    now: { vcpus: waited(5, undefined, 9) },
    before: { vcpus: waited(4, 0) },
    expected: { steal_pct: 10 },
  },
  {
    why: 'is never more than all of the time',
    now: { vcpus: waited(500) },
    before: { vcpus: waited(0) },
    expected: { steal_pct: 100 },
  },
  {
    why: 'knows a guest that never waits',
    now: { vcpus: waited(4) },
    before: { vcpus: waited(4) },
    expected: { steal_pct: 0 },
  },
  { why: 'has no steal without vCPUs', now: { vcpus: [] }, before: { vcpus: [] }, expected: { steal_pct: null } },
])

table(guestSla, [
  {
    why: 'has what the manager says',
    sla: { slaClass: 'gold', priority: 7, isMigratable: true, guaranteedPercent: 75 },
    expected: { sla_class: 'gold', priority: 7n, migratable: 1n, mem_guaranteed_pct: 75 },
  },
  {
    why: 'knows zero from absent',
    sla: { priority: 0, isMigratable: false, guaranteedPercent: 0 },
    expected: { sla_class: null, priority: 0n, migratable: 0n, mem_guaranteed_pct: 0 },
  },
  {
    why: 'is nil for what it does not say',
    sla: {},
    expected: { sla_class: null, priority: null, migratable: null, mem_guaranteed_pct: null },
  },
  { why: 'is silent where it says nothing', expected: undefined },
])
