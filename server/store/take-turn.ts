import type { Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/**
 * Until the end of the transaction nobody else has the same turn: what is read after this stays true until what was decided from it is
 * written. SQLite has one writer anyway; PostgreSQL locks the row.
 */
export async function takeTurn(tx: Transaction<Tables>, id: string): Promise<void> {
  await tx
    .insertInto('turns')
    .values({ id, taken: 1 })
    .onConflict(conflict => conflict.column('id').doUpdateSet(({ eb }) => ({ taken: eb('turns.taken', '+', 1) })))
    .execute()
}
