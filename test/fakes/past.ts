/** A past that a service can be started with: what takes an hour to come about, or a busy year. */
import { join } from 'node:path'
import { openStore } from '../../server/store/open-store.ts'
import type { AuditEntry } from '../../shared/plan/audit-entry.ts'
import type { Delivery } from '../../shared/plan/delivery.ts'
import type { Run } from '../../shared/plan/run.ts'
import { anAuditEntry } from '../contracts/audit-entry.ts'
import { aRecommendation, aRun, aStep } from './builders.ts'

const MINUTE_MS = 60_000
const cluster = { id: 'id-branch', name: 'Branch' }
const admin = { id: 'user-admin', name: 'admin@internal' }
const eva = { id: 'user-eva', name: 'eva@internal' }
const service = { id: 'ovirt-scheduler', name: 'ovirt-scheduler' }
const host = (name: string) => ({ id: `id-${name}`, name })
const move = { vm: { id: 'id-db-07', name: 'db-07' }, from: host('host3'), to: host('host1') }

/** host3 was to go from 91 % CPU to 74 %; what came is given, the latest last. */
export function aDelivery(
  runId: string,
  endedAtMs: number,
  came: readonly (readonly [minutes: number, cpuPercent: number, share?: number])[],
): Delivery {
  return {
    runId,
    cluster,
    unitId: 'planner',
    endedAtMs,
    promised: [
      {
        host: host('host3'),
        memoryBeforePercent: 62,
        memoryPromisedPercent: 55,
        cpuBeforePercent: 91,
        cpuPromisedPercent: 74,
      },
      {
        host: host('host1'),
        memoryBeforePercent: 40,
        memoryPromisedPercent: 47,
        cpuBeforePercent: 41,
        cpuPromisedPercent: 55,
      },
    ],
    measured: came.map(([afterMinutes, cpuPercent, share]) => ({
      afterMinutes,
      atMs: endedAtMs + afterMinutes * MINUTE_MS,
      hosts: [
        { host: host('host3'), memoryPercent: 56, cpuPercent },
        { host: host('host1'), memoryPercent: 46, cpuPercent: 54 },
      ],
      ...(share !== undefined && { share }),
    })),
  }
}

/** One entry of each kind, the newest first, a minute apart. */
export function entriesOfEachKind(nowMs: number): AuditEntry[] {
  const unit = { id: 'night-shift', source: 'night-shift.py', checksum: 'ab'.repeat(32) }
  const kinds: Partial<AuditEntry>[] = [
    { action: 'apply', detail: { runId: 'r', ...move } },
    { action: 'plan', detail: { objective: 'balance', moves: 3 } },
    { action: 'dismiss', by: eva, detail: { ...move, why: '=HYPERLINK("x")' } },
    { action: 'snooze', by: eva, detail: { ...move, untilMs: Date.parse('2026-08-20T08:00:00') } },
    { action: 'wake', by: eva, detail: move },
    { action: 'cancel', by: eva, subject: 'r', detail: { skipped: 2 } },
    { action: 'stop', cluster: undefined, detail: { why: 'The storage is being repaired' } },
    { action: 'resume', cluster: undefined },
    { action: 'freeze', by: service, detail: { because: 'Two of the last five runs failed.' } },
    { action: 'thaw' },
    {
      action: 'edit_policy',
      detail: {
        before: { policyId: 'p', properties: { HighUtilization: '80', CpuOverCommitDurationMinutes: null } },
        after: { policyId: 'p', properties: { HighUtilization: '70', CpuOverCommitDurationMinutes: '2' } },
      },
    },
    {
      action: 'edit_policy_units',
      cluster: undefined,
      detail: {
        policy: { id: 'p', name: 'mine' },
        before: { 'EvenCpu (weight)': 'factor 2', 'Memory (filter)': null },
        after: { 'EvenCpu (weight)': 'factor 5', 'Memory (filter)': 'first' },
      },
    },
    {
      action: 'copy_policy',
      cluster: undefined,
      detail: { from: { id: 'o', name: 'power_saving' }, policy: { id: 'p', name: 'mine' } },
    },
    { action: 'edit_automation', detail: { before: { mode: 'approve' }, after: { mode: 'automatic', level: 3 } } },
    {
      action: 'edit_tuning',
      detail: { before: { mode: 'observe', takeOver: false }, after: { mode: 'enforce', takeOver: false } },
    },
    { action: 'edit_host_policy', detail: { policy: '20_mine', before: null, after: '(defvar mine 1)' } },
    { action: 'reset_host_policies', detail: { dropped: { '20_mine': '(defvar mine 1)' } } },
    {
      action: 'ask_guest',
      detail: {
        vm: { id: 'vm7', name: 'db-07' },
        host: { id: 'host3', name: 'host3' },
        request: 'migrate',
        because: 'Short of memory.',
      },
    },
    { action: 'step', detail: { state: 'done', ...move } },
    { action: 'step', detail: { state: 'failed', ...move, problem: 'The engine refused it.' } },
    { action: 'unit_added', by: service, cluster: undefined, subject: unit.id, detail: { after: unit } },
    {
      action: 'unit_changed',
      by: service,
      cluster: undefined,
      subject: unit.id,
      detail: { before: unit, after: unit },
    },
    { action: 'unit_removed', by: service, cluster: undefined, subject: unit.id, detail: { before: unit } },
    {
      action: 'unit_quarantined',
      by: service,
      cluster: undefined,
      subject: unit.id,
      detail: { source: unit.source, problem: 'did not answer within 2 s' },
    },
    { action: 'unit_reloaded', cluster: undefined, subject: unit.id },
    { action: 'unit_disabled', by: eva, cluster: undefined, subject: unit.id, detail: { why: 'It rejects too much' } },
    { action: 'unit_enabled', by: eva, cluster: undefined, subject: unit.id, detail: { why: '' } },
    {
      ...{ action: 'restore_store', by: eva, cluster: undefined, subject: 'store' },
      detail: { backupAt: '2026-08-19T11:00:00.000Z', damagedFile: 'scheduler.db.damaged' },
    },
    {
      ...{ action: 'edit_log_level', by: eva, cluster: undefined, subject: 'log' },
      detail: { before: 'info', after: 'debug', minutes: 60 },
    },
  ]
  return kinds.map((over, at) =>
    anAuditEntry({ id: `kind-${at}`, atMs: nowMs - at * MINUTE_MS, by: admin, cluster, ...over }),
  )
}

const ran = (id: string, createdAtMs: number, isDone: boolean): Run =>
  aRun({
    id,
    recommendationId: `of-${id}`,
    cluster,
    requestedBy: isDone ? admin : service,
    state: isDone ? 'done' : 'failed',
    createdAtMs,
    updatedAtMs: createdAtMs + MINUTE_MS,
    endedAtMs: createdAtMs + MINUTE_MS,
    steps: [
      aStep({
        ...move,
        state: isDone ? 'done' : 'failed',
        progressPercent: 100,
        startedAtMs: createdAtMs,
        endedAtMs: createdAtMs + MINUTE_MS,
        ...(!isDone && { problem: { code: 'engine-refused', values: {}, text: 'The engine refused it.' } }),
      }),
    ],
  })

/** Writes the past into the data directory of a demo that has not started yet: runs, deliveries, and so many entries of steps. */
export async function writePast(dataDir: string, steps: number): Promise<void> {
  const nowMs = Date.now()
  const file = join(dataDir, 'ovirt-scheduler.db')
  const store = await openStore({
    file,
    reportBadRow: row => {
      throw new Error(`${row.table} ${row.id}: ${row.problem}`)
    },
  })
  for (let at = 0; at < 12; at++) {
    const run = ran(`past-${at}`, nowMs - (at * 37 + 4) * MINUTE_MS, at % 4 !== 3)
    const recommendation = aRecommendation({ id: run.recommendationId, cluster, createdAtMs: run.createdAtMs })
    const explanation = { skippedHosts: [], skippedVms: [] }
    await store.insertRecommendation({ recommendation, explanation })
    const audit = anAuditEntry({ id: `applied-${at}`, atMs: run.createdAtMs, cluster, detail: move })
    await store.acceptRun({ ...recommendation, state: 'applying' }, run, audit)
    const ended = { ...recommendation, state: run.state === 'done' ? ('applied' as const) : ('failed' as const) }
    await store.changeRun(run.id, () => ({ run, recommendation: ended }))
  }
  const deliveries = [
    aDelivery('past-0', nowMs - 3 * MINUTE_MS, []),
    aDelivery('past-1', nowMs - 40 * MINUTE_MS, [[15, 76, 0.88]]),
    aDelivery('past-2', nowMs - 77 * MINUTE_MS, [
      [15, 76, 0.88],
      [60, 75, 0.94],
    ]),
    aDelivery('past-4', nowMs - 151 * MINUTE_MS, [
      [15, 83],
      [60, 85],
    ]),
    aDelivery('past-5', nowMs - 188 * MINUTE_MS, [[60, 88, 0.18]]),
    aDelivery('past-6', nowMs - 225 * MINUTE_MS, [
      [15, 74, 1],
      [60, 73, 0.96],
    ]),
    aDelivery('past-8', nowMs - 299 * MINUTE_MS, [[15, 78, 0.8]]),
  ]
  for (const delivery of deliveries) await store.putDelivery(delivery)
  const long = Array.from({ length: steps }, (_, at) =>
    anAuditEntry({
      id: `step-${at}`,
      atMs: nowMs - (at + 30) * MINUTE_MS,
      action: 'step',
      by: at % 3 === 0 ? service : admin,
      cluster,
      detail: { state: 'done', ...move, vm: { id: `vm-${at}`, name: `web-${at}` } },
    }),
  )
  // Units of the site are none of it; this writes many entries at once.
  await store.replaceKnownUnits([], [...entriesOfEachKind(nowMs - MINUTE_MS), ...long])
  await store.close()
}
