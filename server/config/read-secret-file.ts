import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { ConfigError } from './config-error.ts'

/** The text of a file that only its owner may read, or write. Throws ConfigError; `setting` is what names the file. */
export function readSecretFile(setting: string, file: string): string {
  let descriptor: number | undefined
  try {
    descriptor = openSync(file, 'r')
    // Of what is open, not of the name: the file may be exchanged between two looks.
    const mode = fstatSync(descriptor).mode & 0o777
    if ((mode & 0o077) !== 0) {
      throw new ConfigError([
        `${setting}: ${file} may be read by others (mode ${mode.toString(8)}); run: chmod 600 ${file}`,
      ])
    }
    return readFileSync(descriptor, 'utf8')
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw new ConfigError([`${setting} cannot be read: ${error instanceof Error ? error.message : String(error)}`])
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}
