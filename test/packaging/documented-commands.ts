import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type DocumentedPage = Readonly<{
  /** Its path from the root. */
  page: string
  /** What is to be typed, in order; without the remarks behind it. */
  commands: readonly string[]
  /** Pieces of configuration. */
  configurations: readonly string[]
}>

/** What the README and the operator's pages tell their readers to type, and to write into the configuration. */
export function documentedPages(root: string): DocumentedPage[] {
  const folder = 'server/docs'
  const names = readdirSync(join(root, folder)).filter(name => name.endsWith('.md'))
  return ['README.md', ...names.toSorted().map(name => `${folder}/${name}`)].map(page => {
    const text = readFileSync(join(root, page), 'utf8')
    return { page, commands: blocksOf(text, 'sh').flatMap(commandsIn), configurations: blocksOf(text, 'yaml') }
  })
}

export const blocksOf = (text: string, language: string): string[] =>
  [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].filter(([, of]) => of === language).map(([, , body = '']) => body)

/** One for each line; a line that ends with a backslash goes on. */
const commandsIn = (block: string): string[] =>
  block
    .replaceAll(/\s*\\\n\s*/g, ' ')
    .split('\n')
    .map(line => line.replace(/(^|\s+)#.*$/, '').trim())
    .filter(line => line !== '')
