import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** What a page may load before it shows something: scripts and styles together, compressed. */
const BUDGET_BYTES = 350_000

export type BudgetReport = Readonly<{ overBudget: boolean; text: string }>

/** A page in its directory, and the files that it asks for by itself before it shows something. */
export type FirstScreen = Readonly<{ page: string; asked: readonly string[] }>

/** Weighs every script and style sheet of a first screen, as a proxy would send them. */
export function budgetReport(dir: string, { page, asked }: FirstScreen): BudgetReport {
  const files = new Set([...filesOf(readFileSync(join(dir, page), 'utf8')), ...asked.filter(isWeighed)])
  const bytes = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(dir, file))).length, 0)
  return {
    overBudget: bytes > BUDGET_BYTES,
    text: `${page}: ${kB(bytes)} kB gzipped in ${files.size} files until the first screen (budget ${kB(BUDGET_BYTES)} kB)`,
  }
}

const isWeighed = (file: string): boolean => /\.(js|css)$/.test(file)

/** The scripts and style sheets that an HTML file names. A page without any would weigh nothing and pass: refused. */
export function filesOf(html: string): string[] {
  const found = [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)=["']?([^"'\s>]+\.(?:js|css))/g)]
  const files = [...new Set(found.flatMap(([, file]) => file ?? []))]
  if (files.length === 0) throw new Error('A page names no script and no style sheet; its size cannot be held.')
  return files
}

const kB = (bytes: number): string => (bytes / 1000).toFixed(1)
