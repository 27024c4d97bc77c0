import { existsSync, statSync } from 'node:fs'
import { Command } from 'commander'
import { checkStoreFile } from '../../store/check-store-file.ts'
import type { StoreError } from '../../store/store-error.ts'
import { CliFailure, type Finish } from '../outcome.ts'
import { addSettingOptions, configOf, environmentHelp } from '../setting-options.ts'
import { refuseInPostgres } from './refuse-in-postgres.ts'
import { storeSettingNames } from './store-setting-names.ts'
import { wayOut } from './way-out.ts'

export function storeCheckCommand(_finish: Finish): Command {
  const command = new Command('check')
    .description('Read every page of the store, or of another file such as a backup, and say what is wrong.')
    .argument('[file]', 'a backup; without it store.file, while the service does not run')
    .addHelpText('after', `\nExit code 1 when something is wrong.${environmentHelp}`)
  return addSettingOptions(command, storeSettingNames).action((given: string | undefined) => {
    const { config } = configOf(command)
    if (given === undefined) refuseInPostgres(config)
    const file = given ?? config['store.file']
    if (!existsSync(file)) throw new CliFailure(`There is no file ${file}.`)
    try {
      checkStoreFile(file)
    } catch (error) {
      const { code, message } = error as StoreError
      const isOurs = given === undefined && (code === 'store-damaged' || code === 'store-not-a-database')
      throw new CliFailure(isOurs ? `${message} ${wayOut(config)}` : message, { cause: error })
    }
    console.log(`✓ ${file} is whole (${statSync(file).size} bytes).`)
  })
}
