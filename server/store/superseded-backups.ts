import type { BackupFile } from './backup-files.ts'

const HOUR_MS = 3_600_000

/**
 * Backups that need not be kept: of each of the last so many hours that have any, and of each of the last so many days, the newest
 * one stays. Newest first, as are those given. The newest of all always stays.
 */
export function supersededBackups(
  backups: readonly BackupFile[],
  { hours, days }: Readonly<{ hours: number; days: number }>,
): readonly BackupFile[] {
  const kept = new Set([
    ...backups.slice(0, 1),
    ...newestOfEach(backups, HOUR_MS, hours),
    ...newestOfEach(backups, 24 * HOUR_MS, days),
  ])
  return backups.filter(backup => !kept.has(backup))
}

function newestOfEach(backups: readonly BackupFile[], spanMs: number, count: number): readonly BackupFile[] {
  const bySpan = Map.groupBy(backups, ({ madeAtMs }) => Math.floor(madeAtMs / spanMs))
  return [...bySpan.values()].flatMap(([newest]) => newest ?? []).slice(0, count)
}
