import { Command } from 'commander'
import { backupFolder, listBackups } from '../../store/backup-files.ts'
import { checkStoreFile } from '../../store/check-store-file.ts'
import { columns } from '../columns.ts'
import type { Finish } from '../outcome.ts'
import { addSettingOptions, configOf, environmentHelp } from '../setting-options.ts'
import { refuseInPostgres } from './refuse-in-postgres.ts'
import { storeSettingNames } from './store-setting-names.ts'

export function storeBackupsCommand(_finish: Finish): Command {
  const command = new Command('backups')
    .description('List the backups of the store, newest first, each read as a whole to see whether it is good.')
    .option('--json', 'print JSON')
    .addHelpText('after', environmentHelp)
  return addSettingOptions(command, storeSettingNames).action(({ json }: { json?: boolean }) => {
    const { config } = configOf(command)
    refuseInPostgres(config)
    const file = config['store.file']
    const folder = backupFolder(file, config['store.backupDirectory'])
    const backups = listBackups(file, folder).map(({ path, madeAtMs, bytes }) => {
      return { path, madeAt: new Date(madeAtMs).toISOString(), bytes, problem: problemOf(path) }
    })
    if (json) return console.log(JSON.stringify(backups, undefined, 2))
    if (backups.length === 0) return console.log(`There are no backups of ${file} in ${folder}.`)
    const rows = backups.map(({ path, madeAt, bytes, problem }) => [madeAt, `${bytes}`, problem ?? 'good', path])
    console.log(columns([['MADE', 'BYTES', 'STATE', 'FILE'], ...rows]).join('\n'))
  })
}

function problemOf(path: string): string | undefined {
  try {
    checkStoreFile(path)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
