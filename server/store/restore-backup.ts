import { chmodSync, constants, copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import { type BackupFile, stampOf } from './backup-files.ts'
import { checkStoreFile } from './check-store-file.ts'
import { syncedRename } from './make-backup.ts'
import { StoreError } from './store-error.ts'

/**
 * Puts a copy of a backup in the place of the store. What was there is moved aside under another name, never deleted; which name,
 * or undefined where nothing was there. The backup stays. Throws StoreError, before anything was changed, for a backup
 * that is not whole.
 */
export function restoreBackup(file: string, from: string, nowMs: number): string | undefined {
  if (!existsSync(from)) throw new StoreError('store-failed', from, `There is no backup ${from}.`)
  checkStoreFile(from)
  const part = `${file}.part`
  rmSync(part, { force: true })
  copyFileSync(from, part, constants.COPYFILE_EXCL)
  chmodSync(part, 0o600)
  const aside = existsSync(file) ? unusedName(`${file}.damaged-${stampOf(nowMs)}`) : undefined
  if (aside !== undefined) renameSync(file, aside)
  // The log of the old file would be taken for that of the new one.
  for (const side of ['-wal', '-shm', '-journal']) {
    if (existsSync(`${file}${side}`))
      renameSync(`${file}${side}`, `${aside ?? `${file}.damaged-${stampOf(nowMs)}`}${side}`)
  }
  syncedRename(part, file)
  return aside
}

/** The newest backup that is whole; undefined: none is. */
export function newestGood(backups: readonly BackupFile[]): BackupFile | undefined {
  return backups.find(({ path, bytes }) => {
    try {
      if (bytes === 0) return false
      checkStoreFile(path)
      return true
    } catch {
      return false
    }
  })
}

function unusedName(name: string, nth = 2): string {
  if (!existsSync(name)) return name
  const next = name.replace(/(\.\d+)?$/, `.${nth}`)
  return existsSync(next) ? unusedName(name, nth + 1) : next
}
