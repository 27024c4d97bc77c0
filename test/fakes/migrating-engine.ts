/** One VM in an engine that migrates it, in memory, with its own clock. It keeps a record of every call. */
import type { MigrationPort, VmNow } from '../../server/apply/ports.ts'
import type { SnapshotSource } from '../../server/model/snapshot-source.ts'
import { aHost, aSnapshot, aVm, NOON_MS } from './builders.ts'

export type EngineCall = 'migrate' | 'readVm' | 'trace' | 'refresh'

export type MigratingEngine = Readonly<{
  migrations: MigrationPort
  snapshots: SnapshotSource
  calls: readonly Readonly<{ call: EngineCall; atMs: number }>[]
  /** How many migrations really began. */
  started(): number
  vmNow(): VmNow
  now(): number
  pass(ms: number): void
}>

export type MigratingEngineOptions = Readonly<{
  migrationMs?: number
  /** Ends on the source, with an event. */
  fails?: boolean
  /** Declines this many requests before it takes one. */
  refusals?: number
}>

/** vm1 on host1; host2 has room. A second migration of a migrating VM is declined, as the engine does. */
export function migratingEngine(options: MigratingEngineOptions = {}): MigratingEngine {
  const { migrationMs = 30_000, fails = false } = options
  let refusals = options.refusals ?? 0
  let nowMs = NOON_MS
  let hostId = 'host1'
  let startedAtMs: number | undefined
  let started = 0
  let failed = false
  const traced = new Set<string>()
  const calls: { call: EngineCall; atMs: number }[] = []
  const record = (call: EngineCall) => calls.push({ call, atMs: nowMs })

  function pass(ms: number): void {
    nowMs += ms
    if (startedAtMs === undefined || nowMs - startedAtMs < migrationMs) return
    startedAtMs = undefined
    failed = fails
    if (!fails) hostId = 'host2'
  }

  const vmNow = (): VmNow =>
    startedAtMs === undefined
      ? { id: 'vm1', name: 'vm1', status: 'up', hostId }
      : {
          id: 'vm1',
          name: 'vm1',
          status: 'migrating',
          hostId,
          migrationPercent: Math.floor((100 * (nowMs - startedAtMs)) / migrationMs),
        }

  const snapshot = () =>
    aSnapshot({
      takenAtMs: nowMs,
      hosts: [aHost(), aHost({ id: 'host2' })],
      vms: [aVm({ ...statusOf(vmNow()), hostId })],
    })

  return {
    calls,
    started: () => started,
    vmNow,
    now: () => nowMs,
    pass,
    migrations: {
      async migrate({ correlationId }) {
        record('migrate')
        if (refusals > 0) {
          refusals -= 1
          return { ok: false, detail: 'Related operation is currently in progress.' }
        }
        if (startedAtMs !== undefined) return { ok: false, detail: 'Migration is already in progress.' }
        if (hostId === 'host2') return { ok: false, detail: 'Source and destination are the same.' }
        startedAtMs = nowMs
        started += 1
        traced.add(correlationId)
        return { ok: true }
      },
      async readVm() {
        record('readVm')
        return vmNow()
      },
      async trace(correlationId) {
        record('trace')
        const known = traced.has(correlationId)
        const over = known && startedAtMs === undefined
        return { started: known, done: over && !failed, failed: over && failed }
      },
    },
    snapshots: {
      current: () => ({}),
      async refresh() {
        record('refresh')
        return { snapshot: snapshot() }
      },
      onChange: () => () => undefined,
    },
  }
}

const statusOf = ({ status }: VmNow) => ({ status })
