import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'

export type BackupFile = Readonly<{ path: string; madeAtMs: number; bytes: number }>

/** Where backups of the store are: what is set, or beside the file. */
export const backupFolder = (file: string, set: string): string => (set === '' ? join(dirname(file), 'backups') : set)

const stem = (file: string): string => basename(file, extname(file))

/** 2026-03-02T09:30:00Z with the colons that file names had better not have left out. */
export const stampOf = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')

/** The name of a backup made now, in UTC: ovirt-scheduler-20260302T093000.db */
export const backupPath = (file: string, folder: string, ms: number): string =>
  join(folder, `${stem(file)}-${stampOf(ms)}.db`)

const STAMP = /-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)\.db$/

/** Backups of this store, newest first; others in the folder are not looked at. None where there is no folder. */
export function listBackups(file: string, folder: string): readonly BackupFile[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .flatMap(name => {
      const [, ...parts] = name.startsWith(`${stem(file)}-`) ? (STAMP.exec(name) ?? []) : []
      if (parts.length === 0 || name.length !== stem(file).length + '-20260302T093000.db'.length) return []
      const [year = 0, month = 1, day, hour, minute, second] = parts.map(Number)
      const path = join(folder, name)
      return [{ path, madeAtMs: Date.UTC(year, month - 1, day, hour, minute, second), bytes: statSync(path).size }]
    })
    .toSorted((a, b) => b.madeAtMs - a.madeAtMs)
}
