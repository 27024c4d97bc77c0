import type { Kysely } from 'kysely'
import { z } from 'zod'
import { type Advice, adviceSchema } from '../../shared/plan/advice.ts'
import { type AutomationState, automationStateSchema, nothingHeld } from '../../shared/plan/automation.ts'
import type { Change } from '../../shared/plan/change.ts'
import { type DisabledUnit, disabledUnitSchema } from '../../shared/plan/disabled-unit.ts'
import { knobChangeSchema } from '../../shared/plan/knob-decision.ts'
import { nothingTuned, type TuningState, tuningStateSchema } from '../../shared/plan/tuning-state.ts'
import { insertAudit } from './insert-audit.ts'
import { present, type ReportBadRow, readJson } from './read-row.ts'
import type { Store } from './store.ts'
import type { KeptValueRow, Tables } from './tables.ts'
import { takeTurn } from './take-turn.ts'

type Queries = Pick<
  Store,
  | 'readAutomation'
  | 'changeAutomation'
  | 'readTuning'
  | 'changeTuning'
  | 'listTouchedHosts'
  | 'putTouchedHost'
  | 'readDisabledUnits'
  | 'changeDisabledUnits'
  | 'listAdvice'
  | 'findAdvice'
  | 'putAdvice'
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
const ADVICE = 'advice:'
const restoredSchema = z.object({
  ...{ atMs: z.number(), backupAtMs: z.number() },
  damagedFile: z.string().optional(),
  isTold: z.boolean(),
})
const touchedChangesSchema = z.array(knobChangeSchema)
const disabledUnitsSchema = z.array(disabledUnitSchema).readonly()

/** What there is one of, as a whole: what people have set, what is switched off, what hosts are to be given back. */
export function keptQueries(db: Kysely<Tables>, report: ReportBadRow): Queries {
  const keptValue = (id: string, tx = db) =>
    tx.selectFrom('kept_values').selectAll().where('id', '=', id).executeTakeFirst()
  const read = <T>(schema: z.ZodType<T>, row: KeptValueRow) =>
    readJson(schema, row.value, { table: 'kept_values', id: row.id }, report)

  /** Nobody else decides from the same value until this is written. */
  function change<S>(id: string, toHeld: (row: KeptValueRow | undefined) => S, toNext: Change<S>): Promise<S> {
    return db.transaction().execute(async tx => {
      await takeTurn(tx, id)
      const held = toHeld(await keptValue(id, tx))
      const changed = toNext(held)
      if (changed === undefined) return held
      const { next, audit } = changed
      await keepValue(tx, id, JSON.stringify(next))
      await insertAudit(tx, audit)
      return next
    })
  }

  /** What cannot be read may have been a stop: it counts as one, until somebody says otherwise. */
  const toAutomation = (row: KeptValueRow): AutomationState =>
    read(automationStateSchema, row) ?? {
      stop: { by: { id: 'store', name: 'The store' }, atMs: 0, why: 'what was stopped or frozen cannot be read' },
      freezes: [],
    }
  const toTuning = (row: KeptValueRow): TuningState =>
    read(tuningStateSchema, row) ?? { ...nothingTuned, isUnreadable: true as const }
  const toDisabled = (row: KeptValueRow | undefined): readonly DisabledUnit[] =>
    (row && read(disabledUnitsSchema, row)) ?? []

  return {
    async readAutomation() {
      const row = await keptValue(AUTOMATION)
      return row && toAutomation(row)
    },
    changeAutomation: toNext => change(AUTOMATION, row => (row ? toAutomation(row) : nothingHeld), toNext),

    async readTuning() {
      const row = await keptValue(TUNING)
      return row && toTuning(row)
    },
    changeTuning: toNext => change(TUNING, row => (row ? toTuning(row) : nothingTuned), toNext),

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

    readDisabledUnits: async () => toDisabled(await keptValue(DISABLED_UNITS)),
    changeDisabledUnits: toNext => change(DISABLED_UNITS, toDisabled, toNext),

    async listAdvice() {
      const rows = await db.selectFrom('kept_values').selectAll().where('id', 'like', `${ADVICE}%`).execute()
      return present(rows.map(row => read(adviceSchema, row)))
    },

    async findAdvice(clusterId) {
      const row = await keptValue(ADVICE + clusterId)
      return row && read(adviceSchema, row)
    },

    putAdvice: (advice: Advice) => keepValue(db, ADVICE + advice.clusterId, JSON.stringify(advice)),

    async readRestored() {
      const row = await keptValue(RESTORED)
      return row && read(restoredSchema, row)
    },

    writeRestored(restored, audit) {
      return db.transaction().execute(async tx => {
        await keepValue(tx, RESTORED, JSON.stringify(restored))
        if (audit) await insertAudit(tx, audit)
      })
    },

    async readDiscoveredMs() {
      const row = await keptValue(DISCOVERED)
      return row && read(z.number(), row)
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
