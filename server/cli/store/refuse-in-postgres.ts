import type { Config } from '../../config/settings.ts'
import { CliFailure } from '../outcome.ts'

/** The commands about the file are of no use where the store is in a database. Throws CliFailure. */
export function refuseInPostgres(config: Pick<Config, 'store.url' | 'store.schema'>): void {
  if (config['store.url'] === '') return
  throw new CliFailure(
    `The store is the schema ${config['store.schema']} of a PostgreSQL database (store.url), which is checked, backed up and restored by its own means, e.g. pg_dump.`,
  )
}
