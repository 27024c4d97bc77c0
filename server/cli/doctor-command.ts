import { Command } from 'commander'
import { createLog } from '../telemetry/logger.ts'
import { type Finding, findings } from './doctor-findings.ts'
import type { Finish } from './outcome.ts'
import { addSettingOptions, configOf, environmentHelp } from './setting-options.ts'

const marks = { ok: '✓', warning: '!', failed: '✗' } as const

export function doctorCommand(finish: Finish): Command {
  const command = new Command('doctor')
    .description(
      'Check every link of the chain: engine, permissions, discovery, XML-RPC, REST, store. Changes nothing.',
    )
    .option('--json', 'print JSON')
    .addHelpText('after', `${environmentHelp}\nExit code 1 when something fails; each failure names its fix.`)
  return addSettingOptions(command).action(async ({ json }: { json?: boolean }) => {
    const { config } = configOf(command)
    const found: Finding[] = []
    for await (const finding of findings(config, createLog({ level: 'silent', pretty: false }))) {
      found.push(finding)
      if (!json) console.log(asText(finding))
    }
    if (json) console.log(JSON.stringify(found, undefined, 2))
    if (found.some(({ state }) => state === 'failed')) finish(1)
  })
}

const asText = ({ state, what, fix }: Finding): string =>
  [`${marks[state]} ${what}`, ...(fix === undefined ? [] : [`  → ${fix}`])].join('\n')
