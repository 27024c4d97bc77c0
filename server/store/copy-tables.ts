import { createHash } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** What is copied, with the column that tells rows apart. The other tables hold nothing that anybody would miss. */
const copied = {
  recommendations: 'id',
  runs: 'id',
  audit: 'id',
  known_units: 'id',
  kept_values: 'id',
  deliveries: 'run_id',
  touched_hosts: 'host_id',
} as const satisfies Partial<Record<keyof Tables, string>>
type CopiedTable = keyof typeof copied

export type CopiedRows = Readonly<{ table: string; rows: number; sha256: string }>

/** What the target holds already, or a copy that is not what was copied. Nothing was written. */
export class CopyRefused extends Error {
  override name = 'CopyRefused'
}

const PAGE = 500

/**
 * Copies all rows of one store into another that has none, in one transaction there, and reads them again before it is committed: the
 * target has everything or nothing. `onTable` is told after each table. Throws CopyRefused, and StoreError of either.
 */
export function copyTables(
  from: Kysely<Tables>,
  to: Kysely<Tables>,
  onTable: (copied: CopiedRows) => void,
): Promise<readonly CopiedRows[]> {
  return to.transaction().execute(async tx => {
    const done: CopiedRows[] = []
    for (const table of Object.keys(copied) as CopiedTable[]) {
      if ((await pageOf(tx, table, '', 1)).length > 0)
        throw new CopyRefused(`the target has rows in ${table} already. It must be a store that was never used`)
      for await (const rows of pages(from, table)) await tx.insertInto(table).values(rows).execute()
      const [source, target] = [await digestOf(from, table), await digestOf(tx, table)]
      if (source.rows !== target.rows || source.sha256 !== target.sha256)
        throw new CopyRefused(`${table} reads differently in the target: ${target.rows} rows of ${source.rows}`)
      done.push({ table, ...target })
      onTable({ table, ...target })
    }
    return done
  })
}

type Row = Readonly<Record<string, string | number>>

/** By their key, in the order of its bytes, which both databases are told to keep to. */
async function pageOf(db: Kysely<Tables> | Transaction<Tables>, table: CopiedTable, after: string, limit: number) {
  const key = copied[table]
  const { ref } = db.dynamic
  const rows = await db
    .selectFrom(table)
    .selectAll()
    .where(ref(key), '>', after)
    .orderBy(ref(key))
    .limit(limit)
    .execute()
  return rows as readonly Row[] as Tables[CopiedTable][]
}

async function* pages(db: Kysely<Tables> | Transaction<Tables>, table: CopiedTable) {
  for (let after = ''; ; ) {
    const rows = await pageOf(db, table, after, PAGE)
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows
    after = String((last as Row)[copied[table]])
  }
}

async function digestOf(db: Kysely<Tables> | Transaction<Tables>, table: CopiedTable) {
  // Of each row alone: the two databases need not agree on the order of texts.
  const sums: string[] = []
  for await (const rows of pages(db, table))
    for (const row of rows as readonly Row[]) {
      const columns = Object.entries(row).toSorted(([one], [other]) => (one < other ? -1 : 1))
      sums.push(createHash('sha256').update(JSON.stringify(columns)).digest('hex'))
    }
  const inOrder = sums.toSorted((one, other) => (one < other ? -1 : 1))
  return { rows: sums.length, sha256: createHash('sha256').update(inOrder.join()).digest('hex') }
}
