import { readFileSync } from 'node:fs'
import type { Setting } from '../../config/setting.ts'
import type { Config } from '../../config/settings.ts'
import { settingNames, settings } from '../../config/settings.ts'

const passwordFiles = ['engine.passwordFile', 'hosts.saslPasswordFile'] as const

/** Every secret that the configuration holds or names a file of, so that it can be looked for. What cannot be read is left out. */
export function knownSecrets(config: Config): string[] {
  const values = settingNames.flatMap(name => {
    const { secret = false }: Setting<unknown> = settings[name]
    return secret ? String(config[name]) : []
  })
  return [...values, ...passwordFiles.flatMap(name => firstLine(config[name]))].filter(secret => secret !== '')
}

function firstLine(file: string): string[] {
  if (file === '') return []
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/, 1)
  } catch {
    return []
  }
}
