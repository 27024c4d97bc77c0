import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { CliFailure, type Finish } from '../outcome.ts'
import { unitStarter } from './unit-starters.ts'

const unitName = (given: string): string => {
  // Also a class in Python and a part of property names, so no "-" here.
  if (/^[A-Za-z_][A-Za-z0-9_]{0,100}$/.test(given)) return given
  throw new InvalidArgumentError('It must begin with a letter and hold letters, digits and "_" only.')
}

export function unitsNewCommand(_finish: Finish): Command {
  return new Command('new')
    .description('Write a commented policy unit that works, with its test and a snapshot to try it on.')
    .argument('<name>', 'name of the unit', unitName)
    .option('--python', 'in the form of ovirt-scheduler-proxy instead of TypeScript', false)
    .option('--directory <dir>', 'where to write it', '.')
    .action((name: string, { python, directory }: { python: boolean; directory: string }) => {
      const files = unitStarter(name, python).map(file => ({ ...file, path: join(directory, file.name) }))
      const taken = files.filter(({ path }) => existsSync(path)).map(({ path }) => path)
      if (taken.length > 0) throw new CliFailure(`${taken.join(', ')} exist already; nothing was written`)
      mkdirSync(directory, { recursive: true })
      for (const { path, content } of files) writeFileSync(path, content, { flag: 'wx' })
      const [plugin] = files
      console.log(
        `${files.map(({ path }) => `wrote ${path}`).join('\n')}\n\nTry it: ovirt-scheduler units test ${plugin?.path}`,
      )
    })
}
