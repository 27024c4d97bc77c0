import type { Setting } from '../../server/config/setting.ts'
import { environmentName, flagName, type SettingName, settingNames, settings } from '../../server/config/settings.ts'

/** The page that lists every setting, made from where each is declared. */
export function settingsReference(): string {
  const sections = Map.groupBy(settingNames, name => name.slice(0, name.indexOf('.')))
  const blocks = [...sections].map(([section, names]) => `## ${section}\n\n${names.map(entry).join('\n\n')}`)
  return `${head}\n${blocks.join('\n\n')}\n`
}

const head = `# Settings

Every setting of \`/etc/ovirt-scheduler/config.yaml\`. Flags win over the environment, that over this file, that over \`scheduler.conf\` of
the old daemon in \`legacy.directory\`. A key is the section and the name in it: \`engine.url\` is \`url\` under \`engine\`.
Lists are lists in the file, and separated by commas in the environment and in flags.

\`ovirt-scheduler config --sample\` prints a file with all of this, \`ovirt-scheduler config\` what counts now and where it comes from.

This page is made by \`npm run docs\`.
`

function entry(name: SettingName): string {
  const setting: Setting<unknown> = settings[name]
  const facts = [`Default ${defaultText(setting)}`, rangeOf(setting), setting.secret && 'never shown'].filter(Boolean)
  return `### ${name}\n\n${forMarkdown(setting.help)}\n\n${facts.join('; ')}. \`${environmentName(name)}\`, \`${flagName(name)}${takes(setting)}\`.`
}

function defaultText({ default: value, unit }: Setting<unknown>): string {
  if (value === '' || (Array.isArray(value) && value.length === 0)) return 'empty'
  const shown = Array.isArray(value) ? value.map(item => `\`${item}\``).join(', ') : `\`${value}\``
  return unit === undefined ? shown : `${shown} ${unit}`
}

function rangeOf({ choices, min, max, default: value }: Setting<unknown>): string | undefined {
  if (choices !== undefined) return `one of ${choices.map(choice => `\`${choice}\``).join(', ')}`
  if (min !== undefined && max !== undefined) return `from ${min} to ${max}`
  return typeof value === 'boolean' ? '`true` or `false`' : undefined
}

/** Numbers and choices are told already. */
const takes = ({ argument, choices, min }: Setting<unknown>): string =>
  argument === undefined || choices !== undefined || min !== undefined ? '' : ` ${argument}`

/** Help is written for a terminal: what Markdown would take for markup is kept from it. */
const forMarkdown = (text: string): string => text.replaceAll(/[*<>_`]/g, '\\$&')
