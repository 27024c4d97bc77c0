import type { Kysely } from 'kysely'
import { z } from 'zod'
import { automationStateSchema } from '../../shared/plan/automation.ts'
import { disabledUnitSchema } from '../../shared/plan/disabled-unit.ts'
import { knobChangeSchema } from '../../shared/plan/knob-decision.ts'
import { nothingTuned, tuningStateSchema } from '../../shared/plan/tuning-state.ts'
import { insertAudit } from './insert-audit.ts'
import { present, type ReportBadRow, readJson } from './read-row.ts'
import type { Store } from './store.ts'
import type { Tables } from './tables.ts'

type Queries = Pick<
  Store,
  | 'readAutomation'
  | 'writeAutomation'
  | 'readTuning'
  | 'writeTuning'
  | 'listTouchedHosts'
  | 'putTouchedHost'
  | 'readDisabledUnits'
  | 'writeDisabledUnits'
  | 'readDiscoveredMs'
  | 'writeDiscoveredMs'
  | 'readRestored'
  | 'writeRestored'
>

const AUTOMATION = 'automation'
const TUNING = 'tuning'
const DISABLED_UNITS = 'disabled-units'
const DISCOVERED = 'discovered'
const RESTORED = 'restored'
const restoredSchema = z.object({
  ...{ atMs: z.number(), backupAtMs: z.number() },
  damagedFile: z.string().optional(),
  isTold: z.boolean(),
})
const touchedChangesSchema = z.array(knobChangeSchema)
const disabledUnitsSchema = z.array(disabledUnitSchema).readonly()

/** What there is one of, as a whole: what people have set, what is switched off, what hosts are to be given back. */
export function keptQueries(db: Kysely<Tables>, report: ReportBadRow): Queries {
  const keptValue = (id: string) => db.selectFrom('kept_values').selectAll().where('id', '=', id).executeTakeFirst()
  return {
    async readAutomation() {
      const row = await keptValue(AUTOMATION)
      if (row === undefined) return undefined
      // What cannot be read may have been a stop: it counts as one, until somebody says otherwise.
      return (
        readJson(automationStateSchema, row.value, { table: 'kept_values', id: row.id }, report) ?? {
          stop: { by: { id: 'store', name: 'The store' }, atMs: 0, why: 'what was stopped or frozen cannot be read' },
          freezes: [],
        }
      )
    },

    writeAutomation(state, audit) {
      return db.transaction().execute(async tx => {
        await keepValue(tx, AUTOMATION, JSON.stringify(state))
        await insertAudit(tx, audit)
      })
    },

    async readTuning() {
      const row = await keptValue(TUNING)
      if (row === undefined) return undefined
      return (
        readJson(tuningStateSchema, row.value, { table: 'kept_values', id: row.id }, report) ?? {
          ...nothingTuned,
          isUnreadable: true as const,
        }
      )
    },

    writeTuning(state, audit) {
      return db.transaction().execute(async tx => {
        await keepValue(tx, TUNING, JSON.stringify(state))
        await insertAudit(tx, audit)
      })
    },

    async listTouchedHosts() {
      const rows = await db.selectFrom('touched_hosts').selectAll().orderBy('host_id').execute()
      return present(
        rows.map(({ host_id: hostId, changes: text }) => {
          const changes = readJson(touchedChangesSchema, text, { table: 'touched_hosts', id: hostId }, report)
          return changes && { hostId, changes }
        }),
      )
    },

    async putTouchedHost({ hostId, changes }) {
      if (changes.length === 0) {
        await db.deleteFrom('touched_hosts').where('host_id', '=', hostId).execute()
        return
      }
      const row = { changes: JSON.stringify(changes) }
      await db
        .insertInto('touched_hosts')
        .values({ host_id: hostId, ...row })
        .onConflict(conflict => conflict.column('host_id').doUpdateSet(row))
        .execute()
    },

    async readDisabledUnits() {
      const row = await keptValue(DISABLED_UNITS)
      if (row === undefined) return []
      return readJson(disabledUnitsSchema, row.value, { table: 'kept_values', id: row.id }, report) ?? []
    },

    writeDisabledUnits(disabled, audit) {
      return db.transaction().execute(async tx => {
        await keepValue(tx, DISABLED_UNITS, JSON.stringify(disabled))
        await insertAudit(tx, audit)
      })
    },

    async readRestored() {
      const row = await keptValue(RESTORED)
      return row && readJson(restoredSchema, row.value, { table: 'kept_values', id: row.id }, report)
    },

    writeRestored(restored, audit) {
      return db.transaction().execute(async tx => {
        await keepValue(tx, RESTORED, JSON.stringify(restored))
        if (audit) await insertAudit(tx, audit)
      })
    },

    async readDiscoveredMs() {
      const row = await keptValue(DISCOVERED)
      return row && readJson(z.number(), row.value, { table: 'kept_values', id: row.id }, report)
    },

    writeDiscoveredMs(atMs) {
      return keepValue(db, DISCOVERED, JSON.stringify(atMs))
    },
  }
}

async function keepValue(tx: Kysely<Tables>, id: string, value: string): Promise<void> {
  await tx
    .insertInto('kept_values')
    .values({ id, value })
    .onConflict(conflict => conflict.column('id').doUpdateSet({ value }))
    .execute()
}
