import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { type BackupFile, backupPath, listBackups } from './backup-files.ts'
import { checkInThread } from './check-in-thread.ts'
import type { Store } from './store.ts'
import { toStoreError } from './store-error.ts'
import { supersededBackups } from './superseded-backups.ts'

export type BackupRules = Readonly<{ file: string; folder: string; hours: number; days: number }>

/**
 * Copies the store as of one moment while it is used, checks the copy, and only then gives it its name and deletes those that need
 * not be kept any more: a copy that is not whole never takes the place of a good one. Throws StoreError, of the store where
 * that is what is damaged, else of the backup.
 */
export async function makeBackup(
  store: Pick<Store, 'copyTo' | 'inspect'>,
  { file, folder, hours, days }: BackupRules,
  nowMs: number,
): Promise<BackupFile> {
  const path = backupPath(file, folder, nowMs)
  const part = `${path}.part`
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw toStoreError(path, error)
  }
  try {
    rmSync(part, { force: true })
    closeSync(openSync(part, 'wx', 0o600))
    chmodSync(part, 0o600)
    await store.copyTo(part)
    await checkInThread(part)
    syncedRename(part, path)
  } catch (error) {
    rmSync(part, { force: true })
    // A copy that is not whole is one of a store that is not, or the fault of the disk that it lies on.
    await store.inspect()
    throw toStoreError(path, error)
  }
  const backups = listBackups(file, folder)
  for (const old of supersededBackups(backups, { hours, days })) rmSync(old.path, { force: true })
  return backups.find(backup => backup.path === path) ?? { path, madeAtMs: nowMs, bytes: 0 }
}

/** The content is on the disk before the name is, and the name when this returns. */
export function syncedRename(from: string, to: string): void {
  sync(from)
  renameSync(from, to)
  sync(dirname(to))
}

function sync(path: string): void {
  const opened = openSync(path, 'r')
  try {
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}
