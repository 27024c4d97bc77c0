import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { checkStoreFile } from '../../../server/store/check-store-file.ts'
import { openStore } from '../../../server/store/open-store.ts'
import type { ReportBadRow } from '../../../server/store/read-row.ts'
import type { Store } from '../../../server/store/store.ts'
import type { AuditEntry } from '../../../shared/plan/audit-entry.ts'
import type { Recommendation } from '../../../shared/plan/recommendation.ts'
import { isStepOver, type Run, runStateOf, type Step } from '../../../shared/plan/run.ts'
import type { Caller } from '../../scenarios/sign-in.ts'

/** What callers were told, which must be true ever after. */
export type Told = Readonly<{ recommendationIds: ReadonlySet<string>; runIds: ReadonlySet<string> }>

export type StoredWorld = Readonly<{
  recommendations: readonly Recommendation[]
  runs: readonly Run[]
  audit: readonly AuditEntry[]
  badRows: readonly string[]
}>

const ALL = 1_000_000

/**
 * What is in the store of a process that is dead, read from a copy, so that the next process itself brings the log of the file
 * in order. Throws StoreError when the file is damaged.
 */
export async function readDeadStore(file: string): Promise<StoredWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'ovirt-scheduler-restarts-'))
  const copy = join(folder, basename(file))
  try {
    for (const side of ['', '-wal']) if (existsSync(`${file}${side}`)) cpSync(`${file}${side}`, `${copy}${side}`)
    checkStoreFile(copy)
    return await readWorld(reportBadRow => openStore({ file: copy, reportBadRow }))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** All that is in a store, which is closed again. */
export async function readWorld(open: (report: ReportBadRow) => Promise<Store>): Promise<StoredWorld> {
  const badRows: string[] = []
  const store = await open(row => badRows.push(`${row.table} ${row.id}`))
  try {
    const [recommendations, runs, audit] = [
      await store.listRecommendations({ limit: ALL }),
      await store.listRuns({ limit: ALL }),
      await store.listAudit({ limit: ALL }),
    ]
    return { recommendations, runs, audit, badRows }
  } finally {
    await store.close()
  }
}

/** Correlation id → how often the engine began a migration under it. */
export type Begun = ReadonlyMap<string, number>

/** Reads on from where it stopped: the engine's own list of the migrations that began. */
export function followMigrations(engine: Caller): () => Promise<Begun> {
  const begun = new Map<string, number>()
  let last = -1
  return async () => {
    const { event = [] } = await engine.get<{
      event?: readonly { index: string | number; code: string | number; correlation_id?: string }[]
    }>(`/events?from=${last}&max=1000000`)
    for (const { index, code, correlation_id: id = '' } of event) {
      last = Math.max(last, Number(index))
      if (Number(code) === MIGRATION_START) begun.set(id, (begun.get(id) ?? 0) + 1)
    }
    return begun
  }
}

const MIGRATION_START = 62

/** Everything that is not as it must be after a death, in words. `before`: the runs as the last look found them. */
export function untruths(world: StoredWorld, begun: Begun, told: Told, before: ReadonlyMap<string, Run>): string[] {
  const recommendations = new Map(world.recommendations.map(one => [one.id, one]))
  const runs = new Map(world.runs.map(one => [one.id, one]))
  const ours = new Set(world.runs.flatMap(({ steps }) => steps.map(({ correlationId }) => correlationId)))
  const lost = (kind: string, ids: ReadonlySet<string>, stored: ReadonlyMap<string, unknown>) =>
    [...ids].flatMap(id => (stored.has(id) ? [] : `${kind} ${id} was told of and is lost`))
  return [
    ...world.badRows.map(row => `cannot be read: ${row}`),
    ...lost('recommendation', told.recommendationIds, recommendations),
    ...lost('run', told.runIds, runs),
    ...world.runs.flatMap(run => [
      ...wrongStates(run, recommendations.get(run.recommendationId), before.get(run.id)),
      ...run.steps.flatMap(step => wrongStep(run, step, begun)),
    ]),
    ...[...begun.keys()].flatMap(id => (id.startsWith('ovs-') && !ours.has(id) ? `${id}: a migration of no run` : [])),
    ...gapsOfAudit(world),
    ...world.recommendations.flatMap(({ id, state }) =>
      state === 'applying' && !world.runs.some(run => run.recommendationId === id) ? `${id} is applying by no run` : [],
    ),
  ]
}

const stateAfter = { waiting: 'applying', running: 'applying', done: 'applied', failed: 'failed', cancelled: 'failed' }

function wrongStates(run: Run, recommendation: Recommendation | undefined, before: Run | undefined): string[] {
  const { id, steps, state, endedAtMs, cancelledBy } = run
  const isOver = steps.every(step => isStepOver(step.state))
  return [
    ...(state === runStateOf(steps, cancelledBy !== undefined)
      ? []
      : [`run ${id} is ${state}, its steps say otherwise`]),
    ...((endedAtMs !== undefined) === isOver ? [] : [`run ${id} has ${isOver ? 'no' : 'an'} end`]),
    ...(recommendation?.state === stateAfter[state]
      ? []
      : [`run ${id} is ${state}, its recommendation ${recommendation?.state ?? 'lost'}`]),
    ...steps.flatMap((step, nth) => {
      const old = before?.steps[nth]?.state
      return old !== undefined && old !== step.state && isStepOver(old)
        ? `step ${nth} of ${id} was ${old} and is ${step.state}`
        : []
    }),
  ]
}

function wrongStep({ id }: Run, { index, state, correlationId }: Step, begun: Begun): string[] {
  const count = begun.get(correlationId) ?? 0
  if (count > 1) return [`step ${index} of ${id} began ${count} times`]
  if (state === 'done' && count === 0) return [`step ${index} of ${id} is done and never began`]
  if (state === 'waiting' && count > 0) return [`step ${index} of ${id} waits and has begun`]
  return []
}

/** Every run was asked for by somebody, and what it did last is written down with it. */
function gapsOfAudit({ runs, audit }: StoredWorld): string[] {
  const asked = new Set(audit.flatMap(({ action, detail }) => (action === 'apply' ? [String(detail.runId)] : [])))
  const states = new Map<string, Set<unknown>>()
  for (const { action, subject, detail } of audit) {
    if (action !== 'step') continue
    const key = `${subject} ${detail.step}`
    states.set(key, (states.get(key) ?? new Set()).add(detail.state))
  }
  return runs.flatMap(({ id, steps }) => [
    ...(asked.has(id) ? [] : [`nobody asked for run ${id}`]),
    ...steps.flatMap(({ index, state }) =>
      audited.has(state) && !states.get(`${id} ${index}`)?.has(state)
        ? `step ${index} of ${id} became ${state} unheard`
        : [],
    ),
  ])
}

/** Skipped and superseded ones follow from another step or a person, whose entry tells of them. */
const audited: ReadonlySet<string> = new Set(['requested', 'running', 'done', 'failed'])
