import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FILE = 'server/README.md'

/**
 * The doors of the threat model are a table in server/README.md, and each of its lines names the tests that prove it, by their paths
 * from the root: tests that are not there, and lines without one.
 */
export function threatModelProblems(root: string): string[] {
  const section = readFileSync(join(root, FILE), 'utf8')
    .split(/^## Threat model$/m)[1]
    ?.split(/^## /m)[0]
  const [, ...rows] = doorTable(section ?? '')
  if (rows.length === 0) return [`${FILE}: "## Threat model" has no table that begins with "| Door |"`]
  return rows.flatMap(row => {
    const tests = [...row.matchAll(/`([^`]+\.test\.tsx?)`/g)].map(([, path = '']) => path)
    const missing = tests.filter(path => !existsSync(join(root, path))).map(path => `${FILE}: there is no ${path}`)
    return tests.length === 0 ? [`${FILE}: no test proves "${row}"`] : missing
  })
}

/** Its lines without the rule below the head. */
function doorTable(section: string): string[] {
  const lines = section.split('\n')
  const head = lines.findIndex(line => line.startsWith('| Door |'))
  if (head < 0) return []
  const end = lines.findIndex((line, at) => at > head && !line.startsWith('|'))
  return lines.slice(head, end < 0 ? undefined : end).filter(line => !/^\|[-|]+$/.test(line))
}
