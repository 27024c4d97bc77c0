import { beforeEach } from 'vitest'
import { openPostgresStore } from '../../server/store/open-store.ts'
import type { PostgresAddress } from '../../server/store/postgres-database.ts'
import type { Store } from '../../server/store/store.ts'
import { postgresForAll } from './describe-postgres.ts'
import { hasPostgres } from './postgres-server.ts'
import { storeFolder } from './store-folder.ts'

export type StoreKind = Readonly<{
  name: string
  /** The same store again on every call in one test, an empty one in the next. */
  open(): Promise<Store>
  /** Runs SQL on what is stored, behind the store's back, while none is open. */
  sql(statement: string): void
}>

/**
 * Every implementation of the store, for suites that hold all of them to the same. To be asked for at the top of a test file. Without
 * a PostgreSQL on the machine its part is left out, which the tests' runner has told of by then.
 */
export function storeKinds(): readonly StoreKind[] {
  const { openSqlite, sqlite } = storeFolder()
  const kinds: StoreKind[] = [{ name: 'sqlite', open: () => openSqlite(), sql: sqlite }]
  if (!hasPostgres()) return kinds
  const server = postgresForAll()
  let address: PostgresAddress
  beforeEach(() => {
    address = server.address()
  })
  const open = () => openPostgresStore({ address, reportBadRow: () => undefined })
  const sql = (statement: string) => void server.psql(`set search_path = ${address.schema}; ${statement}`)
  return [...kinds, { name: 'postgres', open, sql }]
}
