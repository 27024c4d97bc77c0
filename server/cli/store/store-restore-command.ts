import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { Command } from 'commander'
import { backupFolder, listBackups } from '../../store/backup-files.ts'
import { refuseWhileInUse } from '../../store/check-store-file.ts'
import { openStore } from '../../store/open-store.ts'
import { newestGood, restoreBackup } from '../../store/restore-backup.ts'
import { CliFailure, type Finish } from '../outcome.ts'
import { addSettingOptions, configOf, environmentHelp } from '../setting-options.ts'
import { restoredAudit } from '../start-store.ts'
import { refuseInPostgres } from './refuse-in-postgres.ts'
import { storeSettingNames } from './store-setting-names.ts'

export function storeRestoreCommand(_finish: Finish): Command {
  const command = new Command('restore')
    .description('Put the store back to a backup. What is there now is kept beside it under another name.')
    .option('--from <file>', 'this backup; without it the newest that is good')
    .addHelpText('after', `\nThe service must not run. Everything written after the backup is lost.${environmentHelp}`)
  return addSettingOptions(command, storeSettingNames).action(async ({ from }: { from?: string }) => {
    const { config } = configOf(command)
    refuseInPostgres(config)
    const file = config['store.file']
    const folder = backupFolder(file, config['store.backupDirectory'])
    try {
      refuseWhileInUse(file)
      const backups = listBackups(file, folder)
      const path = from === undefined ? newestGood(backups)?.path : resolve(from)
      if (path === undefined) throw new CliFailure(`There is no good backup of ${file} in ${folder}.`)
      const atMs = Date.now()
      const damagedFile = restoreBackup(file, path, atMs)
      const backupAtMs = backups.find(backup => resolve(backup.path) === path || backup.path === path)?.madeAtMs ?? atMs
      const store = await openStore({
        file,
        reportBadRow: row => console.error(`A row cannot be read: ${row.table} ${row.id}`),
      })
      const restored = { atMs, backupAtMs, damagedFile, isTold: false }
      await store.writeRestored(restored, restoredAudit(restored, { id: 'command-line', name: userInfo().username }))
      await store.close()
      console.log(`✓ ${file} is as ${path} was.`)
      if (damagedFile !== undefined) console.log(`  What was there is now ${damagedFile}.`)
    } catch (error) {
      if (error instanceof CliFailure) throw error
      throw new CliFailure((error as Error).message, { cause: error })
    }
  })
}
