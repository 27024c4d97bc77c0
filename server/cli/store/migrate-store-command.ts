import { existsSync } from 'node:fs'
import { Argument, Command } from 'commander'
import { ConfigError } from '../../config/config-error.ts'
import type { Config } from '../../config/settings.ts'
import { copyTables } from '../../store/copy-tables.ts'
import { openPostgresTables } from '../../store/open-postgres-tables.ts'
import { type OpenedTables, openSqliteTables } from '../../store/open-sqlite-tables.ts'
import { CliFailure, type Finish } from '../outcome.ts'
import { addSettingOptions, configOf, environmentHelp } from '../setting-options.ts'
import { postgresAddressOf } from '../start-store.ts'

const kinds = ['sqlite', 'postgres'] as const
type Kind = (typeof kinds)[number]

const settingNames = ['store.file', 'store.url', 'store.passwordFile', 'store.schema'] as const

export function migrateStoreCommand(_finish: Finish): Command {
  const command = new Command('migrate-store')
    .description('Copy all that the service remembers from one kind of store into an empty one of another kind.')
    .addArgument(new Argument('<from>', 'where it is').choices(kinds))
    .addArgument(new Argument('<to>', 'where it goes').choices(kinds))
    .addHelpText(
      'after',
      `
sqlite is the file of store.file, postgres the schema of store.schema in the database of store.url.
The service must not run. The target is written in one go, read again and compared: it has everything or nothing. The source
stays as it is. Afterwards name the new one in the configuration: store.url for PostgreSQL, without it the file counts.

Example:
  ovirt-scheduler migrate-store sqlite postgres --store-url postgres://ovirt_scheduler@db.example/ovirt_scheduler
${environmentHelp}`,
    )
  return addSettingOptions(command, settingNames).action(async (from: Kind, to: Kind) => {
    const { config } = configOf(command)
    if (from === to) throw new ConfigError([`both are ${from}: there is nothing to migrate`])
    if (config['store.url'] === '') throw new ConfigError(['store.url is not set; name the database'])
    const file = config['store.file']
    if (from === 'sqlite' && !existsSync(file)) throw new CliFailure(`There is no store ${file}.`)
    await migrate(config, from, to)
  })
}

async function migrate(config: Config, from: Kind, to: Kind): Promise<void> {
  const opened: OpenedTables[] = []
  try {
    const [source, target] = [await open(config, from), await open(config, to)]
    opened.push(source, target)
    for (const tables of opened) await refuseWhileInUse(tables)
    const copied = await copyTables(source.db, target.db, ({ table, rows }) =>
      console.log(`  ${table.padEnd(16)} ${rows} rows`),
    )
    const rows = copied.reduce((sum, one) => sum + one.rows, 0)
    console.log(`✓ ${target.name} holds the ${rows} rows of ${source.name}, read again and compared.`)
    console.log(
      to === 'postgres'
        ? '  Set store.url in the configuration and start the service. The file stays; it is used no more.'
        : '  Take store.url out of the configuration and start the service. The schema stays; it is used no more.',
    )
  } catch (error) {
    if (error instanceof CliFailure) throw error
    throw new CliFailure(`Nothing was migrated: ${(error as Error).message}`, { cause: error })
  } finally {
    await Promise.all(opened.map(({ db }) => db.destroy()))
  }
}

/** A file has one owner, so that one which is in use cannot be opened. */
async function open(config: Config, kind: Kind): Promise<OpenedTables> {
  const address = postgresAddressOf(config)
  if (kind === 'sqlite' || address === undefined) return await openSqliteTables(config['store.file'])
  return await openPostgresTables(address)
}

async function refuseWhileInUse({ name, users }: OpenedTables): Promise<void> {
  const others = await users()
  if (others > 0)
    throw new CliFailure(`Nothing was migrated: the service has ${others} connections to ${name}. Stop it first.`)
}
