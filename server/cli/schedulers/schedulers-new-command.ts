import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { CliFailure, type Finish } from '../outcome.ts'
import { schedulerStarter } from './scheduler-starter.ts'

const schedulerName = (given: string): string => {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,100}$/.test(given) && given !== 'default') return given
  throw new InvalidArgumentError(
    'It must begin with a letter, hold letters, digits and "_" only, and not be "default".',
  )
}

export function schedulersNewCommand(_finish: Finish): Command {
  return new Command('new')
    .description('Write a commented scheduler that works, and a snapshot to try it on.')
    .argument('<name>', 'name of the scheduler', schedulerName)
    .option('--directory <dir>', 'where to write it', '.')
    .action((name: string, { directory }: { directory: string }) => {
      const files = schedulerStarter(name).map(file => ({ ...file, path: join(directory, file.name) }))
      const taken = files.filter(({ path }) => existsSync(path)).map(({ path }) => path)
      if (taken.length > 0) throw new CliFailure(`${taken.join(', ')} exist already; nothing was written`)
      mkdirSync(directory, { recursive: true })
      for (const { path, content } of files) writeFileSync(path, content, { flag: 'wx' })
      const snapshot = files.find(({ name: file }) => file.endsWith('.json'))?.path
      console.log(
        `${files.map(({ path }) => `wrote ${path}`).join('\n')}\n\n` +
          `Try it: ovirt-scheduler schedulers run ${name} --cluster Default --units-directory ${directory} --snapshot ${snapshot}`,
      )
    })
}
