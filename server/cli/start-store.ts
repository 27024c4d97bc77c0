import { randomUUID } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { readPasswordFile } from '../config/read-config-file.ts'
import type { Config } from '../config/settings.ts'
import { backupFolder, listBackups } from '../store/backup-files.ts'
import { damaged } from '../store/check-store-file.ts'
import { openPostgresStore, openStore } from '../store/open-store.ts'
import type { PostgresAddress } from '../store/postgres-database.ts'
import type { ReportBadRow } from '../store/read-row.ts'
import { newestGood, restoreBackup } from '../store/restore-backup.ts'
import type { Restored, Store } from '../store/store.ts'
import { StoreError } from '../store/store-error.ts'
import type { Log } from '../telemetry/log.ts'
import { CliFailure } from './outcome.ts'
import { wayOut } from './store/way-out.ts'

type StoreConfig = Pick<
  Config,
  | 'store.file'
  | 'store.backupDirectory'
  | 'store.whenDamaged'
  | 'store.url'
  | 'store.passwordFile'
  | 'store.schema'
  | 'store.connections'
>

/**
 * Opens the store. One that is damaged is refused with the way out of it, or where `store.whenDamaged` says so put back to its newest
 * good backup; it stays beside it under another name. Throws CliFailure for a store that cannot be used.
 */
export async function startStore(config: StoreConfig, log: Pick<Log, 'error' | 'warn'>): Promise<Store> {
  const file = config['store.file']
  const reportBadRow: ReportBadRow = row =>
    log.error({ ...row }, 'A stored row cannot be read; it is left as it is and skipped.')
  const address = postgresAddressOf(config)
  if (address !== undefined) {
    const connections = config['store.connections']
    return await openPostgresStore({ address, connections, reportBadRow }).catch((error: Error) => {
      throw new CliFailure(error.message, { cause: error })
    })
  }
  const open = () => openStore({ file, reportBadRow })
  try {
    refuseEmptied(config)
    return await open()
  } catch (error) {
    if (!isDamage(error)) throw new CliFailure(withWayOut(error as Error, config), { cause: error })
    if (config['store.whenDamaged'] === 'refuse') throw new CliFailure(withWayOut(error, config), { cause: error })
    const restored = restore(config, error)
    const { backupAtMs, damagedFile } = restored
    log.warn(
      { file, damagedFile, backupAt: new Date(backupAtMs).toISOString(), lostMs: restored.atMs - backupAtMs },
      `${error.message} It was put back to its newest good backup; what was written after that is lost.`,
    )
    const store = await open().catch(again => {
      throw new CliFailure((again as Error).message, { cause: again })
    })
    await store.writeRestored(restored, restoredAudit(restored, { id: 'store', name: 'The store' }))
    return store
  }
}

/** Where the store is, if in PostgreSQL. Throws ConfigError for a password file that cannot be used. */
export function postgresAddressOf(
  config: Pick<Config, 'store.url' | 'store.passwordFile' | 'store.schema'>,
): PostgresAddress | undefined {
  const { 'store.url': url, 'store.passwordFile': file, 'store.schema': schema } = config
  if (url === '') return undefined
  return { url, schema, ...(file !== '' && { password: readPasswordFile(file, 'store.passwordFile') }) }
}

function restore(config: StoreConfig, error: StoreError): Restored {
  const file = config['store.file']
  const backup = newestGood(listBackups(file, backupFolder(file, config['store.backupDirectory'])))
  if (backup === undefined) {
    throw new CliFailure(`${error.message} There is no good backup to go back to. ${wayOut(config)}`, { cause: error })
  }
  const atMs = Date.now()
  try {
    const damagedFile = restoreBackup(file, backup.path, atMs)
    return { atMs, backupAtMs: backup.madeAtMs, damagedFile, isTold: false }
  } catch (problem) {
    throw new CliFailure(`${error.message} It could not be put back: ${(problem as Error).message}`, { cause: problem })
  }
}

/** The history's entry of a restore. */
export const restoredAudit = (restored: Restored, by: Readonly<{ id: string; name: string }>) => ({
  id: randomUUID(),
  atMs: restored.atMs,
  by,
  action: 'restore_store' as const,
  subject: 'store',
  detail: { backupAt: new Date(restored.backupAtMs).toISOString(), damagedFile: restored.damagedFile },
})

/** SQLite takes an empty file for a new store. With backups of it there it is one that was cut off. */
function refuseEmptied(config: StoreConfig): void {
  const file = config['store.file']
  if (!existsSync(file) || statSync(file).size > 0) return
  if (listBackups(file, backupFolder(file, config['store.backupDirectory'])).length === 0) return
  throw damaged(file, 'it is empty, though there are backups of it')
}

const isDamage = (error: unknown): error is StoreError =>
  error instanceof StoreError && (error.code === 'store-damaged' || error.code === 'store-not-a-database')

const needWayOut: readonly string[] = ['store-damaged', 'store-not-a-database', 'store-newer']

const withWayOut = (error: Error, config: StoreConfig): string =>
  error instanceof StoreError && needWayOut.includes(error.code) ? `${error.message} ${wayOut(config)}` : error.message
