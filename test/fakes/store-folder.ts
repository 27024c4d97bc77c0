import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach } from 'vitest'
import { openStore } from '../../server/store/open-store.ts'
import type { BadRow, Store } from '../../server/store/store.ts'

/** A folder for the stores of one test, gone after it. To be asked for at the top of a test file. */
export function storeFolder() {
  let folder: string
  let badRows: BadRow[]
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-'))
    badRows = []
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const fileIn = (name = 'scheduler.db'): string => join(folder, name)
  return {
    fileIn,
    /** The same file on every call, so that a test can reopen what it wrote. */
    openSqlite: (file = fileIn()): Promise<Store> => openStore({ file, reportBadRow: row => badRows.push(row) }),
    /** Runs SQL on that file while no store has it open. */
    sqlite(statement: string): void {
      const database = new DatabaseSync(fileIn())
      database.exec(statement)
      database.close()
    },
    badRows: (): readonly BadRow[] => badRows,
  }
}
