import type { Config } from '../../config/settings.ts'
import { backupFolder, listBackups } from '../../store/backup-files.ts'

/** What to do about a store that cannot be used, as commands that can be copied. */
export function wayOut(config: Pick<Config, 'store.file' | 'store.backupDirectory'>): string {
  const file = config['store.file']
  const set = config['store.backupDirectory']
  const backups = listBackups(file, backupFolder(file, set))
  const flags = `--store-file ${file}${set === '' ? '' : ` --store-backup-directory ${set}`}`
  const empty = `To start empty, move it away: mv ${file} ${file}.old`
  const [newest] = backups
  if (newest === undefined) return `There are no backups in ${backupFolder(file, set)}. ${empty}`
  return [
    `There are ${backups.length} backups, the newest of ${new Date(newest.madeAtMs).toISOString()}.`,
    `To see them: ovirt-scheduler store backups ${flags}`,
    `To go back to the newest good one: ovirt-scheduler store restore ${flags} (another: --from FILE)`,
    empty,
  ].join('\n  ')
}
