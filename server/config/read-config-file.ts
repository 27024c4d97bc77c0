import { readFileSync } from 'node:fs'
import { parseDocument } from 'yaml'
import { ConfigError } from './load-config.ts'
import { readSecretFile } from './read-secret-file.ts'

export const defaultConfigFile = '/etc/ovirt-scheduler/config.yaml'

/**
 * The content of the configuration file. The default file may be absent; one that was asked for may not.
 * Throws ConfigError naming line and column of what is not YAML.
 */
export function readConfigFile(asked: string | undefined): { name: string; content: unknown } | undefined {
  const name = asked ?? defaultConfigFile
  const source = readText(name, asked === undefined)
  if (source === undefined) return undefined
  const document = parseDocument(source)
  if (document.errors.length > 0)
    throw new ConfigError(document.errors.map(error => `${name}: ${error.message.trim()}`))
  return { name, content: document.toJS() }
}

function readText(name: string, mayBeAbsent: boolean): string | undefined {
  try {
    return readFileSync(name, 'utf8')
  } catch (error) {
    if (mayBeAbsent && isMissing(error)) return undefined
    throw new ConfigError([`${name} cannot be read: ${(error as Error).message}`])
  }
}

/**
 * A password for the engine from its file: first line, refused when others may read the file. Throws ConfigError.
 * `setting` is what names the file.
 */
export function readPasswordFile(file: string, setting = 'engine.passwordFile'): string {
  const password = readSecretFile(setting, file).split(/\r?\n/, 1)[0] ?? ''
  if (password === '') throw new ConfigError([`${file} is empty; write the engine user's password on its first line`])
  return password
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'
