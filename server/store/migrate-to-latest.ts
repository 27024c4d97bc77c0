import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import * as recommendationsRunsAudit from './migrations/0001-recommendations-runs-audit.ts'
import * as knownUnits from './migrations/0002-known-units.ts'
import * as kindsOfRecommendations from './migrations/0003-kinds-of-recommendations.ts'
import * as automationAndDeliveries from './migrations/0004-automation-and-deliveries.ts'
import * as kindAndTimeOfUpdate from './migrations/0005-kind-and-time-of-update.ts'
import * as touchedHosts from './migrations/0006-touched-hosts.ts'
import * as turns from './migrations/0007-turns.ts'
import { StoreError, toStoreError } from './store-error.ts'
import type { Tables } from './tables.ts'

/** Listed, not read from the folder: a bundled service has no folder. Applied in this order, never edited once released. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-recommendations-runs-audit': recommendationsRunsAudit,
  '0002-known-units': knownUnits,
  '0003-kinds-of-recommendations': kindsOfRecommendations,
  '0004-automation-and-deliveries': automationAndDeliveries,
  '0005-kind-and-time-of-update': kindAndTimeOfUpdate,
  '0006-touched-hosts': touchedHosts,
  '0007-turns': turns,
}

/**
 * Brings the tables up to date. Refuses a store that a newer version has already changed. Throws StoreError. `schema`: where they are in
 * a PostgreSQL; without it those of another schema would be taken for ours.
 */
export async function migrateToLatest(db: Kysely<Tables>, file: string, schema?: string): Promise<void> {
  const provider = { getMigrations: async () => ({ ...migrations }) }
  const migrator = new Migrator({ db, provider, ...(schema !== undefined && { migrationTableSchema: schema }) })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  if (error instanceof Error && /corrupted migrations/.test(error.message)) {
    const message = `The store ${file} was written by a newer version. Upgrade this one, or restore the copy from before.`
    throw new StoreError('store-newer', file, message, { cause: error })
  }
  throw toStoreError(file, error)
}
