import { type Kysely, sql, type Transaction } from 'kysely'
import { auditEntrySchema } from '../../shared/plan/audit-entry.ts'
import { deliverySchema } from '../../shared/plan/delivery.ts'
import type { Explanation, Recommendation } from '../../shared/plan/recommendation.ts'
import type { Seen } from '../../shared/plan/recommendation-query.ts'
import { isStepOver, type Run, type RunState, runSchema } from '../../shared/plan/run.ts'
import { insertAudit } from './insert-audit.ts'
import { keptQueries } from './kept-queries.ts'
import { present, type ReportBadRow, readJson, readStoredRecommendation } from './read-row.ts'
import { recommendationQueries } from './recommendation-queries.ts'
import type { OpenedDatabase } from './sqlite-database.ts'
import { DEFAULT_LIMIT, type Store } from './store.ts'
import { StoreError } from './store-error.ts'
import type { RecommendationRow, RunRow, Tables } from './tables.ts'
import { takeTurn } from './take-turn.ts'

const unfinished: readonly RunState[] = ['waiting', 'running']

/** The turn of whoever lets VMs begin to move. */
const MOVES = 'moves'

/**
 * The store's queries, in the SQL that SQLite and PostgreSQL share. SQLite has one connection, so nothing but queries is
 * awaited inside a transaction: everything else would wait for it.
 */
export function kyselyStore(
  db: Kysely<Tables>,
  report: ReportBadRow,
  file: Pick<OpenedDatabase, 'copyTo' | 'inspect' | 'damage'>,
): Store {
  const readRun = (row: RunRow) => readJson(runSchema, row.run, { table: 'runs', id: row.id }, report)

  async function unfinishedRuns(tx: Kysely<Tables>): Promise<Run[]> {
    const rows = await tx
      .selectFrom('runs')
      .selectAll()
      .where('state', 'in', unfinished)
      .orderBy('created_at_ms')
      .orderBy('id')
      .execute()
    return present(rows.map(readRun))
  }

  return {
    ...recommendationQueries(db, report),
    ...keptQueries(db, report),

    async findRecommendation(id) {
      const row = await db.selectFrom('recommendations').selectAll().where('id', '=', id).executeTakeFirst()
      return row && readStoredRecommendation(row, report)
    },

    async insertRecommendation({ recommendation, explanation }) {
      const row = { ...toRecommendationRow(recommendation), id: recommendation.id, ...toExplanationColumn(explanation) }
      await db.insertInto('recommendations').values(row).execute()
    },

    updateRecommendation(next, seen, { explanation, audit } = {}) {
      return db.transaction().execute(async tx => {
        const columns = { ...toRecommendationRow(next), ...(explanation && toExplanationColumn(explanation)) }
        if (!(await replaceWhile(tx, next.id, seen, columns))) return false
        if (audit) await insertAudit(tx, audit)
        return true
      })
    },

    acceptRun(next, run, audit) {
      return db.transaction().execute(async tx => {
        await takeTurn(tx, MOVES)
        if (movesOneOf(run, await unfinishedRuns(tx))) return false
        if (!(await replaceWhile(tx, next.id, { state: 'open' }, toRecommendationRow(next)))) return false
        await tx
          .insertInto('runs')
          .values({ ...toRunRow(run), id: run.id })
          .execute()
        await insertAudit(tx, audit)
        return true
      })
    },

    async listRuns({ state, sinceMs, limit = DEFAULT_LIMIT }) {
      let query = db.selectFrom('runs').selectAll()
      if (state !== undefined) query = query.where('state', '=', state)
      if (sinceMs !== undefined) query = query.where('created_at_ms', '>=', sinceMs)
      const rows = await query.orderBy('created_at_ms', 'desc').orderBy('id', 'desc').limit(limit).execute()
      return present(rows.map(readRun))
    },

    async findRun(id) {
      const row = await db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst()
      return row && readRun(row)
    },

    listUnfinishedRuns: () => unfinishedRuns(db),

    changeRun(id, change, { amongAll = false } = {}) {
      return db.transaction().execute(async tx => {
        if (amongAll) await takeTurn(tx, MOVES)
        const row = await lockRun(tx, id)
        const run = row && readRun(row)
        if (run === undefined) throw new Error(`there is no run ${id} to change`)
        const changed = change(run, amongAll ? await unfinishedRuns(tx) : [])
        if (changed === undefined) return undefined
        const { recommendation, audit } = changed
        await tx.updateTable('runs').set(toRunRow(changed.run)).where('id', '=', id).execute()
        if (recommendation) {
          const columns = toRecommendationRow(recommendation)
          await tx.updateTable('recommendations').set(columns).where('id', '=', recommendation.id).execute()
        }
        if (audit) await insertAudit(tx, audit)
        return changed
      })
    },

    appendAudit: entry => insertAudit(db, entry),

    async listAudit({ fromMs, untilMs, text, limit = DEFAULT_LIMIT }) {
      let query = db.selectFrom('audit').selectAll()
      if (fromMs !== undefined) query = query.where('at_ms', '>=', fromMs)
      if (untilMs !== undefined) query = query.where('at_ms', '<', untilMs)
      if (text !== undefined && text !== '') {
        const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
        query = query.where(({ fn }) => sql<boolean>`${fn<string>('lower', ['entry'])} like ${pattern} escape '\\'`)
      }
      const rows = await query.orderBy('at_ms', 'desc').orderBy('id', 'desc').limit(limit).execute()
      return present(rows.map(row => readJson(auditEntrySchema, row.entry, { table: 'audit', id: row.id }, report)))
    },

    listKnownUnits: () => db.selectFrom('known_units').selectAll().orderBy('id').execute(),

    replaceKnownUnits(units, audit) {
      return db.transaction().execute(async tx => {
        await tx.deleteFrom('known_units').execute()
        for (const { id, source, checksum } of units) {
          await tx.insertInto('known_units').values({ id, source, checksum }).execute()
        }
        for (const entry of audit) await insertAudit(tx, entry)
      })
    },

    async listDeliveries({ sinceMs, limit = DEFAULT_LIMIT }) {
      let query = db.selectFrom('deliveries').selectAll()
      if (sinceMs !== undefined) query = query.where('ended_at_ms', '>=', sinceMs)
      const rows = await query.orderBy('ended_at_ms', 'desc').orderBy('run_id', 'desc').limit(limit).execute()
      return present(
        rows.map(row => readJson(deliverySchema, row.delivery, { table: 'deliveries', id: row.run_id }, report)),
      )
    },

    async putDelivery(delivery) {
      const row = { ended_at_ms: delivery.endedAtMs, delivery: JSON.stringify(delivery) }
      await db
        .insertInto('deliveries')
        .values({ run_id: delivery.runId, ...row })
        .onConflict(conflict => conflict.column('run_id').doUpdateSet(row))
        .execute()
    },

    forgetBefore(ms) {
      return db.transaction().execute(async tx => {
        const deleted = [
          await tx.deleteFrom('audit').where('at_ms', '<', ms).executeTakeFirst(),
          await tx.deleteFrom('deliveries').where('ended_at_ms', '<', ms).executeTakeFirst(),
          await tx
            .deleteFrom('runs')
            .where('created_at_ms', '<', ms)
            .where('state', 'not in', unfinished)
            .executeTakeFirst(),
          await tx
            .deleteFrom('recommendations')
            .where('created_at_ms', '<', ms)
            .where('state', 'not in', ['open', 'snoozed', 'applying'])
            .executeTakeFirst(),
        ]
        return deleted.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0)
      })
    },

    copyTo: file.copyTo,

    async inspect() {
      file.inspect()
      return file.damage()
    },

    async check() {
      try {
        // The disk may be well again.
        if (file.damage() !== undefined) file.inspect()
        await db
          .insertInto('write_check')
          .values({ id: 'health', writes: 1 })
          .onConflict(conflict =>
            conflict.column('id').doUpdateSet(({ eb }) => ({ writes: eb('write_check.writes', '+', 1) })),
          )
          .execute()
        return { writable: true }
      } catch (error) {
        const code = error instanceof StoreError ? error.code : 'store-failed'
        return { writable: false, code, problem: error instanceof Error ? error.message : String(error) }
      }
    },

    close: () => db.destroy(),
  }
}

const toRecommendationRow = (recommendation: Recommendation): Omit<RecommendationRow, 'id' | 'explanation'> => ({
  cluster_id: recommendation.cluster.id,
  state: recommendation.state,
  kind: recommendation.kind,
  created_at_ms: recommendation.createdAtMs,
  updated_at_ms: recommendation.updatedAtMs,
  recommendation: JSON.stringify(recommendation),
})

/** A VM is moved by one run at a time. */
function movesOneOf({ steps }: Run, runs: readonly Run[]): boolean {
  const vmIds = new Set(steps.map(({ vm }) => vm.id))
  return runs.some(run => run.steps.some(({ vm, state }) => vmIds.has(vm.id) && !isStepOver(state)))
}

/** The row is ours until the transaction ends. A write, since that is what both databases lock by. */
const lockRun = (tx: Transaction<Tables>, id: string): Promise<RunRow | undefined> =>
  tx
    .updateTable('runs')
    .set(({ ref }) => ({ state: ref('state') }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()

const toExplanationColumn = (explanation: Explanation) => ({ explanation: JSON.stringify(explanation) })

const toRunRow = (run: Run): Omit<RunRow, 'id'> => ({
  state: run.state,
  created_at_ms: run.createdAtMs,
  run: JSON.stringify(run),
})

/** Optimistic: the condition and the write are one statement, so of two writers exactly one sees true. */
async function replaceWhile(
  tx: Transaction<Tables>,
  id: string,
  { state, updatedAtMs }: Seen,
  columns: Partial<RecommendationRow>,
): Promise<boolean> {
  let update = tx.updateTable('recommendations').set(columns).where('id', '=', id).where('state', '=', state)
  if (updatedAtMs !== undefined) update = update.where('updated_at_ms', '=', updatedAtMs)
  const { numUpdatedRows } = await update.executeTakeFirst()
  return numUpdatedRows > 0n
}
