import { Command } from 'commander'
import { createLog } from '../telemetry/logger.ts'
import { type Finding, findings } from './doctor-findings.ts'
import type { Finish } from './outcome.ts'
import { type CreateRoleOptions, createRole } from './role/create-role.ts'
import { addRoleOptions } from './role/role-options.ts'
import { addSettingOptions, configOf, configOfEach, environmentHelp } from './setting-options.ts'

const marks = { ok: '✓', warning: '!', failed: '✗' } as const

type Options = CreateRoleOptions & Readonly<{ json?: boolean; createRole?: boolean }>

export function doctorCommand(finish: Finish): Command {
  const command = new Command('doctor')
    .description(
      'Check every link of the chain: engine, permissions, discovery, XML-RPC, REST, store. Of several engines each, unless one is named. Changes nothing, unless --create-role --yes is given.',
    )
    .option('--json', 'print JSON')
  addCreateRoleOptions(command).addHelpText(
    'after',
    `${environmentHelp}\nExit code 1 when something fails; each failure names its fix.`,
  )
  return addSettingOptions(command).action(async (options: Options) => {
    const log = createLog({ level: 'silent', pretty: false })
    if (options.createRole) return createRole(configOf(command).config, options, log, line => console.log(line))
    const found: (Finding & Readonly<{ engine?: string }>)[] = []
    for (const loaded of configOfEach(command)) {
      const { engineName } = loaded
      if (engineName !== undefined && !options.json) console.log(`Engine ${engineName}:`)
      for await (const finding of findings(loaded, log)) {
        found.push({ ...(engineName !== undefined && { engine: engineName }), ...finding })
        if (!options.json) console.log(asText(finding))
      }
    }
    if (options.json) console.log(JSON.stringify(found, undefined, 2))
    if (found.some(({ state }) => state === 'failed')) finish(1)
  })
}

const addCreateRoleOptions = (command: Command): Command =>
  addRoleOptions(
    command
      .option('--create-role', 'show the role of least privilege that would be made in the engine, instead of checking')
      .option('--yes', 'with --create-role: make it')
      .option(
        '--for-user <name@domain>',
        'with --create-role: give it to this user of the engine, in the whole system',
      ),
    'with --create-role: ',
  )

const asText = ({ state, what, fix }: Finding): string =>
  [`${marks[state]} ${what}`, ...(fix === undefined ? [] : [`  → ${fix}`])].join('\n')
