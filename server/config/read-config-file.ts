import { readFileSync } from 'node:fs'
import { LineCounter, parseDocument, type YAMLError } from 'yaml'
import { ConfigError } from './config-error.ts'
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
  return { name, content: parseYaml(name, source) }
}

function parseYaml(name: string, source: string): unknown {
  const lineCounter = new LineCounter()
  let problems: string[]
  try {
    // Pretty errors show the line, and that may be the password's.
    const document = parseDocument(source, { lineCounter, prettyErrors: false, stringKeys: true })
    problems = [...document.errors, ...document.warnings].map(
      error => `${name}: ${sayWithoutQuote(error, lineCounter)}`,
    )
    if (problems.length === 0) {
      const content: unknown = document.toJS()
      // What holds itself, or is nested beyond all measure, is nothing that can be looked through and told of.
      JSON.stringify(content)
      return content
    }
  } catch {
    // The library's own message names the alias, which is a password that begins with *.
    const fix = 'write the values out, and put a text with * or & into quotes'
    problems = [
      `${name}: an alias (*) names no anchor, stands for too much or for itself, or all is nested too deep; ${fix}`,
    ]
  }
  throw new ConfigError(problems)
}

/** Sentences for what the library says with words of the file in it. */
const withoutQuote: Readonly<Partial<Record<YAMLError['code'], string>>> = {
  BAD_ALIAS: 'An alias (*) that cannot be; put the value into quotes',
  BAD_COLLECTION_TYPE: 'A tag (!) that does not fit; leave it out, or put the value into quotes',
  BAD_DIRECTIVE: 'A directive (%) that is none; leave it out, or put the value into quotes',
  BAD_DQ_ESCAPE: 'A \\ inside double quotes that begins no escape; write \\\\, or use single quotes',
  IMPOSSIBLE: 'Something that cannot stand there',
  NON_STRING_KEY: 'A key that is no text',
  TAG_RESOLVE_FAILED: 'A tag (!) that is not known; leave it out, or put the value into quotes',
  UNEXPECTED_TOKEN: 'Something that cannot stand there',
}

function sayWithoutQuote({ code, message, pos }: YAMLError, lines: LineCounter): string {
  const { line, col } = lines.linePos(pos[0])
  return `${withoutQuote[code] ?? message} at line ${line}, column ${col}`
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
