import { writeFileSync } from 'node:fs'
import { Command } from 'commander'
import type { Finish } from '../outcome.ts'
import { addSettingOptions, configOf, environmentHelp } from '../setting-options.ts'
import { engineSettings } from './plugin-settings.ts'
import { readEngine } from './units-run-command.ts'

export function unitsSnapshotCommand(_finish: Finish): Command {
  const command = new Command('snapshot')
    .description(
      'Write what is read of your engine as JSON, to try units on. It holds the names of your hosts and VMs.',
    )
    .option('--output <file>', 'write it there instead of printing it')
    .addHelpText('after', environmentHelp)
  return addSettingOptions(command, engineSettings).action(async ({ output }: { output?: string }) => {
    const text = `${JSON.stringify(await readEngine(configOf(command).config), null, 2)}\n`
    if (output === undefined) process.stdout.write(text)
    else writeFileSync(output, text, { mode: 0o600 })
  })
}
