import { readFileSync } from 'node:fs'
import type { PolicyFile } from '../../language/source.ts'
import { CliFailure } from '../outcome.ts'

export const readPolicyFiles = (names: readonly string[]): PolicyFile[] =>
  names.map(name => ({ name, text: readText(name) }))

/** @throws CliFailure when it cannot be read, or is not UTF-8 */
export function readText(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file))
  } catch (error) {
    throw new CliFailure(`${file}: ${error instanceof TypeError ? 'not UTF-8' : (error as Error).message}`)
  }
}
