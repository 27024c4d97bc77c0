import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** What a page may load before it shows something: scripts and styles together, compressed. */
const BUDGET_BYTES = 350_000

export type BudgetReport = Readonly<{ overBudget: boolean; text: string }>

/** Weighs every script and style sheet that the pages name themselves, as a proxy would send them. */
export function budgetReport(dir: string, pages: readonly string[]): BudgetReport {
  const weighed = pages.map(page => {
    const html = readFileSync(join(dir, page), 'utf8')
    const bytes = filesOf(html).map(file => gzipSync(readFileSync(join(dir, file))).length)
    return { page, files: bytes.length, bytes: bytes.reduce((sum, one) => sum + one, 0) }
  })
  return {
    overBudget: weighed.some(({ bytes }) => bytes > BUDGET_BYTES),
    text: weighed
      .map(
        ({ page, files, bytes }) =>
          `${page}: ${kB(bytes)} kB gzipped in ${files} files (budget ${kB(BUDGET_BYTES)} kB)`,
      )
      .join('\n'),
  }
}

/** The scripts and style sheets that an HTML file names. A page without any would weigh nothing and pass: refused. */
export function filesOf(html: string): string[] {
  const found = [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)=["']?([^"'\s>]+\.(?:js|css))/g)]
  const files = [...new Set(found.flatMap(([, file]) => file ?? []))]
  if (files.length === 0) throw new Error('A page names no script and no style sheet; its size cannot be held.')
  return files
}

const kB = (bytes: number): string => (bytes / 1000).toFixed(1)
