import { Command } from 'commander'
import type { Finish } from '../outcome.ts'
import { storeBackupsCommand } from './store-backups-command.ts'
import { storeCheckCommand } from './store-check-command.ts'
import { storeRestoreCommand } from './store-restore-command.ts'

export function storeCommand(finish: Finish): Command {
  const command = new Command('store').description(
    'Look after the file in which the service remembers: check it, list its backups, go back to one of them.',
  )
  for (const sub of [storeCheckCommand, storeBackupsCommand, storeRestoreCommand]) command.addCommand(sub(finish))
  return command
}
